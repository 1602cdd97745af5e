import type { Verdict } from '../model/finding.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { lowerBound, upperBound, wilsonInterval, type Interval } from './binomial-bounds.ts'
import { passHatK } from './pass-estimators.ts'
import { runsNeeded } from './runs-needed.ts'
import { countRuns, makeStoppingRule, type Counts, type Evidence, type StoppingRule } from './stopping-rule.ts'
import { defaultInfraShare, findTrialProblems, requiredRate, type TrialSettings } from './trial-settings.ts'

/** How one attempt at a run of the case ended; `infra`: provider, network or quota, no fault of the agent. */
export type TrialOutcome = 'pass' | 'fail' | 'inconclusive' | 'infra'

/** Why a case has its verdict. */
export type TrialReason =
  /** Pass: the bound, every run, or the sequential test shows the claim. */
  | 'rate-shown'
  | 'all-passed'
  | 'healthy'
  /** Fail: the rate is shown to be lower, one failure decides, or the sequential test shows a regression. */
  | 'rate-refuted'
  | 'run-failed'
  | 'regressed'
  /** Undecided yet: more runs are wanted. */
  | 'runs-missing'
  /** Undecided for good: all runs are made; no rest could decide; so few runs never could; too many errors. */
  | 'rate-undecided'
  | 'rate-out-of-reach'
  | 'runs-too-few'
  | 'infra-errors'

export interface TrialVerdict {
  readonly verdict: Verdict
  readonly reason: TrialReason
  /** How many outcomes were read when it was decided, infrastructure errors too; null while more runs are wanted. */
  readonly stoppedAt: number | null
  /** The runs that count: passes, failures and inconclusive ones. */
  readonly n: number
  readonly passes: number
  readonly failures: number
  readonly inconclusive: number
  readonly infra: number
  /** Exact one-sided bounds. They hold for a number of runs fixed beforehand; after an early stop they only describe. */
  readonly lower: number
  readonly upper: number
  /** For display, two-sided. In all lower ends an inconclusive run counts as failed; upper ends leave it out. */
  readonly wilson: Interval
  /** Null for stops that weigh no evidence. */
  readonly evidence: Evidence | null
  /**
   * Of an undecided case: how many runs, all made anew, would show the claim with as many failures as were seen; null if `runs`
   * would, or no number does.
   */
  readonly needed: number | null
  /** The chance that k runs all pass, null where fewer than k were made; absent without `passAll`. */
  readonly passHatK?: { readonly k: number; readonly estimate: number | null }
}

/**
 * Judges one case by its outcomes, in the order in which they were made. To run live, call it after every outcome until
 * `stoppedAt` is a number. Of outcomes behind that one, a failure still counts where one failure is enough, and a case that was
 * given up still counts its runs: they change no verdict.
 * @throws SpanpactError `trials-unusable` where the settings contradict themselves.
 */
export function sequentialVerdict(settings: TrialSettings, outcomes: readonly TrialOutcome[]): TrialVerdict {
  const problem = findTrialProblems(settings)[0]
  if (problem !== undefined) throw new SpanpactError('trials-unusable', problem)
  const rule = makeStoppingRule(settings)
  // Neither errors before it nor the cap hide a failure that was seen and is enough.
  const refutedAt = rule.isRefutedByOne ? outcomes.indexOf('fail') : -1
  const tally = { pass: 0, fail: 0, inconclusive: 0, infra: 0 }
  let givenUp: Decision | null = null
  let givenUpAt: number | null = null
  for (const [index, outcome] of outcomes.entries()) {
    if (givenUp !== null && countRuns(countsOf(tally)) === settings.runs) break
    tally[outcome]++
    if (index < refutedAt || givenUp !== null) continue
    const decision = decide(settings, rule, tally)
    if (decision === null) continue
    if (decision.verdict !== 'inconclusive') return conclude(settings, rule, tally, decision, index + 1)
    givenUp = decision
    givenUpAt = index + 1
  }
  return conclude(settings, rule, tally, givenUp ?? giveUp('runs-missing'), givenUpAt)
}

type Tally = Readonly<Record<TrialOutcome, number>>
type Decision = Pick<TrialVerdict, 'verdict' | 'reason'>

function decide(settings: TrialSettings, rule: StoppingRule, tally: Tally): Decision | null {
  const { runs, stop, infraErrors } = settings
  const counts = countsOf(tally)
  const n = countRuns(counts)
  if (rule.provesFail(counts)) return { verdict: 'fail', reason: failReason(settings, rule) }
  if (rule.provesPass(counts)) return { verdict: 'pass', reason: passReason(settings) }
  // As many errors as this exceed their share of all attempts even if no other follows.
  const errorsAllowed = (infraErrors?.max ?? defaultInfraShare) * (runs + tally.infra)
  if (tally.infra > errorsAllowed) return giveUp('infra-errors')
  const rest = runs - n
  if (rest > 0 && (stop === 'none' || rule.provesPass({ ...counts, passes: counts.passes + rest }))) return null
  if (rest > 0 && rule.provesFail({ ...counts, failures: counts.failures + rest })) return null
  if (!rule.provesPass({ passes: runs, failures: 0, inconclusive: 0 })) return giveUp('runs-too-few')
  return giveUp(rest === 0 ? 'rate-undecided' : 'rate-out-of-reach')
}

function giveUp(reason: TrialReason): Decision {
  return { verdict: 'inconclusive', reason }
}

function passReason(settings: TrialSettings): TrialReason {
  if (settings.stop === 'sprt') return 'healthy'
  return requiredRate(settings) === 1 ? 'all-passed' : 'rate-shown'
}

function failReason({ stop }: TrialSettings, { isRefutedByOne }: StoppingRule): TrialReason {
  if (isRefutedByOne) return 'run-failed'
  return stop === 'sprt' ? 'regressed' : 'rate-refuted'
}

function countsOf({ pass, fail, inconclusive }: Tally): Counts {
  return { passes: pass, failures: fail, inconclusive }
}

function conclude(
  settings: TrialSettings,
  rule: StoppingRule,
  tally: Tally,
  decision: Decision,
  stoppedAt: number | null,
): TrialVerdict {
  const { runs, confidence, stop, passAll } = settings
  const counts = countsOf(tally)
  const { passes, failures, inconclusive } = counts
  const n = countRuns(counts)
  const judged = passes + failures
  const needed =
    decision.verdict === 'inconclusive' && stop !== 'sprt'
      ? runsNeeded(requiredRate(settings), confidence, failures + inconclusive)
      : null
  return {
    ...decision,
    stoppedAt,
    n,
    ...counts,
    infra: tally.infra,
    lower: lowerBound(passes, n, confidence),
    upper: upperBound(passes, judged, confidence),
    wilson: {
      lower: wilsonInterval(passes, n, confidence).lower,
      upper: wilsonInterval(passes, judged, confidence).upper,
    },
    evidence: rule.weigh(counts),
    needed: needed !== null && needed > runs ? needed : null,
    ...(passAll === undefined ? {} : { passHatK: { k: passAll.k, estimate: passHatK(n, passes, passAll.k) } }),
  }
}
