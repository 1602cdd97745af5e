import { z } from 'zod'

import { canonicalText } from '../../model/canonical.ts'
import type { SpanRef, Step } from '../../model/step.ts'
import type { Value } from '../../model/value.ts'
import { filledIn } from '../../schema/index.ts'
import type { ContentNeeds } from '../assertion.ts'
import { stepSelector, type StepSelector } from '../step-selector.ts'
import type { ScopedRun, TrajectoryRun } from '../trajectory-run.ts'
import { compileExtractor, extractShape, type PlanExtractor } from './extract-plan.ts'
import { findCarriers, readCarrier, withdrawnBy, type PlanCarrier } from './plan-carriers.ts'
import type { EmittedPlan, PlanReason } from './plan-body.ts'
import { planItems, type WrittenItem } from './plan-schema.ts'
import { compileAction, readAction, type PlannedAction } from './planned-action.ts'
import { compilePlan, type Plan } from './plan.ts'
import { missingVersions } from './replans.ts'

/** A plan step's action and what may stand in for it; without an action nobody can tell what does it. */
export interface StepActions {
  readonly action: PlannedAction | undefined
  readonly or: readonly PlannedAction[]
}

/** One version of the plan that a run is held against. */
export interface SourcedVersion {
  readonly version: number
  readonly plan: Plan
  readonly actions: ReadonlyMap<string, StepActions>
  /** When it stood; `always` for a contract's. */
  readonly at: bigint | 'always' | null
  /** The step that wrote it, where one did. */
  readonly step: Step | null
  readonly span: SpanRef | null
  readonly reason: PlanReason | null
}

export interface SourcedPlan {
  readonly source: 'contract' | 'run' | 'extract'
  readonly versions: readonly [SourcedVersion, ...SourcedVersion[]]
  readonly isWithdrawn: boolean
  /** Whether a step only writes the plan and does nothing of it. */
  readonly isWriting: (step: Step) => boolean
}

/** Why there is no plan to hold a run against. */
export interface NoPlan {
  readonly reason: 'plan-missing' | 'plan-unreadable' | 'plan-schema'
  /** A sentence that quotes no more than ids. */
  readonly detail: string
  readonly spans: readonly SpanRef[]
  /** The run says nothing of any plan. */
  readonly isAbsent?: true
}

export interface PlanFinder {
  readonly content: ContentNeeds
  readonly find: (run: TrajectoryRun, scoped: ScopedRun) => SourcedPlan | NoPlan
}

/** Options that say where the plan is. */
export const sourceShape = {
  plan: planItems(stepSelector)
    .superRefine((items, context) => {
      const compiled = compilePlan(items)
      for (const { path, message, help } of 'problems' in compiled ? compiled.problems : []) {
        context.addIssue({ code: 'custom', path: [...path], message: `${message}; ${help}` })
      }
      for (const step of stepsOf(items)) {
        if (step.do === undefined)
          context.addIssue({ code: 'custom', message: `plan step \`${step.id}\` has no \`do\`` })
      }
    })
    .optional()
    .describe('Steps of the plan. Default: what the run says of its plan'),
  extract: extractShape.optional().describe("Where the run's plan stands that records none in `spanpact.plan.*`"),
}

export const onePlan = filledIn('has `plan` beside `extract`: the plan of the contract is the plan')

export interface SourceOptions {
  readonly plan?: readonly WrittenItem<StepSelector>[] | undefined
  readonly extract?: z.output<typeof extractShape> | undefined
}

export function createPlanFinder({ plan, extract }: SourceOptions): PlanFinder {
  if (plan !== undefined) {
    const declared = declaredPlan(plan)
    return { content: {}, find: () => declared }
  }
  const extractor = extract === undefined ? undefined : compileExtractor(extract)
  return {
    content: extractor === undefined ? {} : extractor.from === 'args' ? { args: true } : { result: true },
    find(run, scoped) {
      const carriers = findCarriers(run, scoped)
      if (carriers.found.some(({ kind }) => kind === 'emitted')) return emittedPlan(carriers.found, extractor)
      const found = extractor === undefined ? undefined : extractedPlan(scoped.steps, extractor)
      if (found !== undefined) return found
      const [silent] = carriers.silent
      return {
        reason: 'plan-missing',
        detail: silent === undefined ? 'the run says nothing of a plan' : 'a planning step says nothing of its plan',
        spans: silent === undefined ? [] : [silent.spans[0]!],
        ...(silent === undefined ? { isAbsent: true } : {}),
      }
    },
  }
}

/** All steps of a plan, of groups too. */
export function stepsOf<Do>(
  items: readonly WrittenItem<Do>[],
): Exclude<WrittenItem<Do>, { oneOf: unknown } | { anyOrder: unknown }>[] {
  return items.flatMap((item) => {
    if ('oneOf' in item) return stepsOf(item.oneOf)
    return 'anyOrder' in item ? stepsOf(item.anyOrder) : [item]
  })
}

function declaredPlan(items: readonly WrittenItem<StepSelector>[]): SourcedPlan {
  const compiled = compilePlan(items)
  if ('problems' in compiled) throw new Error(compiled.problems[0]!.message)
  const actions = new Map(
    stepsOf(items).map(({ id, do: action, or = [] }) => [
      id,
      { action: action === undefined ? undefined : compileAction(action), or: or.map((one) => compileAction(one)) },
    ]),
  )
  const version = {
    version: 1,
    plan: compiled.plan,
    actions,
    at: 'always',
    step: null,
    span: null,
    reason: null,
  } as const
  return { source: 'contract', versions: [version], isWithdrawn: false, isWriting: () => false }
}

/** A sentence without a tool's name is looked up in the map. */
function recordedActions(
  items: readonly WrittenItem<Value>[],
  extractor: PlanExtractor | undefined,
): SourcedVersion['actions'] {
  const read = (written: Value | undefined): PlannedAction | undefined =>
    readAction(written) ?? (typeof written === 'string' ? extractor?.actionOf(written)?.action : undefined)
  return new Map(
    stepsOf(items).map(({ id, do: action, or = [] }) => [
      id,
      { action: read(action), or: or.map(read).filter((one) => one !== undefined) },
    ]),
  )
}

function emittedPlan(carriers: readonly PlanCarrier[], extractor: PlanExtractor | undefined): SourcedPlan | NoPlan {
  const emitted = new Map<number, { readonly plan: EmittedPlan; readonly carrier: PlanCarrier }>()
  for (const carrier of carriers) {
    if (carrier.kind !== 'emitted') continue
    const read = readCarrier(carrier)
    const refuse = (detail: string, reason: NoPlan['reason'] = 'plan-unreadable'): NoPlan => ({
      reason,
      detail,
      spans: [carrier.span],
    })
    if (!('emitted' in read)) return refuse(read.message, read.reason)
    const { id, version, items } = read.emitted
    const [first] = emitted.values()
    if (first !== undefined && first.plan.id !== id) {
      return refuse(`the run has several plans, \`${first.plan.id}\` and \`${id}\``)
    }
    const known = emitted.get(version)
    if (known === undefined) emitted.set(version, { plan: read.emitted, carrier })
    else if (textOf(known.plan.items) !== textOf(items))
      return refuse(`version ${version} of plan \`${id}\` is there twice, and differs`)
  }
  const inOrder = [...emitted.values()]
  const [
    {
      plan: { id },
      carrier,
    },
  ] = inOrder as [(typeof inOrder)[number]]
  const missing = missingVersions([...emitted.keys()])
  if (missing.length > 0) {
    return {
      reason: 'plan-missing',
      detail: `version ${missing[0]} of plan \`${id}\` is not recorded`,
      spans: [carrier.span],
    }
  }
  const isBackwards = inOrder.some(({ plan }, index) => plan.version !== index + 1)
  const isTimeless = inOrder.length > 1 && inOrder.some((one) => one.carrier.at === null && one.carrier.step === null)
  if (isBackwards || isTimeless) {
    return {
      reason: 'plan-unreadable',
      detail: `the times of plan \`${id}\` contradict its versions`,
      spans: [carrier.span],
    }
  }
  const last = inOrder.at(-1)!
  const versions = inOrder.map(({ plan, carrier: { at, step, span } }): SourcedVersion => ({
    version: plan.version,
    plan: plan.plan,
    actions: recordedActions(plan.items, extractor),
    at,
    step,
    span,
    reason: plan.reason,
  }))
  return {
    source: 'run',
    versions: versions as [SourcedVersion, ...SourcedVersion[]],
    isWithdrawn: carriers.some((one) => {
      const withdrawn = withdrawnBy(one)
      return withdrawn !== null && withdrawn.id === id && withdrawn.version === last.plan.version
    }),
    isWriting: () => false,
  }
}

/** Every time the list is written with other items is a version. */
function extractedPlan(steps: readonly Step[], extractor: PlanExtractor): SourcedPlan | NoPlan | undefined {
  const versions: SourcedVersion[] = []
  let lastKey: string | undefined
  for (const step of steps) {
    const decision = extractor.selector.selects(step)
    if (decision === false) continue
    const refuse = (detail: string): NoPlan => ({ reason: 'plan-unreadable', detail, spans: step.spans.slice(0, 1) })
    const items = decision === undefined ? undefined : extractor.read(step)
    if (items === undefined) return refuse('the list of plan items is not recorded where `extract` looks for it')
    const key = JSON.stringify(items.map(({ id }) => id))
    if (key === lastKey || items.length === 0) continue
    lastKey = key
    const compiled = compilePlan(items)
    if ('problems' in compiled) return refuse(compiled.problems[0]!.message)
    versions.push({
      version: versions.length + 1,
      plan: compiled.plan,
      actions: new Map(items.map(({ id, action }) => [id, { action, or: [] }])),
      at: step.startUnixNano,
      step,
      span: step.spans[0] ?? null,
      reason: null,
    })
  }
  if (versions.length === 0) return undefined
  return {
    source: 'extract',
    versions: versions as unknown as [SourcedVersion, ...SourcedVersion[]],
    isWithdrawn: false,
    isWriting: (step) => extractor.selector.selects(step) === true,
  }
}

function textOf(items: EmittedPlan['items']): string {
  return canonicalText(items as unknown as Value)
}
