import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { bestAlignments, linearExtensions, longestWord, planWords, type Trial } from './oracle.ts'
import { alignTrial, effectsOf, trials } from './trials.ts'

/** Trying all orders of more than that against all words takes too long. */
function isSmall({ items, observed, before }: Trial, most: number): boolean {
  if (longestWord(items, observed.length) > 6) return false
  const orders = linearExtensions(observed.length, (one, other) => before[one]![other]!)
  return orders.length * planWords(items, observed.length).length <= most
}

test('the cost is the least of all orders against all words of the plan', () => {
  fc.assert(
    fc.property(
      trials(4, 6).filter((trial) => isSmall(trial, 1500)),
      (trial) => {
        expect(alignTrial(trial).cost).toBe(bestAlignments(trial).cost)
      },
    ),
    { numRuns: 400 },
  )
})

test('the alignment is one of the best, and ties says whether there are others', () => {
  fc.assert(
    fc.property(
      trials(4, 4).filter((trial) => isSmall(trial, 2000)),
      (trial) => {
        const { alignments } = bestAlignments(trial)
        const alignment = alignTrial(trial)
        expect([...alignments]).toContain(effectsOf(trial.items, alignment))
        expect(alignment.ties).toBe(alignments.size > 1)
      },
    ),
    { numRuns: 1500 },
  )
})

test('a prefix has the least cost, and the greatest length at that cost', () => {
  fc.assert(
    fc.property(
      trials(4, 4).filter((trial) => isSmall(trial, 1500)),
      (trial) => {
        const best = bestAlignments(trial, true)
        const alignment = alignTrial(trial, { isPrefix: true })
        const skipped = alignment.skipped.filter(({ cost }) => cost > 0)
        const length = alignment.pairs.length + skipped.reduce((sum, { executions }) => sum + executions, 0)
        expect([alignment.cost, length]).toEqual([best.cost, best.length])
        expect([...best.alignments]).toContain(effectsOf(trial.items, alignment))
        expect(alignment.ties).toBe(best.alignments.size > 1)
      },
    ),
    { numRuns: 1000 },
  )
})

test('a capped search gives bounds that hold the true cost', () => {
  fc.assert(
    fc.property(trials(4, 5), fc.integer({ min: 1, max: 12 }), (trial, stateCap) => {
      const { cost } = alignTrial(trial)
      const capped = alignTrial(trial, { stateCap })
      expect(capped.leastCost).toBeLessThanOrEqual(cost)
      expect(capped.cost).toBeGreaterThanOrEqual(cost)
      expect(capped.isApproximate).toBe(capped.cost > capped.leastCost)
      if (!capped.isApproximate) expect(capped.cost).toBe(cost)
    }),
    { numRuns: 500 },
  )
})
