import { expect, test } from 'vitest'

import { logLikelihoodRatio, sprtThreshold } from '../../src/stats/sprt.ts'
import { characteristicsOf } from '../support/operating-characteristics.ts'

test('the ratio is that of the two chances', () => {
  // 3 passes and 2 failures: 0.8³ · 0.2² over 0.95³ · 0.05².
  expect(Math.exp(logLikelihoodRatio(3, 2, { healthy: 0.95, regressed: 0.8 }))).toBeCloseTo(
    (0.512 * 0.04) / (0.857_375 * 0.0025),
    9,
  )
})

test('at 95 % the threshold is the logarithm of 19', () => {
  expect(sprtThreshold(0.95)).toBeCloseTo(Math.log(19), 12)
})

test.each([
  [0.95, 0.8, ['30.45', '0.9630', '0.0049'], ['22.51', '0.9517', '0.0039']],
  [0.9, 0.7, ['24.51', '0.9643', '0.0021'], ['20.12', '0.9535', '0.0016']],
  [0.99, 0.9, ['39.25', '0.9581', '0.0192'], ['24.16', '0.9424', '0.0085']],
])('tells %d from %d in up to 100 runs', (healthy, regressed, whenHealthy, whenRegressed) => {
  const decide = (passes: number, failures: number): 'pass' | 'fail' | null => {
    const ratio = logLikelihoodRatio(passes, failures, { healthy, regressed })
    if (ratio >= sprtThreshold(0.95)) return 'fail'
    return ratio <= -sprtThreshold(0.95) ? 'pass' : null
  }
  const good = characteristicsOf(decide, 100, healthy)
  const bad = characteristicsOf(decide, 100, regressed)
  expect([good.meanRuns.toFixed(2), good.pass.toFixed(4), good.undecided.toFixed(4)]).toEqual(whenHealthy)
  expect([bad.meanRuns.toFixed(2), bad.fail.toFixed(4), bad.undecided.toFixed(4)]).toEqual(whenRegressed)
})
