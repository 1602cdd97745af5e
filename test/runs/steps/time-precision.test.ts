import { expect, test } from 'vitest'

import type { Run, RunSpan } from '../../../src/runs/index.ts'
import { measuredPrecision } from '../../../src/runs/steps/time-precision.ts'

const day = 1_758_026_593_000_000_000n

function precisionOf(...times: readonly (bigint | null)[]): number {
  const spans = times.map((time) => ({ startUnixNano: time, endUnixNano: null }) as RunSpan)
  return measuredPrecision({ spans } as unknown as Run)
}

const six = [1n, 2n, 3n, 4n, 5n, 7n]

test.each([
  ['microseconds', 1000n, 1000],
  ['ticks of 100 ns', 100n, 100],
  // 256 divides neither; the day itself is a multiple of it.
  ['doubles', 256n, 256],
  ['nanoseconds', 3n, 1],
])('times that are all whole %s', (_, step, precision) => {
  expect(day % 256n).toBe(0n)
  expect(precisionOf(...six.map((times) => day + times * step))).toBe(precision)
})

test('one time between the steps shows that none was rounded', () => {
  expect(precisionOf(...six.map((times) => day + times * 1000n), day + 1n)).toBe(1)
})

test('whole milliseconds are written by hand; five times are too few; unknown times say nothing', () => {
  expect(precisionOf(...six.map((times) => day + times * 1_000_000n))).toBe(1)
  expect(precisionOf(...six.slice(0, 5).map((times) => day + times * 1000n))).toBe(1)
  expect(precisionOf(null, ...six.map((times) => day + times * 1000n))).toBe(1000)
  expect(precisionOf()).toBe(1)
})
