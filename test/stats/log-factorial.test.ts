import { expect, test } from 'vitest'

import { logChoose, logFactorial } from '../../src/stats/log-factorial.ts'
import { choose } from '../support/fraction.ts'

test('logarithms of factorials are those of their factors, on both sides of the series', () => {
  let sum = 0
  for (let n = 0; n <= 500; n++) {
    if (n > 1) sum += Math.log(n)
    expect(Math.abs(logFactorial(n) - sum)).toBeLessThan(1e-12 * Math.max(1, sum))
  }
})

test('logarithms of binomial coefficients give the exact numbers back', () => {
  for (let n = 0; n <= 40; n++) {
    for (let k = 0; k <= n; k++) expect(Math.round((Math.exp(logChoose(n, k)) / Number(choose(n, k))) * 1e9)).toBe(1e9)
  }
})
