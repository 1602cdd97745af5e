import { z } from 'zod'

import type { Scope, Step } from '../model/step.ts'
import { exactCount } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { compileStepSelector, stepSelector } from './step-selector.ts'

const full = fullForm(() => ({
  perParent: exactCount.describe('Most steps that one step starts; tries of one step are one'),
  of: stepSelector.optional().describe('Which steps count. Default: all but model calls'),
}))

/** Kinds that a step fans out into: each turn of a loop is one model call, which is no fan. */
const started = ['agent', 'tool', 'retrieval', 'handoff', 'memory', 'other'] as const

export const fanOutBound = defineAssertion({
  id: 'fan-out-bound',
  summary: 'Bounds how many steps one step starts',
  scope: 'deep',
  isOptional: true,
  options: z.union([full, exactCount.transform((perParent): z.output<typeof full> => ({ perParent }))]),
  compile({ perParent, of, scope = 'deep' }, { agent }) {
    const selector = compileStepSelector(of ?? { kind: [...started] }, 'any')
    return {
      content: selector.content,
      check(run) {
        const scoped = run.within(scope, agent)
        const { sure, maybe } = selectSteps(scoped.steps, selector.selects)
        const holes = scoped.holes('tools')
        const fans = fansOf(sure, holes.length > 0)
        const widest = fans.reduce<readonly Step[]>((one, other) => (other.length > one.length ? other : one), [])
        const data = { children: widest.length, perParent, parent: nameOfParent(widest[0], run.steps.steps) }
        if (widest.length > perParent) {
          return fail(sure.length, 'too-many-children', {
            data,
            counterexample: spansOf(widest.slice(0, perParent + 1)),
          })
        }
        if (holes.length > 0) return openByGaps(sure.length, holes, { data })
        const wide = fansOf([...sure, ...maybe], false).find(({ length }) => length > perParent)
        return wide === undefined
          ? pass(sure.length)
          : open(sure.length, 'content-unknown', { data, counterexample: spansOf(wide) })
      },
    }
  },
  describe: ({ children, perParent, parent }, place) => ({
    message: `${place} starts ${String(children)} steps from ${typeof parent === 'string' ? `\`${parent}\`` : 'one step'}, expected at most ${String(perParent)}`,
    help: 'have it ask for fewer at a time, or raise `perParent`',
  }),
})

/**
 * Steps by what started them; what nothing started, as the outermost agent, is in none. Where spans may be lost, steps that
 * nothing is seen to have asked for may be of one model call each.
 */
function fansOf(steps: readonly Step[], mayLackAskers: boolean): readonly (readonly Step[])[] {
  const children = steps.filter(({ requestedBy, scope, turn }) => (requestedBy ?? scope ?? turn) !== null)
  const keyOf = (step: Step): string =>
    mayLackAskers && step.requestedBy === null ? `alone ${step.id}` : parentKey(step)
  return [...Map.groupBy(children, keyOf).values()]
}

/** The model output that asked for a step; else the turn of its scope, else the scope. */
function parentKey({ requestedBy, scope, turn }: Step): string {
  return requestedBy === null ? `scope ${scope?.index ?? -1} ${turn ?? ''}` : `step ${requestedBy}`
}

function nameOfParent(child: Step | undefined, steps: readonly Step[]): string | null {
  if (child === undefined) return null
  const asker = child.requestedBy === null ? undefined : steps.find(({ id }) => id === child.requestedBy)
  const scope: Scope | null = child.scope
  return asker?.spans[0]?.name ?? scope?.name ?? null
}
