import * as fc from 'fast-check'

import { align, type Alignment, type AlignOptions } from '../../../src/assertions/plan/alignment.ts'
import type { Observed, ObservedStep, Relate } from '../../../src/assertions/plan/observed.ts'
import { compilePlan, type Plan, type PlanItem, type StepItem } from '../../../src/assertions/plan/plan.ts'
import { close, relationOf, type Action, type Trial } from './oracle.ts'

export const plainStep: ObservedStep = {
  insertCost: 1000,
  isFree: false,
  isDenied: false,
  isFailed: false,
  attempts: 1,
}

/** A plan that must compile. */
export function planOf(items: readonly PlanItem[]): Plan {
  const compiled = compilePlan(items)
  if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
  return compiled.plan
}

/** A plan of steps that are named like the tool they call: `a b c`. */
export function sequenceOf(ids: string): Plan {
  return planOf(ids.split(' ').map((id) => ({ id })))
}

export interface Seen {
  readonly observed: Observed
  readonly relate: Relate
}

/** Steps one after another: `b(args)` calls `b` with other arguments, `d|b` is a declared alternative, `b!` failed. */
export function seen(text: string, steps: Partial<Record<string, Partial<ObservedStep>>> = {}): Seen {
  const words = text.split(' ').filter((word) => word !== '')
  return {
    observed: {
      steps: words.map((word) => ({ ...plainStep, isFailed: word.endsWith('!'), ...steps[word] })),
      before: (one, other) => one < other,
    },
    relate: (position, id) => {
      const word = words[position]!.replace('!', '')
      if (word === id) return 'match'
      if (word === `${id}(args)`) return 'args-differ'
      return word.endsWith(`|${id}`) ? 'alternative' : undefined
    },
  }
}

export function alignSeen(plan: Plan, { observed, relate }: Seen, options: AlignOptions = {}): Alignment {
  return align(plan, observed, relate, options)
}

export function alignTrial({ items, actions, observed, before }: Trial, options: AlignOptions = {}): Alignment {
  return align(
    planOf(items),
    { steps: observed.map(({ step }) => step), before: (one, other) => before[one]![other]! },
    (position, id) => relationOf(observed[position]!, actions[id]!),
    options,
  )
}

/** The text that the oracle writes of an alignment. */
export function effectsOf(items: readonly PlanItem[], alignment: Alignment): string {
  const { steps } = planOf(items)
  const effects = [
    ...alignment.pairs.map(({ position, step }) => `${position} does ${steps[step]!.id}`),
    ...alignment.inserted.map((position) => `${position} is inserted`),
    ...alignment.skipped.filter(({ cost }) => cost > 0).map(({ step }) => `${steps[step]!.id} is skipped`),
  ]
  return [...new Set(effects)].sort().join(', ')
}

const name = fc.constantFrom('a', 'b', 'c')

const observedStep: fc.Arbitrary<ObservedStep> = fc.record({
  insertCost: fc.constantFrom(1000, 1000, 2000, 500),
  isFree: fc.constantFrom(false, false, false, true),
  isDenied: fc.constantFrom(false, false, false, true),
  isFailed: fc.constantFrom(false, false, false, true),
  attempts: fc.constantFrom(1, 2),
})

const optionalKeys = {
  optional: fc.constantFrom(undefined, undefined, true),
  repeat: fc.constantFrom(undefined, undefined, undefined, { min: 0, max: 2 }, { min: 2 }, { max: 2 }),
  weight: fc.constantFrom(undefined, undefined, 2),
  allowFailed: fc.constantFrom(undefined, true),
}

/** Plans of up to `size` steps, some in groups, some with an `after` of their own. */
function planItems(size: number): fc.Arbitrary<PlanItem[]> {
  const draw = fc.record({
    ...optionalKeys,
    group: fc.constantFrom(undefined, undefined, 'oneOf' as const, 'anyOrder' as const),
    members: fc.integer({ min: 1, max: 3 }),
    after: fc.option(fc.array(fc.nat({ max: size }), { maxLength: 2 }), { nil: undefined, freq: 3 }),
  })
  return fc.array(draw, { minLength: 1, maxLength: size }).map((draws) => {
    const items: PlanItem[] = []
    const ids: string[] = []
    const afterOf = (after: readonly number[] | undefined): string[] | undefined =>
      after === undefined || ids.length === 0 ? undefined : [...new Set(after.map((at) => ids[at % ids.length]!))]
    for (let at = 0; at < draws.length;) {
      const { group, members } = draws[at]!
      const count = group === undefined ? 1 : Math.min(members, draws.length - at)
      const steps = draws.slice(at, at + count).map(({ optional, repeat, weight, allowFailed }, member): StepItem => ({
        id: `s${at + member}`,
        optional,
        repeat,
        weight,
        allowFailed,
      }))
      const after = afterOf(draws[at]!.after)
      if (group === undefined) items.push({ ...steps[0]!, after })
      else if (group === 'oneOf') items.push({ id: `g${at}`, oneOf: steps, after })
      else items.push({ anyOrder: steps, after })
      ids.push(...steps.map(({ id }) => id))
      at += count
    }
    return items
  })
}

const action: fc.Arbitrary<Action> = fc.record({ name, args: fc.constantFrom(0, 0, 1) })

/** Small plans and runs of few tools, so that several ways to align them compete. */
export function trials(planSize: number, runSize: number): fc.Arbitrary<Trial> {
  return fc
    .record({
      items: planItems(planSize),
      actions: fc.array(fc.record({ name, args: fc.constantFrom(0, 0, 1), or: fc.option(name, { nil: undefined }) }), {
        minLength: planSize,
        maxLength: planSize,
      }),
      observed: fc.array(fc.record({ action, step: observedStep }), { maxLength: runSize }),
      edges: fc.array(fc.boolean(), { minLength: runSize * runSize, maxLength: runSize * runSize }),
      isTotal: fc.boolean(),
      shuffled: fc.shuffledSubarray([...Array(runSize).keys()], { minLength: runSize }),
    })
    .map(({ items, actions, observed, edges, isTotal, shuffled }) => {
      const rank = shuffled.filter((at) => at < observed.length)
      const before = observed.map((_, one) =>
        observed.map((__, other) => rank[one]! < rank[other]! && (isTotal || edges[one * runSize + other]!)),
      )
      close(before)
      return {
        items,
        actions: Object.fromEntries(
          actions.map(({ or, ...rest }, at) => [`s${at}`, or === undefined ? rest : { ...rest, or }]),
        ),
        observed: observed.map((one) => ({ ...one.action, step: one.step })),
        before,
      }
    })
}
