import type { Decision } from '../../model/selector.ts'
import type { Attempt, Gap, SpanRef, Step } from '../../model/step.ts'
import type { CountedUsage, Run, RunSpan } from '../../runs/index.ts'
import { foldScopes } from '../scope-fold.ts'
import { spanKey } from '../span-key.ts'
import type { ScopedRun, TrajectoryRun } from '../trajectory-run.ts'

/** Token usage that counts, with the try that it is of; null for a sum of calls that do not say theirs. */
export interface UsageOfTry {
  readonly usage: CountedUsage
  readonly attempt: Attempt | null
}

/** The part of a run that a budget speaks of. */
export interface MeasuredRun {
  readonly run: Run
  readonly scoped: ScopedRun
  readonly steps: readonly Step[]
  /** Steps of which the recording does not say whether they count. */
  readonly maybe: readonly Step[]
  /** In order of time. */
  readonly usages: readonly UsageOfTry[]
  /** Usage of which the recording does not say whether it counts. */
  readonly maybeUsages: readonly UsageOfTry[]
  /** Sums over model calls that no span shows: how many there were is unknown. */
  readonly hidden: readonly SpanRef[]
  /** Nothing narrows it: every span of the run counts. */
  readonly isWhole: boolean
  /** Holes that may hide spans, and not only attributes of a span. */
  readonly holesInTime: () => readonly Gap[]
}

interface Narrowing {
  /** Undefined: every step of the scope. */
  readonly selects?: ((step: Step) => Decision) | undefined
  /** The scope is the whole run. */
  readonly isWholeScope: boolean
}

export function measureRun(
  { run, steps: all }: TrajectoryRun,
  scoped: ScopedRun,
  { selects, isWholeScope }: Narrowing,
): MeasuredRun {
  const isWhole = isWholeScope && selects === undefined
  const decide = selects === undefined ? (): Decision => true : withInside(selects, scoped.steps)
  const decisions = new Map(scoped.steps.map((step) => [step, decide(step)]))
  const steps = scoped.steps.filter((step) => decisions.get(step) === true)
  const maybe = scoped.steps.filter((step) => decisions.get(step) === undefined)
  const tries = triesBySpan(all.steps)
  const sums = sumDecider(run, all, new Set(steps), new Set(maybe))
  const decideUsage = ({ span }: CountedUsage): Decision => {
    if (isWhole) return true
    const found = tries.get(spanKey(span))
    if (found === undefined || found.step.kind !== 'model') return sums(span)
    return decisions.has(found.step) ? decisions.get(found.step) : false
  }
  const usages = all.counted
    .map((usage) => ({ usage, attempt: attemptOf(tries.get(spanKey(usage.span))), decision: decideUsage(usage) }))
    .filter(({ decision }) => decision !== false)
    .sort((one, other) => byTime(one.usage, other.usage))
  return {
    run,
    scoped,
    steps,
    maybe,
    usages: usages.filter(({ decision }) => decision === true),
    maybeUsages: usages.filter(({ decision }) => decision === undefined),
    hidden: all.hidden.map(({ span }) => span).filter((span) => isWhole || sums(span) !== false),
    isWhole,
    holesInTime: () => scoped.holes().filter(({ facet, spans }) => facet !== 'drops' || spans.length === 0),
  }
}

/** The parts of a run by a name of their steps; steps without that name may be of any. */
export function splitByName(
  view: MeasuredRun,
  nameOf: (step: Step) => string | null,
): ReadonlyMap<string, MeasuredRun> {
  const names = new Set(view.steps.map(nameOf).filter((name) => name !== null))
  const nameOfTry = new Map<Attempt, string | null>()
  for (const step of view.steps) for (const attempt of step.attempts) nameOfTry.set(attempt, nameOf(step))
  const nameOfUsage = ({ attempt }: UsageOfTry): string | null =>
    attempt === null ? null : (nameOfTry.get(attempt) ?? null)
  const unnamed = view.steps.filter((step) => nameOf(step) === null)
  const stepsOf = Map.groupBy(view.steps, nameOf)
  const usagesOf = Map.groupBy(view.usages, nameOfUsage)
  return new Map(
    [...names].sort().map((name) => [
      name,
      {
        ...view,
        isWhole: false,
        steps: stepsOf.get(name) ?? [],
        maybe: [...view.maybe, ...unnamed],
        usages: usagesOf.get(name) ?? [],
        maybeUsages: [...view.maybeUsages, ...(usagesOf.get(null) ?? [])],
      },
    ]),
  )
}

/** What a selector selects, and all that is inside of an agent it selects. */
function withInside(selects: (step: Step) => Decision, steps: readonly Step[]): (step: Step) => Decision {
  const agents = new Map<string, Decision>()
  for (const step of steps) if (step.kind === 'agent') agents.set(step.id, selects(step))
  const isInside = foldScopes<Decision>(false, (around, { id }) =>
    agents.has(id) ? either(agents.get(id), around) : around,
  )
  return (step) => either(selects(step), isInside(step.scope))
}

function either(one: Decision, other: Decision): Decision {
  if (one === true || other === true) return true
  return one === undefined || other === undefined ? undefined : false
}

interface Try {
  readonly step: Step
  readonly attempt: Attempt
}

function triesBySpan(steps: readonly Step[]): ReadonlyMap<string, Try> {
  const tries = new Map<string, Try>()
  for (const step of steps) {
    for (const attempt of step.attempts) for (const span of attempt.spans) tries.set(spanKey(span), { step, attempt })
  }
  return tries
}

function attemptOf(found: Try | undefined): Attempt | null {
  return found === undefined || found.step.kind !== 'model' ? null : found.attempt
}

/** A sum counts when what is inside of it does, or where nothing is inside, when it does itself. */
function sumDecider(
  run: Run,
  { steps, counted }: Pick<TrajectoryRun['steps'], 'steps' | 'counted'>,
  sure: ReadonlySet<Step>,
  maybe: ReadonlySet<Step>,
): (span: SpanRef) => Decision {
  let inside: ReadonlyMap<string, readonly Step[]> | undefined
  const find = (): ReadonlyMap<string, readonly Step[]> => {
    const keys = new Set(counted.map(({ span }) => spanKey(span)))
    const around = new Map<RunSpan, string | null>()
    const found = new Map<string, Step[]>()
    for (const step of steps) {
      const [outermost] = step.spans
      const span = outermost === undefined ? undefined : run.find(outermost.traceId, outermost.spanId)
      const sum = span === undefined ? null : nearestOf(span, keys, around)
      if (sum === null) continue
      const known = found.get(sum)
      if (known === undefined) found.set(sum, [step])
      else known.push(step)
    }
    return found
  }
  return (span) => {
    const found = (inside ??= find()).get(spanKey(span)) ?? []
    const others = found.filter(({ spans }) => spanKey(spans[0]!) !== spanKey(span))
    const within = others.length > 0 ? others : found
    const known = within.filter((step) => sure.has(step)).length
    if (within.length > 0 && known === within.length) return true
    return known > 0 || within.some((step) => maybe.has(step)) ? undefined : false
  }
}

/** Key of the span itself or the nearest around it that is one of `keys`; every span is climbed over once. */
function nearestOf(span: RunSpan, keys: ReadonlySet<string>, around: Map<RunSpan, string | null>): string | null {
  const path: RunSpan[] = []
  let found: string | null = null
  for (let at: RunSpan | null = span; at !== null; at = at.parent) {
    const known = around.get(at)
    const own = keys.has(spanKey(at)) ? spanKey(at) : undefined
    if (own !== undefined || known !== undefined) {
      found = own ?? known ?? null
      break
    }
    path.push(at)
  }
  for (const one of path) around.set(one, found)
  return found
}

function byTime(one: CountedUsage, other: CountedUsage): number {
  const [start, later] = [one.startUnixNano, other.startUnixNano]
  if (start !== later) return start === null ? 1 : later === null ? -1 : start < later ? -1 : 1
  const [key, next] = [spanKey(one.span), spanKey(other.span)]
  return key < next ? -1 : key > next ? 1 : 0
}
