import type { Verdict } from '../model/finding.ts'
import { compareMetrics, type MetricComparison } from './compare-metrics.ts'
import { compareRates, hasEqualSeeds, type RateComparison } from './compare-rates.ts'
import { pairCases, type TrialResults } from './trial-results.ts'

/** What a reader of the comparison has to know; with the cases that it is about. */
export interface BaselineNote {
  readonly id: 'case-only-previous' | 'case-only-current' | 'versions-differ' | 'seeds-differ' | 'margin-unused'
  readonly cases: readonly string[]
}

export interface BaselineSettings {
  /** 1 − the share of wrong failures that is accepted, in (0, 1). */
  readonly confidence: number
  /** By how much the pass rate of a single case may fall, in [0, 1). */
  readonly margin?: number
  /** Of the bootstrap; the same seed, the same result. */
  readonly seed: number
}

export interface BaselineComparison {
  readonly verdict: Verdict
  readonly rate: RateComparison
  /** In order of their names. */
  readonly metrics: readonly MetricComparison[]
  readonly notes: readonly BaselineNote[]
}

/** Compares trials with those of a baseline, over the cases that both have: whether fewer runs pass, and metrics grew. */
export function compareWithBaseline(
  previous: TrialResults,
  current: TrialResults,
  settings: BaselineSettings,
): BaselineComparison {
  const cases = pairCases(previous, current)
  const rate = compareRates(cases, settings)
  const metrics = compareMetrics(cases, settings)
  const common = new Set(cases.map(({ id }) => id))
  const onlyIn = (results: TrialResults): string[] => [...results.keys()].filter((id) => !common.has(id)).sort()
  const idsOf = (found: typeof cases): string[] => found.map(({ id }) => id)
  const isSeeded = cases.filter(
    (pair) => pair.previous.passedBySeed !== undefined || pair.current.passedBySeed !== undefined,
  )
  const notes: BaselineNote[] = [
    { id: 'case-only-previous', cases: onlyIn(previous) },
    { id: 'case-only-current', cases: onlyIn(current) },
    { id: 'versions-differ', cases: idsOf(cases.filter((pair) => pair.previous.versions !== pair.current.versions)) },
    { id: 'seeds-differ', cases: idsOf(isSeeded.filter((pair) => !hasEqualSeeds(pair))) },
    { id: 'margin-unused', cases: settings.margin !== undefined && rate.test !== 'newcombe' ? idsOf(cases) : [] },
  ]
  return {
    verdict: combine([rate.verdict, ...metrics.map(({ verdict }) => verdict)]),
    rate,
    metrics,
    notes: notes.filter((note) => note.cases.length > 0),
  }
}

function combine(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass'
}
