import { compareText } from '../model/compare-text.ts'
import type { Selector } from '../model/selector.ts'
import { compileNames } from '../selectors/index.ts'
import type { Candidate } from './gathered.ts'
import { isPattern } from './name-shape.ts'
import type { SpanGroup } from './span-group.ts'

/**
 * The selector of a clause. Spans of a group that comes before carry other keys too: where they would meet this
 * selector, it says that it is not about them.
 */
export function selectorOf(
  { position, group, shape }: Candidate,
  candidates: readonly Candidate[],
): Selector | undefined {
  const others = candidates.filter((other) => {
    const key = other.group.grouping?.key
    if (other.position === position || key === undefined || group.keys.has(key)) return false
    return shape === undefined ? meets(other.group, group.grouping!.match) : isNamed(other.group, shape)
  })
  const excluded = [...new Set(others.map((other) => other.group.grouping!.key))].sort(compareText)
  const except: Selector = Object.fromEntries(excluded.map((key) => [key, { exists: false }]))
  if (shape === undefined) return { ...group.grouping!.match, ...except }
  if (excluded.length === 0) return undefined
  return { 'span.name': isPattern(shape) ? { pattern: shape.slice(1, -1) } : shape, ...except }
}

/** Whether some span of the group may meet a selector. */
function meets(group: SpanGroup, match: Selector): boolean {
  return Object.entries(match).every(([key, test]) => {
    if (key === 'span.kind') return [...group.kinds].some((kind) => kind === test)
    const stats = group.keys.get(key)
    if (stats === undefined) return false
    return typeof test !== 'string' || stats.values === undefined || stats.values.has(test)
  })
}

function isNamed(group: SpanGroup, shape: string): boolean {
  const names = compileNames([shape])
  return [...group.names.values()].some((span) => names.selects(span))
}
