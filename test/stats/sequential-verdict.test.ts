import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { lowerBound } from '../../src/stats/binomial-bounds.ts'
import { logEValue } from '../../src/stats/e-process.ts'
import { sequentialVerdict, type TrialOutcome, type TrialVerdict } from '../../src/stats/sequential-verdict.ts'
import type { TrialSettings } from '../../src/stats/trial-settings.ts'
import { binomialChances, sumOf } from '../support/binomial-chances.ts'

const base: TrialSettings = { runs: 59, passRate: 0.95, confidence: 0.95, stop: 'e-process', isNever: false }
const sprt: TrialSettings = { ...base, runs: 100, stop: 'sprt', healthy: 0.95, regressed: 0.8 }

const names = { p: 'pass', f: 'fail', i: 'inconclusive', x: 'infra' } as const

/** `p58 i f` is 58 passes, an inconclusive run and a failure; `x` is an infrastructure error. */
function outcomes(text: string): TrialOutcome[] {
  return [...text.matchAll(/([pfix])(\d*)/g)].flatMap(([, letter, count]) =>
    Array.from({ length: Number(count || 1) }, () => names[letter as keyof typeof names]),
  )
}

function judge(change: Partial<TrialSettings>, text: string): string {
  const { verdict, reason, stoppedAt } = sequentialVerdict({ ...base, ...change }, outcomes(text))
  return `${verdict} ${reason} ${stoppedAt}`
}

describe('verdicts', () => {
  test.each<[string, Partial<TrialSettings>, string, string]>([
    ['nothing was run', {}, '', 'inconclusive runs-missing null'],
    ['59 of 59 show 0.95', {}, 'p59', 'pass rate-shown 59'],
    ['58 of 59 are not all runs', {}, 'p58', 'inconclusive runs-missing null'],
    ['3 of 3 show little', {}, 'p3', 'inconclusive runs-missing null'],
    ['what comes behind the cap is not read', {}, 'p59 f9', 'pass rate-shown 59'],
    ['one failure refutes nothing', {}, 'f', 'inconclusive runs-missing null'],
    ['two of two do', {}, 'f2 p57', 'fail rate-refuted 2'],
    ['two of four do not, three of five do', {}, 'p2 f2', 'inconclusive runs-missing null'],
    ['three of five do', {}, 'p2 f3', 'fail rate-refuted 5'],
    ['a late failure leaves nothing to reach', {}, 'p58 f', 'inconclusive rate-undecided 59'],
    ['one failure of 93 is allowed', { runs: 93 }, 'p50 f p42', 'pass rate-shown 93'],
    ['two are not', { runs: 93 }, 'f p90 f2', 'inconclusive rate-out-of-reach 92'],
    // 20 passes leave nothing: six failures would refute after them, and 58 runs never show 0.95.
    ['a claim that the runs never support', { runs: 25 }, 'p25', 'inconclusive runs-too-few 20'],
    ['a lower claim takes fewer', { runs: 14, passRate: 0.8 }, 'p14', 'pass rate-shown 14'],
  ])('%s', (_, change, text, expected) => {
    expect(judge(change, text)).toBe(expected)
  })

  test.each<[string, Partial<TrialSettings>, string, string]>([
    ['every run has to pass', { passRate: 1, runs: 5 }, 'p5', 'pass all-passed 5'],
    ['all of k with certainty', { passRate: 0.5, runs: 5, passAll: { k: 2, min: 1 } }, 'p5', 'pass all-passed 5'],
    ['the first failure decides', { passRate: 1, runs: 5 }, 'p2 f p2', 'fail run-failed 3'],
    ['and so it does of a rule that says never', { isNever: true }, 'p20 f', 'fail run-failed 21'],
    ['or where it is asked to', { stop: 'first-failure' }, 'p20 f', 'fail run-failed 21'],
    ['without failure the bound decides', { isNever: true }, 'p59', 'pass rate-shown 59'],
    ['an unknown run is no pass of every run', { passRate: 1, runs: 3 }, 'p2 i', 'inconclusive rate-undecided 3'],
    ['it may be followed by a failure', { passRate: 1, runs: 3 }, 'i', 'inconclusive runs-missing null'],
    ['a failure behind the cap was seen', { isNever: true }, 'p59 f', 'fail run-failed 60'],
    ['so was one behind too many errors', { isNever: true }, 'x9 f', 'fail run-failed 10'],
  ])('one failure is enough: %s', (_, change, text, expected) => {
    expect(judge(change, text)).toBe(expected)
  })

  test.each<[string, string, string]>([
    ['18 passes are 22 times as likely of the healthy agent', 'p18', 'pass healthy 18'],
    ['three failures 64 times as likely of the regressed one', 'f3', 'fail regressed 3'],
    ['an inconclusive run counts against health', 'i p25', 'inconclusive runs-missing null'],
    // ln 4 for the run, and 26 passes of −0.1719: −3.08, below −2.94; 25 give −2.91.
    ['which takes eight passes more', 'i p26', 'pass healthy 27'],
    ['and never for a regression', 'i9', 'inconclusive runs-missing null'],
    // 12 · ln 4 − 88 · 0.1719 = 1.51; a failure in place of the last pass would have reached 3.07.
    ['a balance stays undecided', `${'p7 f '.repeat(12)} p4`, 'inconclusive rate-undecided 100'],
    // After 88 passes and 10 failures, −1.26: two runs move it by at most 2.77 up, 0.34 down.
    ['and is given up before', 'p8 f '.repeat(11), 'inconclusive rate-out-of-reach 98'],
  ])('sequential test: %s', (_, text, expected) => {
    expect(judge(sprt, text)).toBe(expected)
  })

  test('a sequential test that no rest can decide is given up', () => {
    // All of 10 passes reach −1.72. After 7 of them three failures would reach 4.16 − 1.20 = 2.96, just enough; after 8 none do.
    expect(judge({ ...sprt, runs: 10 }, 'p7')).toBe('inconclusive runs-missing null')
    expect(judge({ ...sprt, runs: 10 }, 'p9')).toBe('inconclusive runs-too-few 8')
  })

  test('without early stop all runs are made, and the exact upper bound refutes', () => {
    const unlikely = (failures: number): boolean => sumOf(binomialChances(59, 0.05).slice(failures)) < 0.05
    const least = Array.from({ length: 60 }, (_, failures) => failures).find(unlikely)!
    expect(judge({ stop: 'none' }, `f${least} p${58 - least}`)).toBe('inconclusive runs-missing null')
    expect(judge({ stop: 'none' }, `f${least} p${59 - least}`)).toBe('fail rate-refuted 59')
    expect(judge({ stop: 'none' }, `f${least - 1} p${60 - least}`)).toBe('inconclusive rate-undecided 59')
    expect(judge({ stop: 'none' }, 'p59')).toBe('pass rate-shown 59')
  })
})

describe('infrastructure errors', () => {
  test.each<[string, Partial<TrialSettings>, string, string]>([
    ['six are less than a tenth of 65 attempts', {}, 'x6 p59', 'pass rate-shown 65'],
    ['seven are more than a tenth of 66', {}, 'x7 p59', 'inconclusive infra-errors 7'],
    ['none is allowed', { infraErrors: { max: 0 } }, 'p3 x', 'inconclusive infra-errors 4'],
    ['they are no runs', {}, 'p58 x', 'inconclusive runs-missing null'],
    ['a failure that was shown before them stays', {}, 'f2 x9', 'fail rate-refuted 2'],
  ])('%s', (_, change, text, expected) => {
    expect(judge(change, text)).toBe(expected)
  })
})

describe('numbers', () => {
  const numbersOf = (change: Partial<TrialSettings>, text: string): TrialVerdict =>
    sequentialVerdict({ ...base, ...change }, outcomes(text))

  test('3 of 3: the whole result', () => {
    expect(numbersOf({ passAll: { k: 4, min: 0.8 } }, 'p3 x')).toEqual({
      verdict: 'inconclusive',
      reason: 'runs-missing',
      stoppedAt: null,
      n: 3,
      passes: 3,
      failures: 0,
      inconclusive: 0,
      infra: 1,
      lower: expect.closeTo(0.3684, 4) as number,
      upper: 1,
      wilson: { lower: expect.closeTo(0.4385, 4) as number, upper: 1 },
      // All four terms of the mean of q³ below 0.95: 1 / (3 + 1).
      evidence: {
        kind: 'e-value',
        value: expect.closeTo(0.25, 9) as number,
        threshold: expect.closeTo(20, 9) as number,
      },
      needed: null,
      passHatK: { k: 4, estimate: null },
    })
  })

  test('a case that was given up still counts its runs', () => {
    const { n, lower, reason, stoppedAt, needed } = numbersOf({ runs: 3 }, 'p3')
    expect([n, lower.toFixed(4), reason, stoppedAt, needed]).toEqual([3, '0.3684', 'runs-too-few', 2, 59])
  })

  test('an inconclusive run counts as failed below, and is left out above', () => {
    const { n, lower, upper, wilson } = numbersOf({}, 'p19 i')
    expect([n, lower.toFixed(4), upper, wilson.lower.toFixed(4), wilson.upper]).toEqual([20, '0.7839', 1, '0.7639', 1])
  })

  test.each<[Partial<TrialSettings>, string, number | null]>([
    [{}, 'p58 f', 93],
    [{}, 'p58 i', 93],
    [{}, 'p59', null],
    [{}, 'f2', null],
    [{ passRate: 1, runs: 3 }, 'p2 i', null],
    [{ runs: 29, passRate: 0.9, passAll: { k: 4, min: 0.8 } }, 'p29', 54],
    [sprt, 'p9', null],
  ])('%j after %s needs %s runs', (change, text, needed) => {
    expect(numbersOf(change, text).needed).toBe(needed)
  })

  test('a claim about four runs takes the fourth power of the bound', () => {
    const claim = { passRate: 0.9, passAll: { k: 4, min: 0.8 } }
    expect(numbersOf({ ...claim, runs: 54 }, 'p54')).toMatchObject({ verdict: 'pass', passHatK: { k: 4, estimate: 1 } })
    // 29 passes show 0.9, the fourth power of which is 0.66.
    expect(numbersOf({ ...claim, runs: 29 }, 'p29')).toMatchObject({ verdict: 'inconclusive' })
    expect(numbersOf({ ...claim, stop: 'none', runs: 10 }, 'p9 f').passHatK!.estimate!).toBeCloseTo(0.6, 12)
  })
})

test('unusable settings are refused', () => {
  expect(() => sequentialVerdict({ ...base, runs: 0 }, [])).toThrow(
    expect.objectContaining({
      code: 'trials-unusable',
      message: '`runs` is `0`; it takes a whole number from 1 to 10000',
    }) as Error,
  )
})

const anyOutcome = fc.constantFrom<TrialOutcome>('pass', 'pass', 'pass', 'fail', 'inconclusive', 'infra')
const anySettings = fc
  .record({
    runs: fc.integer({ min: 1, max: 30 }),
    passRate: fc.constantFrom(0.3, 0.5, 0.8, 0.9, 0.95, 1),
    confidence: fc.constantFrom(0.8, 0.9, 0.95),
    stop: fc.constantFrom('e-process', 'sprt', 'first-failure', 'none'),
    isNever: fc.boolean(),
  })
  .map((settings): TrialSettings =>
    settings.stop === 'sprt' ? { ...settings, passRate: 0.5, healthy: 0.9, regressed: 0.5 } : settings,
  )

describe('properties', () => {
  test('a case that is decided stays decided, but for a failure where one is enough', () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyOutcome, { maxLength: 40 }), (settings, all) => {
        const whole = sequentialVerdict(settings, all)
        for (let length = 0; length <= all.length; length++) {
          const part = sequentialVerdict(settings, all.slice(0, length))
          if (part.stoppedAt === null) continue
          const isSame = part.verdict === whole.verdict && part.stoppedAt === whole.stoppedAt
          expect(isSame || whole.reason === 'run-failed').toBe(true)
        }
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  test('a pass in place of anything else never turns a pass into anything else', () => {
    // Claims so low that about every second list passes.
    const settings = fc.record({
      runs: fc.integer({ min: 5, max: 30 }),
      passRate: fc.constantFrom(0.1, 0.3),
      confidence: fc.constantFrom(0.6, 0.8),
      stop: fc.constantFrom('e-process', 'none'),
      isNever: fc.constant(false),
      infraErrors: fc.constant({ max: 0.5 }),
    })
    const outcomesOfAll = fc.array(anyOutcome, { minLength: 30, maxLength: 40 })
    fc.assert(
      fc.property(settings, outcomesOfAll, fc.nat(), (claim, all, place) => {
        fc.pre(sequentialVerdict(claim, all).verdict === 'pass')
        expect(sequentialVerdict(claim, all.with(place % all.length, 'pass')).verdict).toBe('pass')
      }),
      { seed: 6, numRuns: 200 },
    )
  })

  test('a lower claim never turns a pass into a failure, nor more confidence an undecided case into one', () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyOutcome, { maxLength: 40 }), (settings, all) => {
        fc.pre(settings.stop !== 'sprt')
        const { verdict } = sequentialVerdict(settings, all)
        const lower = sequentialVerdict({ ...settings, passRate: settings.passRate * 0.9 }, all).verdict
        const surer = sequentialVerdict({ ...settings, confidence: 0.99 }, all).verdict
        if (verdict === 'pass') expect(lower).not.toBe('fail')
        if (verdict !== 'fail') expect(surer).not.toBe('fail')
      }),
      { seed: 8, numRuns: 500 },
    )
  })

  test('a case is given up exactly when no rest passes and no rest fails', () => {
    for (const settings of [
      { ...base, runs: 16, passRate: 0.8 },
      { ...base, runs: 14, passRate: 0.9 },
      { ...base, runs: 9, passRate: 0.5, confidence: 0.9 },
    ]) {
      const oracle = makeOracle(settings)
      for (let bits = 0; bits < 2 ** settings.runs; bits += 17) {
        const all = Array.from({ length: settings.runs }, (_, run): TrialOutcome =>
          (bits >> run) & 1 ? 'pass' : 'fail',
        )
        expect(sequentialVerdict(settings, all)).toMatchObject(oracle(all))
      }
    }
  })
})

/** The same by trying every number of passes and failures that the rest could bring. */
function makeOracle({ runs, passRate, confidence }: TrialSettings): (all: readonly TrialOutcome[]) => object {
  const grid = <Value>(make: (passes: number, failures: number) => Value): Value[][] =>
    Array.from({ length: runs + 1 }, (_, passes) =>
      Array.from({ length: runs + 1 - passes }, (_unused, failures) => make(passes, failures)),
    )
  const fails = grid((passes, failures) => logEValue(passes, failures, passRate) >= -Math.log(1 - confidence))
  const shows = Array.from({ length: runs + 1 }, (_, passes) => lowerBound(passes, runs, confidence) >= passRate)
  const isOpen = grid((passes, failures) => {
    for (let more = passes; more <= runs - failures; more++) {
      if (shows[more] || fails[more]!.slice(failures).includes(true)) return true
    }
    return false
  })
  return (all) => {
    let passes = 0
    let failures = 0
    for (const [index, outcome] of all.entries()) {
      if (outcome === 'pass') passes++
      else failures++
      const stoppedAt = index + 1
      if (fails[passes]![failures]) return { verdict: 'fail', stoppedAt }
      if (stoppedAt === runs && shows[passes]) return { verdict: 'pass', stoppedAt }
      if (!isOpen[passes]![failures] || stoppedAt === runs) return { verdict: 'inconclusive', stoppedAt }
    }
    return { verdict: 'inconclusive', stoppedAt: null }
  }
}
