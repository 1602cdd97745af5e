import type { Step } from '../../model/step.ts'
import type { ContentNeeds } from '../assertion.ts'
import { compileStepSelector, type CompiledStepSelector, type StepSelector } from '../step-selector.ts'
import type { ScopedRun } from '../trajectory-run.ts'
import type { Correlation, Side } from './correlation.ts'
import { createParty, type Party } from './party.ts'

/** One selector of a pair: what triggers takes any status, what must satisfy none that failed. */
export interface CompiledSide {
  readonly any: CompiledStepSelector
  readonly good: CompiledStepSelector
  /** The tool it names, where it names one literally and nothing else. */
  readonly literal: string | null
}

export type CompiledPair = Readonly<Record<Side, CompiledSide>>

export function compilePair([first, second]: readonly [StepSelector, StepSelector]): CompiledPair {
  return { first: compileSide(first), second: compileSide(second) }
}

function compileSide(selector: StepSelector): CompiledSide {
  const any = compileStepSelector(selector, 'any')
  const isOne = typeof selector === 'string' || typeof selector.tool === 'string'
  return { any, good: compileStepSelector(selector), literal: isOne ? (any.literals[0] ?? null) : null }
}

export const otherSide: Readonly<Record<Side, Side>> = { first: 'second', second: 'first' }

/** The steps of a side, with any status or none that failed. */
export function partyOf(
  steps: readonly Step[],
  pair: CompiledPair,
  side: Side,
  status: 'any' | 'good',
  { keyOf }: Correlation,
): Party {
  return createParty(steps, pair[side][status].selects, (step) => keyOf(side, step))
}

/** Names of tools that had to be there for these steps, and of which the scope has none. */
export function absentNames({ steps }: ScopedRun, pair: CompiledPair, sides: readonly Side[]): readonly string[] {
  return sides.flatMap((side) => {
    const { any, literal } = pair[side]
    return literal !== null && !steps.some((step) => any.names(step) !== false) ? [literal] : []
  })
}

/** Whether calls without a span may be steps of the pair. */
export function asksForTools({ first, second }: CompiledPair): boolean {
  return first.any.kinds.has('tool') || second.any.kinds.has('tool')
}

/** What of steps is read: what the selectors ask for, and the arguments that partners share. */
export function contentOf(pairs: readonly CompiledPair[], isCorrelated: boolean): ContentNeeds {
  const needs = pairs.flatMap(({ first, second }) => [first.any.content, second.any.content])
  return Object.assign({}, ...needs, isCorrelated ? { args: true } : {}) as ContentNeeds
}

export function wordsOfPair({ first, second }: CompiledPair): readonly [string, string] {
  return [first.any.words, second.any.words]
}
