import type { Outcome } from '../../assertions/index.ts'
import { compareText } from '../../model/compare-text.ts'
import type { FindingData, Verdict } from '../../model/finding.ts'
import type { TrialsClause } from '../../model/trajectory.ts'
import { describePass, type Fact } from '../../rules/index.ts'
import {
  collapseReplays,
  requiredRate,
  sequentialVerdict,
  type CaseResult,
  type Observation,
  type TrialOutcome,
  type TrialResults,
} from '../../stats/index.ts'
import type { CompiledExpect, CompiledTrajectory } from './compile-trajectories.ts'
import { rounded } from './rounded.ts'
import { byTrialOrder, type TrialRun } from './trial-run.ts'
import { versionsOf } from './versions.ts'

/** What one item of `expect` says of a run, final, with the words it would have as a finding. */
export interface JudgedItem {
  readonly expect: CompiledExpect
  readonly outcome: Outcome
  readonly message: string
}

export interface JudgedRun {
  readonly trial: TrialRun
  readonly items: readonly JudgedItem[]
}

export interface TrialsSink {
  readonly add: (fact: Fact) => void
  readonly note: (message: string) => void
}

interface CaseRun extends Observation {
  readonly run: JudgedRun
  /** Broke a rule that says never. */
  readonly breaksNever: boolean
}

/**
 * Judges each case of a trajectory by the outcomes of its runs: one fact for a case that fails or stays open, one note for a
 * case that passes. Returns what the runs of each case showed, for a baseline.
 */
export function judgeTrials(
  trajectory: CompiledTrajectory,
  trials: TrialsClause,
  runs: readonly JudgedRun[],
  sink: TrialsSink,
): TrialResults {
  const { path, when } = trajectory.clause
  const listed = [when.case ?? []].flat()
  const byCase = new Map<string, JudgedRun[]>(listed.map((name) => [name, []]))
  const unknown: JudgedRun[] = []
  for (const run of runs) {
    const name = caseOf(run.trial, listed)
    if (name === undefined) unknown.push(run)
    else if (byCase.get(name)?.push(run) === undefined) byCase.set(name, [run])
  }
  if (unknown.length > 0) {
    const data = {
      trajectory: path,
      reason: 'case-unknown',
      n: unknown.length,
      uncounted: unknown.slice(0, listedRuns).map(({ trial }) => ({ recording: trial.recording, run: trial.id })),
    }
    sink.add({ data, undecided: true })
  }
  const cases = [...byCase].sort(([left], [right]) => compareText(left, right))
  return new Map(cases.map(([name, found]) => [name, judgeCase(name, found, trajectory, trials, sink)]))
}

/** The one case that a run is of; of several, the one that the trajectory speaks of. */
function caseOf({ cases }: TrialRun, listed: readonly string[]): string | undefined {
  const [name, second] = cases.length > 1 ? cases.filter((one) => listed.includes(one)) : cases
  return second === undefined ? name : undefined
}

function judgeCase(
  name: string,
  runs: readonly JudgedRun[],
  { contract, clause }: CompiledTrajectory,
  trials: TrialsClause,
  sink: TrialsSink,
): CaseResult {
  const made = runs.toSorted((left, right) => byTrialOrder(left.trial, right.trial)).map(observationOf)
  const { observations, notes } = collapseReplays(made)
  for (const { reason, kept, dropped } of notes) {
    const why = reason === 'trace-id' ? 'have its trace id' : 'recorded the same as it'
    const others = dropped.map((index) => `\`${made[index]!.run.trial.id}\``).slice(0, listedRuns)
    sink.note(
      `case \`${name}\` of \`${clause.path}\`: run \`${made[kept]!.run.trial.id}\` counts once: ${others.join(', ')} ${why}`,
    )
  }
  const isNever = observations.some(({ breaksNever }) => breaksNever)
  const settings = { ...trials, isNever }
  const outcomes = observations.map(({ outcome }) => outcome)
  const { verdict, ...shown } = sequentialVerdict(settings, outcomes)
  const { path: _path, own: _own, baseline: _baseline, passRate: _claim, ...claim } = trials
  const data: FindingData = {
    trajectory: clause.path,
    case: name,
    ...(rounded(shown) as FindingData),
    passRate: rounded(requiredRate(settings)),
    ...claim,
    isNever,
    recorded: made.length,
    observed: observations.length,
    failed: failedRuns(observations),
  }
  if (verdict === 'pass') sink.note(describePass(data))
  else sink.add({ data, undecided: verdict === 'inconclusive', subject: name })
  const counted = observations.filter(({ outcome }) => outcome !== 'infra')
  const versions = versionsOf(
    contract,
    clause,
    counted.map(({ run }) => run.trial),
  )
  return { ...resultOf(counted), versions }
}

function observationOf(run: JudgedRun): CaseRun {
  const { trial, items } = run
  const isFailed = ({ outcome }: JudgedItem): boolean => outcome.verdict === 'fail'
  const breaksNever = items.some(
    (item) => isFailed(item) && item.expect.assertion.saysNever === true && !item.expect.clause.isNegated,
  )
  const verdict: Verdict = items.some(isFailed)
    ? 'fail'
    : items.some(({ outcome }) => outcome.verdict === 'inconclusive')
      ? 'inconclusive'
      : 'pass'
  // What must never happen has happened, whatever ended the run; everything else may be missing because of the error.
  const outcome: TrialOutcome = trial.endedInInfraError && !breaksNever ? 'infra' : verdict
  return { run, breaksNever, outcome, traceIds: trial.traceIds, contentDigest: trial.contentDigest }
}

const listedRuns = 20
const listedItems = 5

/** The runs that did not pass, in the order in which they were made, with what each broke. */
function failedRuns(observations: readonly CaseRun[]): readonly FindingData[] {
  return observations
    .filter(({ outcome }) => outcome !== 'pass')
    .slice(0, listedRuns)
    .map(({ run: { trial, items }, outcome }) => ({
      recording: trial.recording,
      run: trial.id,
      outcome,
      because: items
        .filter((item) => item.outcome.verdict !== 'pass')
        .slice(0, listedItems)
        .map(({ expect, outcome: { verdict, reason }, message }) => ({
          assertion: expect.clause.path,
          verdict,
          reason: reason ?? '',
          message,
        })),
    }))
}

function resultOf(counted: readonly CaseRun[]): CaseResult {
  const metrics = new Map<string, number[]>()
  for (const { run } of counted) {
    for (const [metric, value] of run.trial.metrics) {
      const values = metrics.get(metric)
      if (values === undefined) metrics.set(metric, [value])
      else values.push(value)
    }
  }
  return {
    runs: counted.length,
    passes: counted.filter(({ outcome }) => outcome === 'pass').length,
    metrics,
  }
}
