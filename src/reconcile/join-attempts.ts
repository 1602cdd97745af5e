import type { RecordedAttempt, RecordedRun } from './recorded-run.ts'

/** Attribute that names a request unless `sources.<name>.key` says another. */
export const requestKey = 'gen_ai.response.id'

/** Attempts of model calls by the request they were. */
export interface JoinedAttempts {
  readonly byRequest: ReadonlyMap<string, readonly RecordedAttempt[]>
  /** One text for each attempt that names no request. */
  readonly withoutKey: readonly string[]
  /** Why attempts may be missing from the recording; undefined when it was read whole. */
  readonly damage: string | undefined
}

export function joinAttempts(runs: readonly RecordedRun[], key: string): JoinedAttempts {
  const byRequest = new Map<string, RecordedAttempt[]>()
  const withoutKey: string[] = []
  for (const attempt of runs.flatMap(({ attempts }) => attempts)) {
    const request = attempt.values.get(key)
    if (request === undefined) {
      withoutKey.push(`a model call without ${key}`)
      continue
    }
    const known = byRequest.get(request)
    if (known === undefined) byRequest.set(request, [attempt])
    else known.push(attempt)
  }
  return { byRequest, withoutKey, damage: runs.find(({ damage }) => damage.length > 0)?.damage[0] }
}
