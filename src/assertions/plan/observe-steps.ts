import type { StepKind } from '../../model/span-facts.ts'
import type { Step } from '../../model/step.ts'
import { isBefore, projectOrder } from '../matching/poset.ts'
import { compileStepNames, isFailed } from '../step-selector.ts'
import type { ScopedRun, TrajectoryRun } from '../trajectory-run.ts'
import type { ObservedStep, Observed, Relation } from './observed.ts'
import { pinOf } from './plan-carriers.ts'
import type { SourcedPlan, SourcedVersion, StepActions } from './plan-source.ts'
import type { Service } from './planned-action.ts'
import type { AdherenceOptions, PlanVersion } from './replans.ts'

/** What insertions cost. */
export interface InsertionRules {
  readonly free: readonly string[]
  /** By glob of the name; `default` for all others. */
  readonly insert: Readonly<Record<string, number | 'denied'>>
}

/** The steps of a run that a plan is held against, at best and at worst. */
export interface ObservedRun {
  readonly steps: readonly Step[]
  readonly best: AdherenceOptions
  /** The same object where everything that matters is recorded. */
  readonly worst: AdherenceOptions
  /** Whether some plan step could have the step at a position do it. */
  readonly isRelated: (position: number) => boolean
}

/** Why steps cannot be held against a plan. */
export type NotObserved =
  | { readonly reason: 'times'; readonly step: Step }
  | { readonly reason: 'step-unmatchable'; readonly ids: readonly string[] }
  /** They hang together as no search can take in. */
  | { readonly reason: 'tangle' }

export interface ObserveOptions {
  readonly kinds: readonly StepKind[]
  readonly rules: InsertionRules
  /** What does not match at best counts as nothing. */
  readonly onlyMatches?: boolean
}

/** Steps of a scope as a plan sees them; what is not recorded is taken at its best and at its worst. */
export function observeSteps(
  run: TrajectoryRun,
  scoped: ScopedRun,
  plan: SourcedPlan,
  { kinds, rules, onlyMatches = false }: ObserveOptions,
): ObservedRun | NotObserved {
  const { versions } = plan
  const counted = new Set<StepKind>(kinds)
  for (const { actions } of versions) {
    for (const { action, or } of actions.values()) {
      for (const one of action === undefined ? or : [action, ...or]) for (const kind of one.kinds) counted.add(kind)
    }
  }
  const writers = new Set(versions.flatMap(({ step }) => (step === null ? [] : [step])))
  const speaker = new Set(versions.flatMap(({ span }) => (span === null ? [] : [span.spanId])))
  const steps = scoped.steps.filter(
    (step) =>
      counted.has(step.kind) &&
      !writers.has(step) &&
      !plan.isWriting(step) &&
      !(step.kind === 'agent' && step.spans.some(({ spanId }) => speaker.has(spanId))),
  )

  const pins = steps.map((step) => pinOf(run.run, step))
  const pinned = new Set(pins)
  const unmatchable = versions.flatMap(({ actions }) =>
    [...actions].flatMap(([id, { action }]) => (action === undefined && !pinned.has(id) ? [id] : [])),
  )
  if (unmatchable.length > 0) return { reason: 'step-unmatchable', ids: [...new Set(unmatchable)] }

  const epochs: number[] = []
  for (const step of steps) {
    let epoch = -1
    for (const [index, version] of versions.entries()) {
      const isAfter = startsAfter(step, version, run)
      if (isAfter === undefined) return { reason: 'times', step }
      if (isAfter) epoch = index
    }
    epochs.push(epoch)
  }

  const served = versions.map((version) => servicesOf(steps, pins, version, onlyMatches))
  const related = steps.flatMap((_, position) =>
    served.some((one) => (one[position]?.size ?? 0) > 0) ? [position] : [],
  )
  const { order } = run.steps
  const poset = projectOrder(related.length, (from, to) => order.before(steps[related[from]!]!, steps[related[to]!]!))
  if (poset === undefined) return { reason: 'tangle' }
  const places = new Int32Array(steps.length).fill(-1)
  for (const [place, position] of related.entries()) places[position] = place
  const before: Observed['before'] = (one, other) => {
    const from = places[one]!
    const to = places[other]!
    return from !== -1 && to !== -1 && isBefore(poset, from, to)
  }

  const placeOf = (position: number): number => poset.places[places[position]!] ?? 0

  const facts = steps.map(compileFacts(rules))
  const isCertain =
    facts.every(({ best, worst }) => best === worst) &&
    served.every((one) => one.every((services) => [...services.values()].every(({ best, worst }) => best === worst)))
  const take = (side: 'best' | 'worst'): AdherenceOptions => ({
    versions: versions.map(({ version, plan: compiled }, index): PlanVersion => ({
      version,
      plan: compiled,
      relate: (position, id): Relation | undefined => served[index]![position]!.get(id)?.[side],
    })) as unknown as [PlanVersion, ...PlanVersion[]],
    observed: { steps: facts.map((one) => one[side]), before, placeOf },
    epochOf: (position) => epochs[position]!,
    isWithdrawn: plan.isWithdrawn,
  })
  const best = take('best')
  return { steps, best, worst: isCertain ? best : take('worst'), isRelated: (position) => places[position] !== -1 }
}

/** Whether a step started while a version stood, or later; undefined where nothing tells. */
export function startsAfter(
  step: Step,
  { at, step: writer }: Pick<SourcedVersion, 'at' | 'step'>,
  run: TrajectoryRun,
): boolean | undefined {
  if (at === 'always') return true
  if (at !== null && step.startUnixNano !== null) return step.startUnixNano >= at
  if (writer === null) return undefined
  if (run.steps.order.before(writer, step)) return true
  return run.steps.order.before(step, writer) ? false : undefined
}

const none: ReadonlyMap<string, Service> = new Map()

/** By position, how a step serves the steps of one version. */
function servicesOf(
  steps: readonly Step[],
  pins: readonly (string | undefined)[],
  { actions }: SourcedVersion,
  onlyMatches: boolean,
): ReadonlyMap<string, Service>[] {
  // What a name may do is asked once per name.
  const named = new Map<string, readonly (readonly [string, StepActions])[]>()
  const mayServe = (step: Step): readonly (readonly [string, StepActions])[] => {
    const key = `${step.kind}\n${step.name}\n${step.requestModel}\n${step.responseModel}\n${step.handoffTo}`
    let found = named.get(key)
    if (found === undefined) {
      found = [...actions].filter(
        ([, { action, or }]) => action?.mayName(step) === true || or.some((one) => one.mayName(step)),
      )
      named.set(key, found)
    }
    return found
  }
  const narrowed = (relation: Relation | undefined): Relation | undefined =>
    onlyMatches && relation !== 'match' ? undefined : relation
  return steps.map((step, position) => {
    const pin = pins[position]
    const candidates = pin === undefined ? mayServe(step) : [[pin, actions.get(pin)] as const]
    if (candidates.length === 0) return none
    const services = new Map<string, Service>()
    for (const [id, one] of candidates) {
      if (one === undefined) continue
      const { best, worst } = pin === undefined ? serviceOf(step, one) : pinnedService(step, one)
      const service = { best: narrowed(best), worst: narrowed(worst) }
      if (service.best !== undefined || service.worst !== undefined) services.set(id, service)
    }
    return services
  })
}

const rank = (relation: Relation | undefined): number =>
  relation === undefined ? 3 : ['match', 'args-differ', 'alternative'].indexOf(relation)

/** The cheapest of what a step may be for a plan step. */
function serviceOf(step: Step, { action, or }: StepActions): Service {
  const services = [
    ...(action === undefined ? [] : [action.serve(step)]),
    ...or.map((one): Service => {
      const { best, worst } = one.serve(step)
      return {
        best: best === 'match' ? 'alternative' : undefined,
        worst: worst === 'match' ? 'alternative' : undefined,
      }
    }),
  ]
  const cheapest = (side: 'best' | 'worst'): Relation | undefined =>
    services.map((one) => one[side]).sort((one, other) => rank(one) - rank(other))[0]
  return { best: cheapest('best'), worst: cheapest('worst') }
}

/** A step that says which plan step it executes is that one, if with other arguments than planned. */
function pinnedService(step: Step, actions: StepActions): Service {
  if (actions.action === undefined) return { best: 'match', worst: 'match' }
  const { best, worst } = serviceOf(step, actions)
  return { best: best ?? 'args-differ', worst: worst ?? 'args-differ' }
}

interface Facts {
  readonly best: ObservedStep
  readonly worst: ObservedStep
}

function compileFacts({ free, insert }: InsertionRules): (step: Step) => Facts {
  const isFreeName = compileStepNames(free)
  const rules = Object.entries(insert)
    .filter(([glob]) => glob !== 'default')
    .map(([glob, cost]) => ({ cost, isMeant: compileStepNames(glob) }))
  const defaultCost = insert['default'] ?? 1
  const hasDenied = rules.some(({ cost }) => cost === 'denied')
  return (step) => {
    const { name, status, attempts } = step
    const cost = (name === null ? undefined : rules.find(({ isMeant }) => isMeant(name))?.cost) ?? defaultCost
    const known: ObservedStep = {
      insertCost: cost === 'denied' ? 1000 : Math.round(cost * 1000),
      isFree: name !== null && isFreeName(name),
      isDenied: cost === 'denied',
      isFailed: isFailed(status),
      attempts: attempts.length,
    }
    // What is not executed yet may still fail, and a tool without a name may be any.
    const isOpen = status === 'pending' || (name === null && hasDenied)
    if (!isOpen) return { best: known, worst: known }
    return {
      best: known,
      worst: {
        ...known,
        isFailed: known.isFailed || status === 'pending',
        isDenied: known.isDenied || (name === null && hasDenied),
      },
    }
  }
}
