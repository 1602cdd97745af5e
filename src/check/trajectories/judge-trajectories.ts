import { type ContentNeeds, type Outcome, type RestingPart, type TrajectoryRun } from '../../assertions/index.ts'
import type { FindingData } from '../../model/finding.ts'
import type { Price } from '../../model/price.ts'
import type { TrajectoryClause } from '../../model/trajectory.ts'
import { nearest } from '../../model/nearest.ts'
import type { Completeness } from '../../model/step.ts'
import { metaRules, type Fact } from '../../rules/index.ts'
import { type CountedUsage, type Run, type RunRead, type RunSteps } from '../../runs/index.ts'
import type { TrialResults } from '../../stats/index.ts'
import type { FindingCollector, Place } from '../findings.ts'
import { placeOf, runPlace, type PlaceContext } from '../places.ts'
import type { VacuityContext } from '../vacuity-context.ts'
import { absentAgent, agentScopes, isAgentScope, withoutAgent } from './agent-scopes.ts'
import type { CompiledExpect, CompiledTrajectory } from './compile-trajectories.ts'
import { labelsOf } from './run-labels.ts'
import { createSightings } from './sightings.ts'
import { unitedNeeds } from './step-deriver.ts'
import { judgeBaseline } from './trial-baseline.ts'
import { observe, trialReads, type TrialRun } from './trial-run.ts'
import { judgeTrials, type JudgedItem } from './trials.ts'
import { runReads, splitIntoRuns } from './trajectory-run.ts'

/** Judges what a contract expects of runs, over all recordings of the invocation. */
export interface TrajectoryJudge {
  /** What is kept of spans for it. */
  readonly reads: readonly RunRead[]
  /** How much of steps' content is kept for it. */
  readonly content: ContentNeeds
  /** Judges a run that the contract speaks of. */
  readonly judge: (run: Run, steps: (run: Run) => RunSteps, places: PlaceContext) => void
  /** Findings that only all runs together decide, and what no run exercised; once. Says whether any run was spoken of. */
  readonly finish: (context: VacuityContext) => boolean
}

interface Options {
  readonly collector: FindingCollector
  readonly crashed: (recording: string, check: number, cause: unknown) => void
  /** Told of every answer that comes later. */
  readonly wait: (answer: Promise<void>) => void
  readonly note: (message: string) => void
  readonly priceOf: (call: CountedUsage) => Price | undefined
  /** Earlier results of a trajectory; undefined where none were read. */
  readonly baselineOf: (clause: TrajectoryClause) => TrialResults | undefined
  /** Takes the results for a new baseline; then none is compared with. */
  readonly keepTrials?: ((clause: TrajectoryClause, results: TrialResults) => void) | undefined
}

interface Judged {
  readonly expect: CompiledExpect
  readonly outcome: Outcome
  readonly place: Place
  /** Whether steps of the run may be missing; undefined where nothing was asked of it. */
  readonly extent?: Completeness['extent']
  /** The assertion threw, which has an entry of its own. */
  readonly hasCrashed?: true
}

/** An outcome that comes later; as long as it has not come, it is that nobody waited for it. */
interface LateJudged extends Judged {
  outcome: Outcome
  hasCrashed?: true
  readonly isLate: true
}

/** What a run said of a trajectory with `trials`, until all runs are there. */
interface PendingTrial {
  readonly trial: TrialRun
  readonly judged: readonly Judged[]
}

/** Undefined for a contract without trajectories. */
export function createTrajectoryJudge(
  trajectories: readonly CompiledTrajectory[],
  { collector, crashed, wait, note, priceOf, baselineOf, keepTrials }: Options,
): TrajectoryJudge | undefined {
  if (trajectories.length === 0) return undefined
  const activations = new Map<CompiledExpect, number>()
  const exercised = new Set<CompiledTrajectory>()
  const seenNames = new Set<string>()
  /** Outcomes that stand or fall with names that some other run of the invocation may have. */
  const pending: Judged[] = []
  const late: { readonly judged: LateJudged; readonly isOfTrial: boolean }[] = []
  const trialsOf = new Map<CompiledTrajectory, PendingTrial[]>()
  const sightings = createSightings()
  const resting = createRestingParts()

  const report = ({ expect, outcome, place, extent }: Judged): void => {
    if (outcome.verdict !== 'pass') collector.add(expect.check, factOf(expect, outcome, extent), place)
  }

  const activate = (expect: CompiledExpect, times: number): void =>
    void activations.set(expect, (activations.get(expect) ?? 0) + times)

  const judgeItem = (expect: CompiledExpect, run: TrajectoryRun, places: PlaceContext): Judged | LateJudged => {
    let outcome: Outcome
    const absent = absentAgent(expect.options.scope, run.steps)
    try {
      const answer = expect.compiled.check(run)
      if (answer instanceof Promise) return judgeLater(expect, absent, answer, runPlace(run.run))
      outcome = withoutAgent(absent, negateIf(expect.clause.isNegated, answer))
    } catch (cause) {
      crashed(run.run.recording, expect.check, cause)
      activate(expect, 1)
      outcome = { verdict: 'inconclusive', activations: 0 }
      return { expect, outcome, place: runPlace(run.run), hasCrashed: true }
    }
    sightings.add(expect, outcome, run.run, places)
    const place = placeOfOutcome(outcome, run.run, places)
    return { expect, outcome: counted(expect, outcome), place, extent: run.steps.completeness.extent }
  }

  /** Counts what an outcome judged; one that judged nothing may have had to. */
  const counted = (expect: CompiledExpect, outcome: Outcome): Outcome => {
    const isActive = outcome.activations > 0 || outcome.verdict !== 'pass'
    activate(expect, isActive ? Math.max(1, outcome.activations) : 0)
    resting.add(expect, outcome)
    return !isActive && expect.options.activation === 'each'
      ? { verdict: 'inconclusive', activations: 0, reason: 'not-activated' }
      : outcome
  }

  /** The run is gone when the answer comes: the finding is of the run as a whole. */
  const judgeLater = (
    expect: CompiledExpect,
    absent: string | null,
    answer: Promise<Outcome>,
    place: Place,
  ): LateJudged => {
    const outcome: Outcome = { verdict: 'inconclusive', activations: 1, reason: 'not-awaited' }
    const judged: LateJudged = { expect, outcome, place, isLate: true }
    wait(
      answer.then(
        (found) => {
          judged.outcome = withoutAgent(absent, negateIf(expect.clause.isNegated, found))
        },
        (cause: unknown) => {
          crashed(place.recording, expect.check, cause)
          judged.outcome = { verdict: 'inconclusive', activations: 0 }
          judged.hasCrashed = true
        },
      ),
    )
    return judged
  }

  const settleLate = (): void => {
    for (const { judged, isOfTrial } of late) {
      judged.outcome = counted(judged.expect, judged.outcome)
      if (!isOfTrial && judged.hasCrashed !== true) hold(judged)
    }
  }

  /** Keeps an outcome until all names are known, where that may change it. */
  const hold = (judged: Judged): void => {
    if (isOpenName(judged.outcome)) pending.push(judged)
    else report(judged)
  }

  const judgePart = (run: TrajectoryRun, places: PlaceContext): void => {
    const facts = {
      run: run.run,
      steps: run.steps,
      labels: labelsOf(run.run),
      toolsOffered: run.toolsOffered,
      input: run.input,
    }
    for (const trajectory of trajectories) {
      const decision = trajectory.when.test(facts)
      if (decision === false) continue
      exercised.add(trajectory)
      const judged = trajectory.expect.map((expect): Judged | LateJudged => {
        if (decision === true) return judgeItem(expect, run, places)
        activate(expect, 1)
        const outcome: Outcome = { verdict: 'inconclusive', activations: 0, reason: 'when-open' }
        return { expect, outcome, place: runPlace(run.run) }
      })
      const { trials } = trajectory
      for (const one of judged) {
        const isOfTrial = trials?.decides(one.expect) === true
        if ('isLate' in one) late.push({ judged: one, isOfTrial })
        else if (!isOfTrial && one.hasCrashed !== true) hold(one)
      }
      if (trials === null) continue
      const runs = trialsOf.get(trajectory) ?? []
      runs.push({ trial: observe(run, priceOf), judged: judged.filter(({ expect }) => trials.decides(expect)) })
      trialsOf.set(trajectory, runs)
    }
  }

  /** Decides by the names of all runs; an item that nothing activated may have found nothing for a wrong name. */
  const settleNames = (judged: Judged, isIdle: boolean): Judged => {
    const { expect, outcome, place } = judged
    const name = (outcome.absentNames ?? []).find((one) => !seenNames.has(one))
    if (name === undefined || (outcome.verdict === 'pass' && !isIdle)) return judged
    const near = nearest(name, isAgentScope(name) ? [...seenNames].filter(isAgentScope) : seenNames)
    const data = { ...outcome.data, name, nearest: near ?? null }
    return { expect, outcome: { ...outcome, verdict: 'inconclusive', reason: 'name-never-seen', data }, place }
  }

  const itemOf = (judged: Judged, isIdle: boolean): JudgedItem => {
    const { expect, outcome, place } = settleNames(judged, isIdle)
    const failed = (cause: unknown): void => crashed(place.recording, expect.check, cause)
    return { expect, outcome, message: judged.hasCrashed ? '' : messageOf(expect, outcome, failed) }
  }

  const finishTrials = (trajectory: CompiledTrajectory): void => {
    const { trials, clause } = trajectory
    if (trials === null || !exercised.has(trajectory)) return
    const idle = new Set(trajectory.expect.filter((expect) => !activations.get(expect)))
    const runs = (trialsOf.get(trajectory) ?? []).map(({ trial, judged }) => ({
      trial,
      items: judged.map((one) => itemOf(one, idle.has(one.expect))),
    }))
    for (const { items } of runs) {
      for (const { expect, outcome } of items) if (outcome.reason === 'name-never-seen') activate(expect, 1)
    }
    const sink = { add: (fact: Fact) => collector.add(trials.check, fact, undefined), note }
    const results = judgeTrials(trajectory, trials.clause, runs, sink)
    if (keepTrials === undefined) judgeBaseline(clause.path, trials.clause, baselineOf(clause), results, sink)
    else keepTrials(clause, results)
  }

  return {
    content: unitedNeeds(trajectories.flatMap(({ expect }) => expect.map(({ compiled }) => compiled))),
    reads: [
      ...runReads,
      ...(trajectories.some(({ trials }) => trials !== null) ? trialReads : []),
      ...trajectories.flatMap(readsOf),
    ],
    judge(whole, stepsOf, places) {
      for (const part of splitIntoRuns(whole, stepsOf)) {
        for (const { kind, name } of part.steps.steps) if (kind === 'tool' && name !== null) seenNames.add(name)
        for (const name of part.toolsOffered ?? []) seenNames.add(name)
        for (const scope of agentScopes(part.steps)) seenNames.add(scope)
        judgePart(part, places)
      }
    },
    finish(context) {
      settleLate()
      for (const one of pending) {
        const settled = settleNames(one, !activations.get(one.expect))
        if (settled.outcome.reason === 'name-never-seen') activate(one.expect, 1)
        report(settled)
      }
      for (const { expect, outcome, place } of sightings.judge(crashed)) report({ expect, outcome, place })
      for (const trajectory of trajectories) finishTrials(trajectory)
      for (const trajectory of trajectories) {
        judgeExercise(trajectory, exercised.has(trajectory), { activations, resting, ...context })
      }
      return exercised.size > 0
    },
  }
}

function readsOf({ when, expect }: CompiledTrajectory): readonly RunRead[] {
  return [...when.reads, ...expect.flatMap(({ compiled }) => compiled.reads ?? [])]
}

/** What of options no run gave anything to judge. */
interface RestingParts {
  readonly add: (expect: CompiledExpect, outcome: Outcome) => void
  readonly inEveryRun: (expect: CompiledExpect) => readonly RestingPart[]
}

function createRestingParts(): RestingParts {
  const known = new Map<CompiledExpect, readonly RestingPart[]>()
  return {
    add(expect, { resting = [] }) {
      const parts = new Set(resting.map(({ part }) => part))
      const before = known.get(expect)
      known.set(expect, before === undefined ? resting : before.filter(({ part }) => parts.has(part)))
    },
    inEveryRun: (expect) => known.get(expect) ?? [],
  }
}

/** What must not hold fails where it is proven; undecided stays, and so does what nothing was judged of. */
function negateIf(isNegated: boolean, outcome: Outcome): Outcome {
  if (!isNegated || outcome.verdict === 'inconclusive') return outcome
  if (outcome.verdict === 'pass' && outcome.activations === 0) return outcome
  return outcome.verdict === 'pass'
    ? { ...outcome, verdict: 'fail', reason: 'negated' }
    : { verdict: 'pass', activations: outcome.activations }
}

/** A run that has nothing to judge may lack it for a wrong name. */
function isOpenName({ verdict, activations, absentNames = [] }: Outcome): boolean {
  return absentNames.length > 0 && (verdict !== 'pass' || activations === 0)
}

/** The words that the outcome would have as a finding of the run. */
function messageOf(expect: CompiledExpect, outcome: Outcome, failed: (cause: unknown) => void): string {
  if (outcome.verdict === 'pass') return ''
  try {
    return expect.assertion.describe(factOf(expect, outcome).data, 'run').message
  } catch (cause) {
    failed(cause)
    return ''
  }
}

const listedSpans = 20
const listedGaps = 5

function factOf({ clause }: CompiledExpect, outcome: Outcome, extent?: Completeness['extent']): Fact {
  const { reason = '', activations, data, counterexample = [], gaps = [], verdict } = outcome
  const full: FindingData = {
    assertion: clause.path,
    reason,
    activations,
    ...(clause.alias === null ? {} : { alias: clause.alias }),
    ...data,
    evidence: {
      ...(extent === undefined ? {} : { extent }),
      gaps: gaps.slice(0, listedGaps).map(({ facet, message }) => ({ facet, message })),
    },
    counterexample: counterexample.slice(0, listedSpans).map(({ spanId }) => spanId),
  }
  return { data: full, undecided: verdict === 'inconclusive' }
}

function placeOfOutcome({ counterexample = [] }: Outcome, run: Run, places: PlaceContext): Place {
  const [first] = counterexample
  const span = first === undefined ? undefined : run.find(first.traceId, first.spanId)
  if (span === undefined) return runPlace(run)
  // The words are of the run: what broke is its trajectory, and the span only shows where.
  return { ...placeOf(span, run, '', places), words: 'run' }
}

interface ExerciseContext extends VacuityContext {
  readonly activations: ReadonlyMap<CompiledExpect, number>
  readonly resting: RestingParts
}

function judgeExercise(
  { clause, expect }: CompiledTrajectory,
  wasExercised: boolean,
  { activations, resting, report, rest }: ExerciseContext,
): void {
  if (!wasExercised) {
    if (clause.exercise === 'required')
      report(metaRules.clauseUnexercised, clause.path, { reason: 'when', clause: clause.path })
    else rest(clause.path, 'no run is one that it speaks of')
    return
  }
  for (const one of expect) {
    const { exercise = one.assertion.isOptional === true ? 'optional' : 'required' } = one.options
    const isOptional = exercise === 'optional' || !one.clause.own
    const parts = resting.inEveryRun(one)
    for (const { part, reason, isIdle } of parts) {
      const path = `${one.clause.path}.${part}`
      if (isIdle || isOptional) rest(path, reason)
      else {
        const data = { reason: 'not-activated', clause: path, assertion: one.assertion.id }
        report(metaRules.clauseUnexercised, path, data)
      }
    }
    if (parts.length > 0 || (activations.get(one) ?? 0) > 0) continue
    if (isOptional) rest(one.clause.path, 'no run gives it anything to judge')
    else {
      const data = { reason: 'not-activated', clause: one.clause.path, assertion: one.assertion.id }
      report(metaRules.clauseUnexercised, one.clause.path, data)
    }
  }
}
