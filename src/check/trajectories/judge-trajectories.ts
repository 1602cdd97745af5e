import { type ContentNeeds, type Outcome, type RestingPart, type TrajectoryRun } from '../../assertions/index.ts'
import type { FindingData } from '../../model/finding.ts'
import { nearest } from '../../model/nearest.ts'
import { metaRules, type Fact } from '../../rules/index.ts'
import { type Run, type RunRead, type RunSteps } from '../../runs/index.ts'
import type { FindingCollector, Place } from '../findings.ts'
import { placeOf, runPlace, type PlaceContext } from '../places.ts'
import type { VacuityContext } from '../vacuity-context.ts'
import type { CompiledExpect, CompiledTrajectory } from './compile-trajectories.ts'
import { labelsOf } from './run-labels.ts'
import { createSightings } from './sightings.ts'
import { unitedNeeds } from './step-deriver.ts'
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
}

/** An outcome that stands or falls with names that some other run of the invocation may have. */
interface Pending {
  readonly expect: CompiledExpect
  readonly outcome: Outcome
  readonly place: Place
}

/** Undefined for a contract without trajectories. */
export function createTrajectoryJudge(
  trajectories: readonly CompiledTrajectory[],
  { collector, crashed }: Options,
): TrajectoryJudge | undefined {
  if (trajectories.length === 0) return undefined
  const activations = new Map<CompiledExpect, number>()
  const exercised = new Set<CompiledTrajectory>()
  const seenNames = new Set<string>()
  const pending: Pending[] = []
  const sightings = createSightings()
  const resting = createRestingParts()

  const report = (expect: CompiledExpect, outcome: Outcome, place: Place): void => {
    if (outcome.verdict !== 'pass') collector.add(expect.check, factOf(expect, outcome), place)
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
      for (const expect of trajectory.expect) {
        if (decision === undefined) {
          activations.set(expect, (activations.get(expect) ?? 0) + 1)
          report(expect, { verdict: 'inconclusive', activations: 0, reason: 'when-open' }, runPlace(run.run))
          continue
        }
        let outcome: Outcome
        try {
          outcome = negateIf(expect.clause.isNegated, expect.compiled.check(run))
        } catch (cause) {
          crashed(run.run.recording, expect.check, cause)
          activations.set(expect, (activations.get(expect) ?? 0) + 1)
          continue
        }
        const isActive = outcome.activations > 0 || outcome.verdict !== 'pass'
        activations.set(expect, (activations.get(expect) ?? 0) + (isActive ? Math.max(1, outcome.activations) : 0))
        resting.add(expect, outcome)
        sightings.add(expect, outcome, run.run, places)
        const place = placeOfOutcome(outcome, run.run, places)
        if (!isActive && expect.options.activation === 'each') {
          outcome = { verdict: 'inconclusive', activations: 0, reason: 'not-activated' }
        }
        // A run that has nothing to judge may lack it for a wrong name.
        if ((outcome.absentNames?.length ?? 0) > 0 && (outcome.verdict !== 'pass' || !isActive))
          pending.push({ expect, outcome, place })
        else report(expect, outcome, place)
      }
    }
  }

  return {
    content: unitedNeeds(trajectories.flatMap(({ expect }) => expect.map(({ compiled }) => compiled))),
    reads: [...runReads, ...trajectories.flatMap(readsOf)],
    judge(whole, stepsOf, places) {
      for (const part of splitIntoRuns(whole, stepsOf)) {
        for (const { kind, name } of part.steps.steps) if (kind === 'tool' && name !== null) seenNames.add(name)
        for (const name of part.toolsOffered ?? []) seenNames.add(name)
        judgePart(part, places)
      }
    },
    finish(context) {
      for (const { expect, outcome, place } of pending) {
        const unseen = (outcome.absentNames ?? []).filter((name) => !seenNames.has(name))
        const [name] = unseen
        if (name === undefined) report(expect, outcome, place)
        else if (outcome.verdict !== 'pass' || !activations.get(expect)) {
          activations.set(expect, (activations.get(expect) ?? 0) + 1)
          const data = { ...outcome.data, name, nearest: nearest(name, seenNames) ?? null }
          report(expect, { ...outcome, verdict: 'inconclusive', reason: 'name-never-seen', data }, place)
        }
      }
      for (const { expect, outcome, place } of sightings.judge(crashed)) report(expect, outcome, place)
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

/** What must not hold fails where it is proven; undecided stays. */
function negateIf(isNegated: boolean, outcome: Outcome): Outcome {
  if (!isNegated || outcome.verdict === 'inconclusive') return outcome
  return outcome.verdict === 'pass'
    ? { ...outcome, verdict: 'fail', reason: 'negated' }
    : { verdict: 'pass', activations: outcome.activations }
}

const listedSpans = 20
const listedGaps = 5

function factOf({ clause }: CompiledExpect, outcome: Outcome): Fact {
  const { reason = '', activations, data, counterexample = [], gaps = [], verdict } = outcome
  const full: FindingData = {
    assertion: clause.path,
    reason,
    activations,
    ...(clause.alias === null ? {} : { alias: clause.alias }),
    ...data,
    ...(gaps.length === 0 ? {} : { gaps: gaps.slice(0, listedGaps).map(({ facet, message }) => ({ facet, message })) }),
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
