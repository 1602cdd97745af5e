import { describe, expect, test } from 'vitest'

import {
  collapseReplays,
  compareWithBaseline,
  findTrialProblems,
  greatestRate,
  longestTrial,
  runsNeeded,
  sequentialVerdict,
  stops,
  type BaselineSettings,
  type CaseResult,
  type Observation,
  type TrialOutcome,
  type TrialResults,
  type TrialSettings,
  type TrialVerdict,
} from '../../src/stats/index.ts'

const settings: TrialSettings = { runs: 59, passRate: 0.95, confidence: 0.95, stop: 'e-process', isNever: false }
const comparison: BaselineSettings = { confidence: 0.95, seed: 1 }

/** Runs an agent until its case is decided. */
function runLive(answer: (trial: number) => TrialOutcome): TrialVerdict {
  const outcomes: TrialOutcome[] = []
  let verdict = sequentialVerdict(settings, outcomes)
  while (verdict.stoppedAt === null) {
    outcomes.push(answer(outcomes.length))
    verdict = sequentialVerdict(settings, outcomes)
  }
  return verdict
}

describe('trials from runs to a verdict', () => {
  test('an agent that always passes takes all runs, one that never does takes two', () => {
    expect([runLive(() => 'pass'), runLive(() => 'fail')].map(({ verdict, n }) => [verdict, n])).toEqual([
      ['pass', 59],
      ['fail', 2],
    ])
  })

  test('a provider that is down ends them', () => {
    expect(runLive(() => 'infra')).toMatchObject({ verdict: 'inconclusive', reason: 'infra-errors', infra: 7 })
  })

  test('59 replays of one run are one run', () => {
    const replay: Observation = { outcome: 'pass', traceIds: [], contentDigest: 'same' }
    const { observations } = collapseReplays(Array.from({ length: 59 }, () => replay))
    const outcomes = observations.map(({ outcome }) => outcome)
    expect(sequentialVerdict(settings, outcomes)).toMatchObject({ verdict: 'inconclusive', n: 1 })
  })

  test('a claim that its runs cannot support can be told before any is made', () => {
    const few: TrialSettings = { ...settings, runs: 20 }
    expect(findTrialProblems(few)).toEqual([])
    expect(greatestRate(few.runs, few.confidence)).toBeLessThan(few.passRate)
    expect(runsNeeded(few.passRate, few.confidence, 0)).toBe(59)
  })

  test('the longest trial that is allowed is decided with every stop', () => {
    for (const stop of stops) {
      const long: TrialSettings = { ...settings, runs: longestTrial, stop, healthy: 0.99, regressed: 0.9 }
      const outcomes = Array.from({ length: longestTrial }, (): TrialOutcome => 'pass')
      expect(sequentialVerdict(long, outcomes).verdict).toBe('pass')
    }
  })

  test('results are compared with those of before', () => {
    const { passes, n }: TrialVerdict = runLive(() => 'pass')
    const now: CaseResult = { passes, runs: n }
    const current: TrialResults = new Map([['refund', now]])
    const previous: TrialResults = new Map([['refund', { passes: 50, runs: 59 }]])
    expect(compareWithBaseline(previous, current, comparison).rate.reason).toBe('improved')
    expect(compareWithBaseline(current, previous, comparison).rate.reason).toBe('regressed')
  })
})
