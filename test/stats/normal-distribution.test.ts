import { expect, test } from 'vitest'

import { normalQuantile, normalTail } from '../../src/stats/normal-distribution.ts'

/** The area under the density from z to 40, by Simpson's rule with steps of a thousandth. */
function integrate(z: number): number {
  const steps = 2 * Math.ceil((z + 40) * 500)
  const width = (40 - z) / steps
  let sum = 0
  for (let index = 0; index <= steps; index++) {
    const weight = index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2
    sum += weight * Math.exp(-((z + index * width) ** 2) / 2)
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI)
}

test.each([-4, -1.3, 0, 0.5, 1.96, 2.9, 3.1, 5, 8])('the tail above %d is the area under the density', (z) => {
  expect(normalTail(z) / integrate(z)).toBeCloseTo(1, 9)
})

test('quantiles that every table has', () => {
  expect([0.5, 0.95, 0.975, 0.995, 0.025].map((p) => normalQuantile(p).toFixed(6))).toEqual([
    '0.000000',
    '1.644854',
    '1.959964',
    '2.575829',
    '-1.959964',
  ])
})
