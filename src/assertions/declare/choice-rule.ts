import { z } from 'zod'

import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Value } from '../../model/value.ts'
import type { Assertion } from '../assertion.ts'
import type { Description } from '../common-reasons.ts'
import { spansOf } from '../count-steps.ts'
import { mergeOutcomes } from '../merge-outcomes.ts'
import { fullForm } from '../options.ts'
import { fail, open, openByGaps, pass, type Outcome } from '../outcome.ts'
import type { ScopedRun } from '../trajectory-run.ts'
import { absentNames, asksForTools, compilePair, contentOf, otherSide, partyOf, wordsOfPair } from './compile-pair.ts'
import type { CompiledPair } from './compile-pair.ts'
import { compileCorrelation, sharesKey, type Correlation, type Side } from './correlation.ts'
import { both } from './decisions.ts'
import { distinctPairList, pairList, pairShape, pairsOf } from './pair-options.ts'
import type { Party } from './party.ts'

/** What distinguishes the rules about which of two steps occur, in whatever order. */
export interface ChoiceRule {
  /** Sides whose steps need one of the other side. */
  readonly asksFrom?: readonly Side[]
  /** The two must not both occur. */
  readonly excludes?: 'any' | 'good'
  /** One of the two must occur. */
  readonly requiresOne?: true
  readonly describe: (data: ChoiceData, place: string) => Description
}

export interface ChoiceData {
  readonly order: readonly [string, string]
  readonly reason: string
  readonly side: Side
}

interface Settings {
  readonly rule: ChoiceRule
  readonly correlation: Correlation
  readonly isCorrelated: boolean
  readonly show: (value: Value) => string
}

/** Options, judgement and words of a rule about which of two steps occur. */
export function choiceRule<Id extends string>(id: Id, rule: ChoiceRule) {
  const list = rule.excludes === 'any' ? pairList : distinctPairList
  const full = fullForm(() => ({
    ...pairShape,
    order: list.describe('The steps; of more than two, each and the next'),
  }))
  type Options = z.output<typeof full>
  return {
    id,
    scope: 'own',
    options: z.union([full, list.transform((order): Options => ({ order }))]),
    compile({ order, on, scope = 'own' }: Options, { agent, show }) {
      const pairs = pairsOf(order).map(compilePair)
      const settings = { rule, correlation: compileCorrelation(on), isCorrelated: on !== undefined, show }
      return {
        content: contentOf(pairs, on !== undefined),
        check: (run) => mergeOutcomes(pairs.map((pair) => judge(run.within(scope, agent), pair, settings))),
      }
    },
    describe: (data, place) => rule.describe(data as unknown as ChoiceData, place),
  } satisfies Partial<Assertion<Id, Options>>
}

/** A step and what it is with: none, or one. */
interface Match {
  readonly decision: Decision
  readonly partner: Step | null
}

function judge(scoped: ScopedRun, pair: CompiledPair, settings: Settings): Outcome {
  const { rule, correlation, isCorrelated } = settings
  const party = (side: Side, status: 'any' | 'good'): Party => partyOf(scoped.steps, pair, side, status, correlation)
  const any = { first: party('first', 'any'), second: party('second', 'any') }
  const good = { first: party('first', 'good'), second: party('second', 'good') }
  const holes = scoped.holes(asksForTools(pair) ? 'tools' : undefined)
  const occurs = (side: Side): boolean => good[side].steps.some((step) => good[side].takes(step) === true)
  const data = { order: wordsOfPair(pair) }

  if (rule.excludes !== undefined) {
    const isLenient = rule.excludes === 'good'
    const activations = isLenient ? 1 : any.first.steps.length + any.second.steps.length
    // Of two that both failed neither has come about.
    const matches = [
      ...matchesOf(isLenient ? good.first : any.first, good.second),
      ...(isLenient ? [] : matchesOf(good.first, any.second)),
    ]
    const pairFound = matches.find(({ decision }) => decision === true)
    if (pairFound !== undefined)
      return fail(activations, 'both', {
        data: { ...data, ...shownKey(pairFound.step, 'first', settings) },
        counterexample: spansOf([pairFound.step, pairFound.partner!].sort(byStart)),
      })
    const hasOne = rule.requiresOne !== true || occurs('first') || occurs('second')
    const mayHaveOne = hasOne || good.first.steps.length + good.second.steps.length > 0
    if (!mayHaveOne && holes.length === 0) return fail(activations, 'neither', { data })
    if (holes.length > 0) return openByGaps(activations, holes, { data })
    const isOpen = !hasOne || matches.some(({ decision }) => decision === undefined)
    return isOpen ? open(activations, 'content-unknown', { data }) : pass(activations)
  }

  const sides = rule.asksFrom ?? []
  const activations = sides.reduce((total, side) => total + any[side].steps.length, 0)
  // Nothing that is missing can take away what is there.
  if (!isCorrelated && sides.every((side) => occurs(otherSide[side]))) return pass(activations)
  const details = {
    data,
    absentNames:
      activations === 0
        ? []
        : absentNames(
            scoped,
            pair,
            sides.map((side) => otherSide[side]),
          ),
  }
  if (holes.length > 0) return openByGaps(activations, holes, details)
  let isOpen = false
  for (const side of sides) {
    for (const step of any[side].steps) {
      const { decision } = matchOf(step, any[side], good[otherSide[side]])
      if (decision === true) continue
      if (decision === undefined || any[side].takes(step) !== true) isOpen = true
      else {
        const shown = { ...data, side, ...shownKey(step, side, settings) }
        return fail(activations, 'none', { ...details, data: shown, counterexample: spansOf([step]) })
      }
    }
  }
  return isOpen ? open(activations, 'content-unknown', details) : pass(activations)
}

function matchesOf(from: Party, to: Party): readonly (Match & { readonly step: Step })[] {
  return from.steps.map((step) => ({ step, ...matchOf(step, from, to) }))
}

/** A step of `to` that goes with a step of `from`; a certain one where there is one. */
function matchOf(step: Step, from: Party, to: Party): Match {
  const key = from.keyOf(step)
  let isOpen = false
  for (const list of to.alike(key)) {
    for (const partner of list) {
      if (partner === step) continue
      const isShared = sharesKey(key, to.keyOf(partner))
      const decision = both(both(from.takes(step), to.takes(partner)), isShared)
      if (decision === true) return { decision, partner }
      if (decision === undefined) isOpen = true
      // Where the key is not known, nothing in the list is certain.
      if (isOpen && isShared === undefined) break
    }
  }
  return { decision: isOpen ? undefined : false, partner: null }
}

function byStart(one: Step, other: Step): number {
  const [left, right] = [one.startUnixNano ?? 0n, other.startUnixNano ?? 0n]
  return left < right ? -1 : left > right ? 1 : 0
}

function shownKey(step: Step, side: Side, { correlation, show }: Settings): { readonly correlation: string | null } {
  const value = correlation.valueOf(side, step)
  return { correlation: value === undefined ? null : show(value) }
}
