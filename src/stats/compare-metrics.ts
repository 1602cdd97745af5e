import type { Verdict } from '../model/finding.ts'
import { benjaminiHochberg } from './benjamini-hochberg.ts'
import type { Interval } from './binomial-bounds.ts'
import { logChoose } from './log-factorial.ts'
import { mannWhitney } from './mann-whitney.ts'
import { medianRatio, type MedianRatio, type TwoSamples } from './median-ratio.ts'
import { isSignificant } from './significance.ts'
import type { CasePair } from './trial-results.ts'

export interface MetricComparison {
  readonly metric: string
  readonly verdict: Verdict
  /** `too-few-runs`: not even values that all grew would have shown it. */
  readonly reason: 'grown' | 'no-growth-found' | 'too-few-runs' | 'no-common-case' | 'baseline-zero'
  /** Of one case and of several. */
  readonly test: 'mann-whitney' | 'bootstrap' | null
  /** One-sided, against "not greater than before"; null where nothing could be compared. */
  readonly pValue: number | null
  /** The same, for as many metrics as are compared. */
  readonly adjusted: number | null
  /** Median now over median before; 1.2 is a growth by a fifth. */
  readonly ratio: number | null
  /** Two-sided; null where it is unbounded, or so few runs would give one that is too narrow. */
  readonly interval: Interval | null
}

export interface MetricOptions {
  readonly confidence: number
  /** Of the bootstrap; its 32 lowest bits count. */
  readonly seed: number
}

/** Whether metrics grew: each over the cases in which both sides have values, all together at most 1 − `confidence` wrong. */
export function compareMetrics(cases: readonly CasePair[], options: MetricOptions): readonly MetricComparison[] {
  const names = new Set(cases.flatMap(({ previous, current }) => [...namesOf(previous), ...namesOf(current)]))
  const tested = [...names].sort().map((metric) => testMetric(metric, cases, options))
  const pValues = tested.flatMap(({ pValue }) => (pValue === null ? [] : [pValue]))
  const adjusted = benjaminiHochberg(pValues).values()
  return tested.map(({ least, ...found }) => {
    if (found.pValue === null) return { ...found, verdict: 'inconclusive', adjusted: null }
    const pValue = adjusted.next().value!
    if (isSignificant(pValue, options.confidence))
      return { ...found, verdict: 'fail', reason: 'grown', adjusted: pValue }
    if (isSignificant(least, options.confidence)) return { ...found, verdict: 'pass', adjusted: pValue }
    return { ...found, verdict: 'inconclusive', reason: 'too-few-runs', adjusted: pValue, interval: null }
  })
}

type Tested = Omit<MetricComparison, 'verdict' | 'adjusted'> & {
  /** The least p-value that any outcome of so many runs could have. */
  readonly least: number
}

function testMetric(metric: string, cases: readonly CasePair[], options: MetricOptions): Tested {
  const samples = cases.flatMap((pair): TwoSamples[] => {
    const previous = pair.previous.metrics?.get(metric) ?? []
    const current = pair.current.metrics?.get(metric) ?? []
    return previous.length === 0 || current.length === 0 ? [] : [{ previous, current }]
  })
  const nothing = { metric, test: null, pValue: null, ratio: null, interval: null, least: 1 }
  if (samples.length === 0) return { ...nothing, reason: 'no-common-case' }
  const change = medianRatio(samples, options)
  if (change === null) return { ...nothing, reason: 'baseline-zero' }
  const only = samples.length === 1 ? samples[0]! : null
  const least = leastChance(samples)
  return {
    metric,
    reason: 'no-growth-found',
    test: only === null ? 'bootstrap' : 'mann-whitney',
    // Draws from very few runs are all alike: they cannot say more than the runs themselves.
    pValue: Math.max(least, only === null ? change.pValue : mannWhitney(only.previous, only.current)),
    ratio: change.ratio,
    interval: intervalOf(change),
    least,
  }
}

/** The chance that, in every case, all current values lie above all previous ones though nothing changed. */
function leastChance(samples: readonly TwoSamples[]): number {
  const log = samples.reduce(
    (sum, { previous: { length }, current }) => sum + logChoose(length + current.length, length),
    0,
  )
  return Math.exp(-log)
}

function intervalOf({ lower, upper }: MedianRatio): Interval | null {
  return Number.isFinite(upper) ? { lower, upper } : null
}

function namesOf({ metrics }: CasePair['current']): readonly string[] {
  return [...(metrics?.keys() ?? [])]
}
