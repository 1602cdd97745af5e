import fc from 'fast-check'
import { expect, test } from 'vitest'

import { compare, exactly, nothing, perhaps, plus, ratioOf, unknown } from '../../src/reconcile/amount.ts'

test('the verdict is that of every amount within the bounds, where they agree', () => {
  const property = fc.property(
    fc.nat(60),
    fc.nat(30),
    fc.nat(30),
    fc.constantFrom(0, 0.02, 0.1, 0.5),
    (billed, low, spread, tolerance) => {
      const verdicts = new Set<string>()
      for (let known = low; known <= low + spread; known++) {
        // Whole numbers on both sides: tolerances of the test are hundredths.
        verdicts.add(billed * 100 > known * (100 + Math.round(tolerance * 100)) ? 'fail' : 'pass')
      }
      const [only] = verdicts.size === 1 ? [...verdicts] : ['undecided']
      expect(compare(BigInt(billed), { low: BigInt(low), high: BigInt(low + spread) }, tolerance)).toBe(only)
    },
  )
  fc.assert(property)
})

test('a sum with an unknown part has no upper bound, and is at least what is known', () => {
  const sum = plus(plus(nothing, exactly(5)), unknown)
  expect(sum).toEqual({ low: 5n, high: null })
  expect(compare(5n, sum, 0)).toBe('pass')
  expect(compare(1_000_000n, sum, 0)).toBe('undecided')
})

test('what may be elsewhere adds to the upper bound alone', () => {
  expect(plus(exactly(5), perhaps(exactly(7)))).toEqual({ low: 5n, high: 12n })
})

test('ratios have two decimals, and none where there is nothing to divide by', () => {
  expect(ratioOf(340_000n, 210_000n)).toBe(1.61)
  expect(ratioOf(5n, 0n)).toBe(null)
})
