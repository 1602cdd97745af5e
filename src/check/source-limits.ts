import type { AttributeClause } from '../model/contract.ts'
import { isLimited, type LackingPart, type SpanSource } from '../model/span.ts'
import type { SourceLimits } from '../rules/index.ts'
import { isContentKey } from '../model/content-keys.ts'

const known = new WeakMap<SpanSource, SourceLimits>()

/** What a source leaves to judge by; undefined where that is everything. */
export function limitsOf(source: SpanSource): SourceLimits | undefined {
  if (!isLimited(source)) return undefined
  let limits = known.get(source)
  if (limits === undefined) {
    const { lacks, isStringly, isTranscript, format } = source
    limits = { lacks, isStringly, isTranscript, formats: [format] }
    known.set(source, limits)
  }
  return limits
}

/** What the sources of a run leave to judge by together; undefined where that is everything. */
export function unitedLimits(sources: Iterable<SpanSource>): SourceLimits | undefined {
  const lacks = new Set<LackingPart>()
  const formats = new Set<string>()
  let isTranscript = false
  let isStringly = false
  for (const source of sources) {
    for (const part of source.lacks) lacks.add(part)
    formats.add(source.format)
    isTranscript ||= source.isTranscript
    isStringly ||= source.isStringly
  }
  return formats.size === 0 ? undefined : { lacks, isStringly, isTranscript, formats: [...formats].sort() }
}

/** Whether a clause speaks of messages, arguments or results. */
export function isContentClause({ key, sensitivity }: AttributeClause): boolean {
  return sensitivity === undefined ? isContentKey(key) : sensitivity === 'content'
}
