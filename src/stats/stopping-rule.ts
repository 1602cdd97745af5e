import { upperBound } from './binomial-bounds.ts'
import { logEValue } from './e-process.ts'
import { passesNeeded } from './runs-needed.ts'
import { logLikelihoodRatio, sprtThreshold } from './sprt.ts'
import { requiredRate, type TrialSettings } from './trial-settings.ts'

/** How the runs of a case ended; infrastructure errors are not among them. */
export interface Counts {
  readonly passes: number
  readonly failures: number
  readonly inconclusive: number
}

/** What speaks against the case so far, and what it has to reach to refute it. */
export interface Evidence {
  readonly kind: 'e-value' | 'log-likelihood-ratio'
  readonly value: number
  readonly threshold: number
}

/**
 * What decides a case. An inconclusive run may be a failure or a pass: to prove a pass it counts as failed, to prove a
 * failure it is left out.
 */
export interface StoppingRule {
  readonly provesPass: (counts: Counts) => boolean
  readonly provesFail: (counts: Counts) => boolean
  /** Null for rules that weigh nothing. */
  readonly weigh: (counts: Counts) => Evidence | null
  /** Whether one failed run is a failure, so that no later run can change it. */
  readonly isRefutedByOne: boolean
}

export function countRuns({ passes, failures, inconclusive }: Counts): number {
  return passes + failures + inconclusive
}

export function makeStoppingRule(settings: TrialSettings): StoppingRule {
  const { runs, confidence, stop, isNever } = settings
  const required = requiredRate(settings)
  const needed = required === 1 ? runs : passesNeeded(required, confidence, runs)
  const atEnd = {
    provesPass: (counts: Counts) => countRuns(counts) === runs && needed !== null && counts.passes >= needed,
    weigh: () => null,
    isRefutedByOne: false,
  }
  if (isNever || required === 1 || stop === 'first-failure') {
    // Beside a sequential test a pass still takes that test: its runs are fewer than a bound needs.
    const provesPass = stop === 'sprt' ? makeSprt(settings).provesPass : atEnd.provesPass
    return { ...atEnd, provesPass, provesFail: ({ failures }) => failures > 0, isRefutedByOne: true }
  }
  if (stop === 'sprt') return makeSprt(settings)
  if (stop === 'none') {
    const isBelow = ({ passes, failures }: Counts): boolean =>
      failures > 0 && upperBound(passes, passes + failures, confidence) < required
    return { ...atEnd, provesFail: (counts) => countRuns(counts) === runs && isBelow(counts) }
  }
  const threshold = 1 / (1 - confidence)
  const logThreshold = Math.log(threshold)
  return {
    ...atEnd,
    provesFail: ({ passes, failures }) => failures > 0 && logEValue(passes, failures, required) >= logThreshold,
    weigh: ({ passes, failures }) => ({
      kind: 'e-value',
      value: Math.exp(logEValue(passes, failures, required)),
      threshold,
    }),
  }
}

function makeSprt({ confidence, healthy, regressed }: TrialSettings): StoppingRule {
  const rates = { healthy: healthy!, regressed: regressed! }
  const threshold = sprtThreshold(confidence)
  return {
    provesPass: ({ passes, failures, inconclusive }) =>
      logLikelihoodRatio(passes, failures + inconclusive, rates) <= -threshold,
    provesFail: ({ passes, failures }) => logLikelihoodRatio(passes, failures, rates) >= threshold,
    weigh: ({ passes, failures }) => ({
      kind: 'log-likelihood-ratio',
      value: logLikelihoodRatio(passes, failures, rates),
      threshold,
    }),
    isRefutedByOne: false,
  }
}
