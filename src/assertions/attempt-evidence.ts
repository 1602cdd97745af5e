import type { Attempt, Step } from '../model/step.ts'
import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import type { Run, RunRead, RunSpan } from '../runs/index.ts'
import type { TryError } from './error-types.ts'
import { spanKey } from './span-key.ts'

/** The status code of an HTTP answer, by the stable and by the older conventions. */
export const statusCodeRead: RunRead = {
  name: 'http status code',
  take({ attributes }) {
    const code = attributes.get('http.response.status_code') ?? attributes.get('http.status_code')
    return typeof code === 'number' || typeof code === 'bigint' ? Number(code) : undefined
  },
}

/** How long an answer asks to wait: nanoseconds, or the time (bigint) before which nobody should come back. */
export const retryAfterRead: RunRead = {
  name: 'retry after',
  take(span) {
    const milli = headerOf(span, 'retry-after-ms')
    if (milli !== undefined && /^\d{1,12}(\.\d+)?$/.test(milli)) return Math.round(Number(milli) * 1e6)
    const after = headerOf(span, 'retry-after')
    if (after === undefined) return undefined
    if (/^\d{1,9}(\.\d+)?$/.test(after)) return Math.round(Number(after) * 1e9)
    // An HTTP date has a weekday; what else `Date.parse` takes for a date is garbage here.
    const at = /^[A-Z][a-z]{2,8},/.test(after) ? Date.parse(after) : Number.NaN
    return Number.isNaN(at) ? undefined : BigInt(at) * 1_000_000n
  },
}

/** What an injected fault did to the effect of its call. Source: the marks of a fault harness. */
export const sideEffectRead: RunRead = {
  name: 'fault side effect',
  take({ attributes }) {
    const effect = attributes.get('spanpact.fault.side_effect')
    return typeof effect === 'string' ? effect : undefined
  },
}

function headerOf({ attributes }: Span, header: string): string | undefined {
  for (const name of [header, header.replaceAll('-', '_')]) {
    const value = attributes.get(`http.response.header.${name}`)
    const first = Array.isArray(value) ? (value as readonly Value[])[0] : value
    if (typeof first === 'string') return first.trim()
    if (typeof first === 'number') return String(first)
  }
  return undefined
}

/** Looks at the spans of tries, and at those inside that are of no step: HTTP requests, marks of a harness. */
export interface AttemptEvidence {
  /** What a read kept of the first span that has it; undefined for none. */
  readonly find: (attempt: Attempt, read: Pick<RunRead, 'name'>) => Value | undefined
  /** The last one. */
  readonly findLast: (attempt: Attempt, read: Pick<RunRead, 'name'>) => Value | undefined
  readonly errorOf: (attempt: Attempt) => TryError
}

export function createAttemptEvidence(run: Run, steps: readonly Step[]): AttemptEvidence {
  let claimed: ReadonlySet<string> | undefined
  const spansOf = (attempt: Attempt): readonly RunSpan[] => {
    claimed ??= new Set(steps.flatMap((step) => step.spans.map(spanKey)).concat(attemptSpans(steps)))
    const found: RunSpan[] = []
    const open = attempt.spans.flatMap((ref) => run.find(ref.traceId, ref.spanId) ?? [])
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      found.push(next)
      for (const child of next.children) if (!claimed.has(spanKey(child))) open.push(child)
    }
    return found
  }
  const valuesOf = (attempt: Attempt, { name }: Pick<RunRead, 'name'>): readonly Value[] =>
    spansOf(attempt)
      .filter(({ values }) => values.has(name))
      .sort((one, other) => compareStarts(one, other))
      .map(({ values }) => values.get(name)!)
  return {
    find: (attempt, read) => valuesOf(attempt, read)[0],
    findLast: (attempt, read) => valuesOf(attempt, read).at(-1),
    errorOf(attempt) {
      const code = valuesOf(attempt, statusCodeRead).at(-1)
      return { errorType: attempt.errorType, statusCode: typeof code === 'number' ? code : null }
    },
  }
}

/** Tries that a harness marks have spans of their own inside of the step's. */
function attemptSpans(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ attempts }) =>
    attempts.length === 1 ? [] : attempts.flatMap(({ spans }) => spans.map(spanKey)),
  )
}

function compareStarts({ startUnixNano: one }: RunSpan, { startUnixNano: other }: RunSpan): number {
  if (one === other) return 0
  if (one === null) return 1
  return other === null || one < other ? -1 : 1
}
