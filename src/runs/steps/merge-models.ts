import type { DisjointSets } from './disjoint-sets.ts'
import { nearestAround, type FactSpan } from './fact-tree.ts'
import { areApart } from './intervals.ts'

/**
 * Joins spans of one model call in `sets`: nested spans that overlap, with no tool or agent between, and have the same
 * response id, the same merge key, or equal usage and models of one family; siblings only by an equal response id.
 * Returns whether a model span only sums up other calls: all spans of its call have a model call inside that is another.
 */
export function mergeModelSpans(spans: readonly FactSpan[], sets: DisjointSets): (span: FactSpan) => boolean {
  const modelAround = nearestAround(spans, isModel, ({ facts: { kind } }) => kind !== 'tool' && kind !== 'agent')
  const siblings = new Map<string, FactSpan>()
  for (const span of spans) {
    if (!isModel(span)) continue
    const outer = modelAround[span.index]!
    if (outer !== null && isSameCall(outer, span)) sets.join(outer.index, span.index)
    const { parentSpanId, traceId } = span.span
    if (span.facts.responseId === null || parentSpanId === null) continue
    const key = `${traceId} ${parentSpanId} ${span.facts.responseId}`
    const sibling = siblings.get(key)
    if (sibling === undefined) siblings.set(key, span)
    else sets.join(sibling.index, span.index)
  }
  const holdsOther = new Set<FactSpan>()
  const innermost = new Set<number>()
  for (const span of spans.toReversed()) {
    if (!isModel(span)) continue
    if (!holdsOther.has(span)) innermost.add(sets.groupOf(span.index))
    const outer = modelAround[span.index]!
    if (outer === null) continue
    if (holdsOther.has(span) || sets.groupOf(outer.index) !== sets.groupOf(span.index)) holdsOther.add(outer)
  }
  return (span) => isModel(span) && !innermost.has(sets.groupOf(span.index))
}

function isModel({ facts }: FactSpan): boolean {
  return facts.kind === 'model'
}

function isSameCall(outer: FactSpan, inner: FactSpan): boolean {
  // One inside another is not apart from it as far as anybody can tell without times.
  if (areApart(outer.span, inner.span) === true) return false
  const [one, other] = [outer.facts, inner.facts]
  if (one.responseId !== null && other.responseId !== null) return one.responseId === other.responseId
  if (one.mergeKey !== null && one.mergeKey === other.mergeKey) return true
  return hasEqualUsage(outer, inner) && areOneFamily(modelOf(outer), modelOf(inner))
}

function hasEqualUsage({ facts: { usage: one } }: FactSpan, { facts: { usage: other } }: FactSpan): boolean {
  if (one === null || other === null || one.input === null || one.output === null) return false
  return one.input === other.input && one.output === other.output
}

function modelOf({ facts }: FactSpan): string | null {
  return facts.responseModel ?? facts.requestModel
}

/** `gpt-5` and `openai/gpt-5-2026-01-15` are one family, `gpt-5` and `gpt-5-mini` are not; an unknown model is of none. */
function areOneFamily(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false
  const [short, long] = [bareModel(one), bareModel(other)].sort((left, right) => left.length - right.length)
  return isVersionOf(long!, short!)
}

/** Whether a model name is another with a version behind it, or the same. */
export function isVersionOf(long: string, short: string): boolean {
  return long.startsWith(short) && /^(?:[-@:](?:v?\d|latest\b).*)?$/s.test(long.slice(short.length))
}

function bareModel(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase()
}
