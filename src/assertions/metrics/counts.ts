import type { Step } from '../../model/step.ts'
import { spansOf } from '../count-steps.ts'
import { foldScopes } from '../scope-fold.ts'
import { largest, sumUp, type Amount, type Measure } from './measure.ts'
import type { MeasuredRun } from './measured-run.ts'

export function countModelCalls(view: MeasuredRun, limit: number): Measure {
  const isModel = ({ kind }: Step): boolean => kind === 'model'
  return {
    ...countSteps(view, isModel, () => 1, limit),
    unknown: [...spansOf(view.maybe.filter(isModel)), ...view.hidden],
    reason: view.hidden.length > 0 ? 'calls-hidden' : 'content-unknown',
    holes: view.scoped.holes(),
  }
}

export function countToolCalls(view: MeasuredRun, limit: number): Measure {
  return countSteps(
    view,
    ({ kind }) => kind === 'tool',
    () => 1,
    limit,
  )
}

/** Tries of everything but agents, whose tries are those of what is inside; a try that is numbered and lost counts. */
export function countAttempts(view: MeasuredRun, limit: number): Measure {
  const measure = countSteps(
    view,
    ({ kind }) => kind !== 'agent',
    ({ attempts }) => Math.max(attempts.length, attempts.at(-1)!.index),
    limit,
  )
  const unknown = [...(measure.unknown ?? []), ...view.hidden]
  return view.hidden.length === 0 ? measure : { ...measure, unknown, reason: 'calls-hidden' }
}

/** Model outputs of all scopes: calls of one turn count once. */
export function countTurns(view: MeasuredRun, limit: number): Measure {
  const seen = new Set<string>()
  const isNew = ({ kind, scope, turn, id }: Step): boolean => {
    if (kind !== 'model') return false
    const key = turn === null ? `step ${id}` : `${scope?.index ?? -1} ${turn}`
    return !seen.has(key) && seen.add(key) !== undefined
  }
  const counted = view.steps.filter(isNew)
  return {
    ...sumUp(
      counted.map((step) => ({ span: step.spans[0]!, amount: 1 })),
      limit,
    ),
    unknown: [...spansOf(view.maybe.filter(({ kind }) => kind === 'model')), ...view.hidden],
    reason: view.hidden.length > 0 ? 'calls-hidden' : 'content-unknown',
    holes: view.scoped.holes(),
  }
}

/** How many agents are inside of each other where they are most: the outermost alone is 1. */
export function nestingDepth(view: MeasuredRun, limit: number): Measure {
  const depthOf = foldScopes(0, (around, { kind }) => around + (kind === 'agent' ? 1 : 0))
  const amountOf = (step: Step): Amount => ({
    span: step.spans[0]!,
    amount: depthOf(step.scope) + (step.kind === 'agent' ? 1 : 0),
  })
  return {
    ...largest(view.steps.map(amountOf), limit),
    unknown: spansOf(view.maybe.filter((step) => amountOf(step).amount! > limit)),
    holes: view.scoped.holes('tools'),
  }
}

function countSteps(
  view: MeasuredRun,
  isCounted: (step: Step) => boolean,
  amountOf: (step: Step) => number,
  limit: number,
): Measure {
  const amounts = view.steps.filter(isCounted).map((step) => ({ span: step.spans[0]!, amount: amountOf(step) }))
  return {
    ...sumUp(amounts, limit),
    unknown: spansOf(view.maybe.filter(isCounted)),
    holes: view.scoped.holes('tools'),
  }
}
