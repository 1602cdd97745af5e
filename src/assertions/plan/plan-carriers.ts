import type { Scope, SpanRef, Step } from '../../model/step.ts'
import type { Span, SpanEvent } from '../../model/span.ts'
import { isValueMap, type Attributes, type Value } from '../../model/value.ts'
import type { Run, RunRead, RunSpan } from '../../runs/index.ts'
import type { ScopedRun, TrajectoryRun } from '../trajectory-run.ts'
import { planKeys, readPlan, readWithdrawal, type PlanRead } from './plan-body.ts'

/** Content of a plan, or the word that a plan ends, where a run has it. */
export interface PlanCarrier {
  readonly kind: 'emitted' | 'withdrawn'
  readonly attributes: Attributes
  /** When it was said; null where the recording has no time. */
  readonly at: bigint | null
  /** The planning step that says it; null where another span does. */
  readonly step: Step | null
  readonly span: SpanRef
}

/** Everything a run says of the plans of one scope. */
export interface PlanCarriers {
  /** In order of time. */
  readonly found: readonly PlanCarrier[]
  /** Planning steps that say nothing of their plan. */
  readonly silent: readonly Step[]
}

const eventKinds: Readonly<Record<string, PlanCarrier['kind']>> = {
  'spanpact.plan.emitted': 'emitted',
  'spanpact.plan.withdrawn': 'withdrawn',
}

const eventsRead: RunRead = {
  name: 'plan events',
  take({ events }) {
    const found = events.filter(({ name }) => eventKinds[name] !== undefined).map(keep)
    return found.length === 0 ? undefined : found
  },
}

const attributesRead: RunRead = {
  name: 'plan attributes',
  take: ({ attributes }: Span) => (attributes.has(planKeys.body) ? mapOf(attributes) : undefined),
}

/** Which plan step a span says it executes. */
export const pinRead: RunRead = { name: 'plan step', take: ({ attributes }) => attributes.get(planKeys.stepId) }

const silenceRead: RunRead = {
  name: 'events are not kept',
  take: ({ source }) => (source.lacks.has('events') || source.lacks.has('event-attributes') ? true : undefined),
}

/** What is kept of spans to find plans in a run. */
export const planReads: readonly RunRead[] = [eventsRead, attributesRead, silenceRead]

/** Whether the recording's format keeps no events, so that their absence proves nothing. */
export function keepsNoEvents({ spans }: Run): boolean {
  return spans.some(({ values }) => values.has(silenceRead.name))
}

/** Finds what a run says of plans: on planning steps, and in events of any span of the planner's scope. */
export function findCarriers(run: TrajectoryRun, scoped: ScopedRun): PlanCarriers {
  const stepOf = stepsBySpan(run)
  const scopes = scopesById(run.steps.steps)
  const isOurs = (step: Step | null): boolean => {
    if (step === null) return scoped.includes(null) || scoped.steps.some(({ scope }) => scope?.parent === null)
    if (step.kind !== 'agent') return scoped.includes(step.scope)
    const opened = scopes.get(step.id)
    if (opened !== undefined) return scoped.includes(opened)
    // An agent that did nothing but plan has no scope that any step shows.
    return step.scope === null && scoped.steps.every((one) => one === step)
  }
  const found: PlanCarrier[] = []
  const speaking = new Set<Step>()
  for (const span of run.run.spans) {
    const events = [
      ...keptEvents(span),
      ...span.logEvents.filter(({ name }) => eventKinds[name] !== undefined).map(keep),
    ]
    const attributes = span.values.get(attributesRead.name)
    if (events.length === 0 && attributes === undefined) continue
    const step = stepOf(span)
    if (!isOurs(step)) continue
    const planning = step?.kind === 'plan' ? step : null
    if (planning !== null && (attributes !== undefined || events.length > 0)) speaking.add(planning)
    const carrier = { step: planning, span }
    for (const event of events) found.push({ ...carrier, ...carried(event) })
    // A plan stands when its planning has ended.
    if (attributes !== undefined && planning !== null) {
      found.push({ ...carrier, kind: 'emitted', attributes: attributesOf(attributes), at: span.endUnixNano })
    }
  }
  return {
    found: found.sort(byTime),
    silent: scoped.steps.filter((step) => step.kind === 'plan' && !speaking.has(step)),
  }
}

/** What the plan of a carrier is. */
export function readCarrier({ attributes }: PlanCarrier): PlanRead {
  return (
    readPlan(attributes) ?? {
      reason: 'plan-unreadable',
      message: `\`spanpact.plan.emitted\` has no \`${planKeys.body}\``,
    }
  )
}

export function withdrawnBy({ kind, attributes }: PlanCarrier): ReturnType<typeof readWithdrawal> {
  return kind === 'withdrawn' ? readWithdrawal(attributes) : null
}

/** The steps that spans are of; of a span that is no step's, the step around it. */
function stepsBySpan({ steps }: TrajectoryRun): (span: RunSpan) => Step | null {
  let known: Map<string, Step> | undefined
  return (span) => {
    known ??= new Map(steps.steps.flatMap((step) => step.spans.map((one) => [one.spanId, step] as const)))
    for (let at: RunSpan | null = span; at !== null; at = at.parent) {
      const step = known.get(at.spanId)
      if (step !== undefined) return step
    }
    return null
  }
}

function scopesById(steps: readonly Step[]): ReadonlyMap<string, Scope> {
  const found = new Map<string, Scope>()
  for (const { scope } of steps) {
    for (let at = scope; at !== null && !found.has(at.id); at = at.parent) found.set(at.id, at)
  }
  return found
}

/** Steps' pins. */
export function pinOf(run: Run, { spans }: Step): string | undefined {
  for (const { traceId, spanId } of spans) {
    const pin = run.find(traceId, spanId)?.values.get(pinRead.name)
    if (typeof pin === 'string') return pin
  }
  return undefined
}

function keep({ name, timeUnixNano, attributes }: SpanEvent): Value {
  return { name, at: timeUnixNano, attributes: mapOf(attributes) }
}

function keptEvents({ values }: RunSpan): readonly Value[] {
  return (values.get(eventsRead.name) as readonly Value[] | undefined) ?? []
}

function carried(kept: Value): Pick<PlanCarrier, 'kind' | 'at' | 'attributes'> {
  const { name, at, attributes } = kept as { name: string; at: bigint | null; attributes: Value }
  return { kind: eventKinds[name]!, at, attributes: attributesOf(attributes) }
}

const kept = new Set<string>(Object.values(planKeys))

function mapOf(attributes: Attributes): Value {
  const map: Record<string, Value> = Object.create(null)
  for (const [key, value] of attributes) if (kept.has(key)) map[key] = value
  return map
}

function attributesOf(map: Value): Attributes {
  return new Map(isValueMap(map) ? Object.entries(map) : [])
}

function byTime(one: PlanCarrier, other: PlanCarrier): number {
  if (one.at === null || other.at === null) return (one.at === null ? 1 : 0) - (other.at === null ? 1 : 0)
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0
}
