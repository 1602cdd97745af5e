import type { AttributeClause } from '../model/contract.ts'
import type { LackingPart, SpanSource } from '../model/span.ts'
import type { SourceLimits } from '../rules/index.ts'
import { isContentKey } from './content-keys.ts'

const known = new WeakMap<SpanSource, SourceLimits>()

/** What a source leaves to judge by. */
export function limitsOf(source: SpanSource): SourceLimits {
  let limits = known.get(source)
  if (limits === undefined) {
    limits = { lacks: source.lacks, isTranscript: source.isTranscript, formats: [source.format] }
    known.set(source, limits)
  }
  return limits
}

/** What the sources of a run leave to judge by together; undefined where that is everything. */
export function unitedLimits(sources: Iterable<SpanSource>): SourceLimits | undefined {
  const lacks = new Set<LackingPart>()
  const formats = new Set<string>()
  let isTranscript = false
  for (const source of sources) {
    for (const part of source.lacks) lacks.add(part)
    formats.add(source.format)
    isTranscript ||= source.isTranscript
  }
  return formats.size === 0 ? undefined : { lacks, isTranscript, formats: [...formats].sort() }
}

/** Whether a clause speaks of messages, arguments or results. */
export function isContentClause({ key, sensitivity }: AttributeClause): boolean {
  return sensitivity === undefined ? isContentKey(key) : sensitivity === 'content'
}
