import type { Attempt } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import type { Run, RunRead, RunSpan } from '../runs/index.ts'

/** Keeps an attribute of every span that has it. */
export function attributeRead(key: string): RunRead {
  return { name: `attribute ${key}`, take: ({ attributes }) => attributes.get(key) }
}

/** What a read kept of the spans of a try, or else of the nearest span around it that has it. */
export function createAroundReader(run: Run, { name }: Pick<RunRead, 'name'>): (attempt: Attempt) => Value | undefined {
  const known = new Map<RunSpan, Value | undefined>()
  const around = (span: RunSpan): Value | undefined => {
    const open: RunSpan[] = []
    let found: Value | undefined
    for (let at: RunSpan | null = span; at !== null; at = at.parent) {
      if (known.has(at)) {
        found = known.get(at)
        break
      }
      open.push(at)
      found = at.values.get(name)
      if (found !== undefined) break
    }
    for (const one of open) known.set(one, found)
    return found
  }
  return ({ spans }) => {
    const own = spans.flatMap((ref) => run.find(ref.traceId, ref.spanId) ?? [])
    for (const span of own) {
      const value = span.values.get(name)
      if (value !== undefined) return value
    }
    return own[0] === undefined ? undefined : around(own[0])
  }
}
