import type { Step } from '../model/step.ts'
import { pairMost } from './matching/bipartite.ts'

/** Pairs expected calls, by position, with steps: each is in at most one pair, and no other choice makes more pairs. */
export function pairCalls(
  expected: number,
  steps: readonly Step[],
  fits: (expected: number, step: Step) => boolean,
): ReadonlyMap<number, Step> {
  const partners = Array.from({ length: expected }, (_, one) =>
    steps.flatMap((step, position) => (fits(one, step) ? [position] : [])),
  )
  const pairs = pairMost(expected, steps.length, (one) => partners[one]!)
  return new Map(pairs.map(([one, position]) => [one, steps[position]!]))
}
