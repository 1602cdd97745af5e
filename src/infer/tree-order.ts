import { compareText } from '../model/compare-text.ts'
import type { Candidate } from './gathered.ts'
import { entrance, type RunShapes } from './run-shapes.ts'

/** Roots first, what stands below a group behind it, in the order in which they begin. */
export function inTreeOrder(kept: readonly Candidate[], shapes: RunShapes): readonly Candidate[] {
  const byPosition = new Map(kept.map((one) => [one.position, one]))
  const below = new Map<number, Candidate[]>()
  for (const one of kept) {
    const [parent] = [...(shapes.parentsOf(one.position) ?? [])]
      .filter(([place]) => place !== one.position && byPosition.has(place))
      .sort(
        ([left, first], [right, second]) =>
          second - first || compareText(byPosition.get(left)?.group.key, byPosition.get(right)?.group.key),
      )
      .map(([place]) => place)
    below.set(parent ?? entrance, [...(below.get(parent ?? entrance) ?? []), one])
  }
  const ordered = new Set<Candidate>()
  const visit = (one: Candidate): void => {
    if (ordered.has(one)) return
    ordered.add(one)
    inOrder(below.get(one.position) ?? []).forEach(visit)
  }
  const inOrder = (siblings: readonly Candidate[]): readonly Candidate[] =>
    siblings.toSorted(
      (left, right) =>
        shapes.rankOf(left.position) - shapes.rankOf(right.position) || compareText(left.group.key, right.group.key),
    )
  inOrder(below.get(entrance) ?? []).forEach(visit)
  // Groups that stand below each other have no root among them.
  inOrder(kept).forEach(visit)
  return [...ordered]
}
