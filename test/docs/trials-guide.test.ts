import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { lowerBound, wilsonInterval } from '../../src/stats/binomial-bounds.ts'
import { logEValue } from '../../src/stats/e-process.ts'
import { passHatK } from '../../src/stats/pass-estimators.ts'
import { greatestRate, runsNeeded } from '../../src/stats/runs-needed.ts'
import { logLikelihoodRatio, sprtThreshold } from '../../src/stats/sprt.ts'
import { characteristicsOf, type Characteristics } from '../support/operating-characteristics.ts'
import { repository } from '../support/run-cli.ts'

const guide = readFileSync(join(repository, 'docs/guides/trials.md'), 'utf8')
/** The guide as one line, so that no line break stands in a quotation. */
const text = guide.replaceAll(/\s+/g, ' ')

/** The rows below the table head that begins with this cell. */
function rowsOf(head: string): readonly (readonly string[])[] {
  const lines = guide.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`))
  const rest = lines.slice(start + 2)
  return rest.slice(0, rest.indexOf('')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function trialsAt(rate: number, runs: number, failuresAllowed: number): Characteristics {
  const decide = (passes: number, failures: number): 'pass' | 'fail' | null => {
    if (logEValue(passes, failures, 0.95) >= Math.log(20)) return 'fail'
    return passes + failures === runs && failures <= failuresAllowed ? 'pass' : null
  }
  return characteristicsOf(decide, runs, rate)
}

describe('the guide to trials is true', () => {
  test('what runs that all pass show', () => {
    const rows = rowsOf('runs, all passed')
    expect(rows).toHaveLength(9)
    for (const [runs, lower, interval] of rows) {
      expect(lower).toBe(greatestRate(Number(runs), 0.95).toFixed(4))
      expect(interval).toBe(`${wilsonInterval(Number(runs), Number(runs), 0.95).lower.toFixed(4)} to 1`)
    }
  })

  test('how many runs it takes', () => {
    const rows = rowsOf('pass rate')
    expect(rows).toHaveLength(4)
    for (const [rate, ...runs] of rows) {
      expect(runs).toEqual([0, 1, 2, 3].map((failures) => `${runsNeeded(Number(rate), 0.95, failures)}`))
    }
  })

  test('how often a claim of 0.95 passes and fails', () => {
    const rows = rowsOf('true pass rate')
    expect(rows).toHaveLength(5)
    for (const [rate, ...shares] of rows) {
      const few = trialsAt(Number(rate), 59, 0)
      const many = trialsAt(Number(rate), 153, 3)
      expect(shares).toEqual(
        [few.pass, few.fail, few.undecided, many.pass, many.fail, many.undecided].map(percent),
      )
    }
  })

  test('numbers within the text', () => {
    const half = trialsAt(0.5, 59, 0).meanRunsWhenFailing
    const [healthy, regressed] = [0.95, 0.8].map(
      (rate) =>
        characteristicsOf(
          (passes, failures) => {
            const ratio = logLikelihoodRatio(passes, failures, { healthy: 0.95, regressed: 0.8 })
            return Math.abs(ratio) < sprtThreshold(0.95) ? null : ratio > 0 ? 'fail' : 'pass'
          },
          100,
          rate,
        ).meanRuns,
    )
    for (const quotation of [
      `Why 3 of 3 proves only ${lowerBound(3, 3, 0.95).toFixed(2)}`,
      `(${lowerBound(3, 3, 0.95).toFixed(4)}³ = 0.05)`,
      `9 of 10 gives ${passHatK(10, 9, 4)!.toFixed(1)} for four tries; (9/10)⁴ = ${(0.9 ** 4).toFixed(4)} is too much`,
      `9 of 10 proves ${(lowerBound(9, 10, 0.95) ** 4).toFixed(4)} for four tries`,
      `the k-th root of \`min\`: here ${(0.8 ** (1 / 4)).toFixed(4)}`,
      `fails after ${half.toFixed(1)} on average`,
      `is ${Math.round(Math.exp(sprtThreshold(0.95)))} times as likely (at 95 %)`,
      `takes ${healthy!.toFixed(0)} runs on average if healthy, ${regressed!.toFixed(0)} if regressed`,
    ]) {
      expect(text).toContain(quotation)
    }
    expect(logEValue(0, 2, 0.95)).toBeGreaterThan(Math.log(20))
  })
})
