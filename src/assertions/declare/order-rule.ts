import { z } from 'zod'

import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Value } from '../../model/value.ts'
import type { Assertion } from '../assertion.ts'
import { spansOf } from '../count-steps.ts'
import { mergeOutcomes } from '../merge-outcomes.ts'
import { observedSteps } from '../observed-steps.ts'
import { defaultStateCap, fullForm } from '../options.ts'
import { fail, open, openByGaps, pass, type Outcome } from '../outcome.ts'
import type { ScopedRun, TrajectoryRun } from '../trajectory-run.ts'
import { createBetween, isAction } from './between.ts'
import {
  absentNames,
  asksForTools,
  compilePair,
  contentOf,
  otherSide,
  partyOf,
  wordsOfPair,
  type CompiledPair,
} from './compile-pair.ts'
import { compileCorrelation, type Correlation, type Side } from './correlation.ts'
import { either } from './decisions.ts'
import { longestNano } from './distance.ts'
import { distinctPairList, notBoth, orderShape, pairList, pairShape, pairsOf, withinSteps } from './pair-options.ts'
import { describeOrder, type OrderRule } from './order-words.ts'
import { createParty } from './party.ts'
import { createPartnerSearch, type PartnerSearch, type Relation } from './partners.ts'

interface Settings {
  readonly rule: OrderRule
  readonly correlation: Correlation
  readonly takesConcurrent: boolean
  readonly limitNano: number
  readonly withinSteps: number | undefined
  readonly stateCap: number
  readonly show: (value: Value) => string
}

interface Violation {
  readonly side: Side
  readonly activation: Step
  readonly relation: Relation
  readonly partner: Step | null
}

const listedViolations = 5

/** Options, judgement and words of a rule about the order of steps. Source: docs/guides/trajectories.md, "Order". */
export function orderRule<Id extends string>(id: Id, rule: OrderRule) {
  const list = rule.forbids === true ? pairList : distinctPairList
  const shape = { ...pairShape, order: list.describe('The steps; of more than two, each and the next'), ...orderShape }
  const withSteps = { ...shape, withinSteps }
  // What is next is one step away.
  const full = fullForm(() => (rule.between === 'action' ? (shape as typeof withSteps) : withSteps)).refine(
    (value) => value.within === undefined || value.withinSteps === undefined,
    notBoth,
  )
  type Options = z.output<typeof full>
  return {
    id,
    scope: 'own',
    options: z.union([full, list.transform((order): Options => ({ order }))]),
    compile({ order, on, scope = 'own', stateCap = defaultStateCap, concurrent, ...rest }: Options, { agent, show }) {
      const pairs = pairsOf(order).map(compilePair)
      const settings: Settings = {
        rule,
        correlation: compileCorrelation(on),
        takesConcurrent: concurrent === (rule.forbids === true ? 'violation' : 'allowed'),
        limitNano: longestNano(rest),
        withinSteps: rest.withinSteps,
        stateCap,
        show,
      }
      return {
        content: contentOf(pairs, on !== undefined),
        check: (run) => mergeOutcomes(pairs.map((pair) => judge(run, run.within(scope, agent), pair, settings))),
      }
    },
    describe: (data, place) => describeOrder(id, rule, data, place),
  } satisfies Partial<Assertion<Id, Options>>
}

function judge(run: TrajectoryRun, scoped: ScopedRun, pair: CompiledPair, settings: Settings): Outcome {
  const { rule, correlation, stateCap } = settings
  const budget = { asked: 0 }
  const ask = (): boolean => ++budget.asked <= stateCap
  const missing =
    rule.between !== undefined || settings.withinSteps !== undefined || asksForTools(pair) ? 'tools' : undefined
  const holes = scoped.holes(missing)
  const extent = scoped.extent(missing)
  // A lost step may stand between, and a lost model output may have asked for both.
  const isBetweenKnown = extent !== 'partial' || (rule.between === undefined && settings.withinSteps === undefined)

  const violations: Violation[] = []
  let activations = 0
  let fulfilments = 0
  let violated = 0
  let doubt: 'order-unknown' | 'content-unknown' | undefined
  for (const side of rule.activates) {
    const party = partyOf(scoped.steps, pair, side, 'any', correlation)
    activations += party.steps.length
    // What is forbidden is found from the first of the pair.
    if (rule.forbids === true && side === 'second') continue
    const search = searchFrom(side, run, scoped, pair, settings, extent === 'partial', ask)
    for (const activation of party.steps) {
      const { decision, partner } = search.find(activation)
      const holds = rule.forbids === true ? negate(decision) : decision
      if (holds === true) fulfilments += 1
      else if (holds === false && party.takes(activation) === true) {
        violated += 1
        const isProven =
          rule.forbids === true ? isBetweenKnown : extent === 'complete' || isEarlyLack(extent, side, settings)
        if (isProven && violations.length < listedViolations)
          violations.push({ side, activation, ...explain(rule, search, activation, partner, run) })
      } else doubt ??= isOrderOpen(run, activation, partner) ? 'order-unknown' : 'content-unknown'
    }
  }

  const sides = rule.forbids === true ? [] : rule.activates.map((side) => otherSide[side])
  const details = {
    data: {
      order: wordsOfPair(pair),
      fulfilments,
      violated,
      violations: violations.map((one) => shown(one, settings)),
    },
    absentNames: activations === 0 ? [] : absentNames(scoped, pair, sides),
  }
  const [first] = violations
  if (first !== undefined) {
    const steps = [first.activation, ...(first.partner === null ? [] : [first.partner])]
    const involved = scoped.steps.filter(
      (step) => pair.first.any.names(step) !== false || pair.second.any.names(step) !== false,
    )
    return fail(activations, first.relation, {
      ...details,
      data: { ...details.data, ...compared(rule, pair, observedSteps(involved, run.steps.order)) },
      counterexample: spansOf(steps),
    })
  }
  if (holes.length > 0) return openByGaps(activations, holes, details)
  if (budget.asked > stateCap) {
    return open(activations, 'state-cap', { ...details, data: { ...details.data, states: stateCap } })
  }
  return doubt === undefined ? pass(activations) : open(activations, doubt, details)
}

/** The order that is asked for beside what came; of what is forbidden there is nothing to put beside it. */
function compared(
  { forbids }: OrderRule,
  pair: CompiledPair,
  observed: ReturnType<typeof observedSteps>,
): Readonly<Record<string, unknown>> {
  return {
    ...(forbids === true ? {} : { expected: wordsOfPair(pair).map((words) => words.replaceAll('`', '')) }),
    observed,
  }
}

/** What had to come earlier is not there, and nothing earlier is missing; what runs at the same time may still come. */
function isEarlyLack(extent: ReturnType<ScopedRun['extent']>, side: Side, { takesConcurrent }: Settings): boolean {
  return extent === 'prefix' && side === 'second' && !takesConcurrent
}

function searchFrom(
  side: Side,
  { steps: { order } }: TrajectoryRun,
  { steps }: ScopedRun,
  pair: CompiledPair,
  { rule, correlation, takesConcurrent, limitNano, withinSteps: most }: Settings,
  isPartial: boolean,
  ask: () => boolean,
): PartnerSearch {
  const direction = side === 'first' ? 'after' : 'before'
  const keyOf = (step: Step): ReturnType<Correlation['keyOf']> => correlation.keyOf(side, step)
  const anyKey = (): string => ''
  const actions = (limit: number): PartnerRule['between'][number] => {
    const party = createParty(steps.filter(isAction), () => true, anyKey)
    return { steps: createBetween(order, direction, party, anyKey, ask), limit }
  }
  const between =
    rule.between === 'action'
      ? [actions(1)]
      : rule.between === 'activation'
        ? [
            {
              steps: createBetween(order, direction, partyOf(steps, pair, side, 'any', correlation), keyOf, ask),
              limit: 1,
            },
          ]
        : []
  const { first, second } = pair
  return createPartnerSearch({
    order,
    direction,
    partners: partyOf(steps, pair, otherSide[side], rule.forbids === true ? 'any' : 'good', correlation),
    keyOf,
    takesConcurrent,
    limitNano,
    between: most === undefined ? between : [...between, actions(most)],
    fits: (activation, partner): Decision => {
      if (rule.forbids !== true) return true
      // One of the two has to have come about.
      const decision = either(first.good.selects(activation), second.good.selects(partner))
      const isAsked = activation.requestedBy !== null || partner.requestedBy !== null
      return decision === true && isPartial && !isAsked ? undefined : decision
    },
    ask,
  })
}

type PartnerRule = Parameters<typeof createPartnerSearch>[0]

function negate(decision: Decision): Decision {
  return decision === undefined ? undefined : !decision
}

function explain(
  { forbids }: OrderRule,
  search: PartnerSearch,
  activation: Step,
  partner: Step | null,
  { steps: { order } }: TrajectoryRun,
): Pick<Violation, 'relation' | 'partner'> {
  if (forbids !== true) return search.explain(activation)
  return { relation: order.before(activation, partner!) ? 'after' : 'concurrent', partner }
}

function isOrderOpen({ steps: { order } }: TrajectoryRun, activation: Step, partner: Step | null): boolean {
  if (partner === null) return false
  return order.decide(activation, partner) === undefined || order.decide(partner, activation) === undefined
}

function shown(
  { side, activation, partner, relation }: Violation,
  { correlation, show }: Settings,
): Readonly<Record<string, unknown>> {
  const value = correlation.valueOf(side, activation)
  return {
    side,
    activation: activation.id,
    partner: partner?.id ?? null,
    relation,
    correlation: value === undefined ? null : show(value),
  }
}
