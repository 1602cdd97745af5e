import { z } from 'zod'

import type { Step } from '../model/step.ts'
import { exactCount } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { callKey } from './call-key.ts'
import { spansOf } from './count-steps.ts'
import { stepWords } from './observed-steps.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { findPossibleRepetition, findRepetition, type Item, type Repetition } from './repeated-blocks.ts'
import { groupInOrder, type StepGroup } from './step-groups.ts'
import { agentAround } from './trajectory-run.ts'

const full = fullForm(() => ({
  window: exactCount
    .min(1, 'is below 1: a block has a call at least')
    .optional()
    .describe('Calls that a block has at most. Default: 6'),
  max: exactCount
    .min(1, 'is below 1: every block comes once')
    .optional()
    .describe('How often a block may come back to back. Default: 2'),
  key: z
    .enum(['args', 'name'])
    .optional()
    .describe('What makes calls equal: tool and arguments (default), or the tool'),
}))

export const noLoop = defineAssertion({
  id: 'no-loop',
  summary: 'Forbids that an agent makes the same calls over and over',
  scope: 'own',
  options: z.union([full, z.literal(true).transform((): z.output<typeof full> => ({}))]),
  compile({ window = 6, max = 2, key = 'args', scope = 'own' }, { agent }) {
    return {
      ...(key === 'args' ? { content: { args: true } } : {}),
      check(run) {
        const scoped = run.within(scope, agent)
        const calls = scoped.steps.filter(({ kind }) => kind === 'tool')
        const items = new Map(calls.map((step) => [step, itemOf(step, key)]))
        let doubt: { readonly reason: string; readonly steps: readonly Step[] } | undefined
        for (const sequence of sequencesOf(calls)) {
          const groups = groupInOrder(sequence, run.steps.order)
          const asItems = groups.map(({ steps }) => steps.map((step) => items.get(step)!))
          const found = findRepetition(asItems, window, max)
          const repeating = found === undefined ? [] : groups.slice(found.start, found.start + found.length * (max + 1))
          const isOrdered = repeating.every(({ isOrderOpen }) => !isOrderOpen)
          // A lost call may stand between; of a log that only ends early none is lost before its end.
          if (found !== undefined && isOrdered && scoped.extent('tools') !== 'partial') {
            const data = { block: repeating.slice(0, found.length).map(shown), repeats: found.times, max, key }
            return fail(calls.length, 'loop', {
              data,
              counterexample: spansOf(repeating.flatMap(({ steps }) => steps)),
            })
          }
          const possible = findPossibleRepetition(asItems, window, max)
          if (groups.some(({ isOrderOpen }) => isOrderOpen) && canRepeat(sequence, items, max)) {
            doubt ??= { reason: 'order-unknown', steps: [] }
          } else if (possible !== undefined) {
            doubt ??= { reason: 'content-unknown', steps: stepsOf(groups, possible, max) }
          }
        }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(calls.length, holes)
        if (doubt !== undefined) return open(calls.length, doubt.reason, { counterexample: spansOf(doubt.steps) })
        return pass(calls.length)
      },
    }
  },
  describe(data, place) {
    if (data['reason'] === 'order-unknown') {
      return {
        message: `\`no-loop\` is undecided for ${place}: the recording does not say in which order equal calls came`,
        help: 'record start and end of every step',
      }
    }
    const block = (data['block'] as readonly (string | readonly string[])[])
      .map((group) => (typeof group === 'string' ? `\`${group}\`` : `\`${group.join('` beside `')}\``))
      .join(', ')
    return {
      message: `${place} calls ${block} ${String(data['repeats'])} times back to back${data['key'] === 'args' ? ' with equal arguments' : ''}, expected at most ${String(data['max'])}`,
      help: 'end the turn when a call brings nothing new, and tell the model what its last call returned',
    }
  },
})

function itemOf({ name, args }: Step, key: 'args' | 'name'): Item {
  const said = key === 'name' ? '' : callKey(args)
  return { name, key: name === null || said === null ? null : JSON.stringify([name, said]) }
}

/** All calls, and those of each agent invocation by themselves: what runs beside an agent does not hide its loop. */
function sequencesOf(calls: readonly Step[]): readonly (readonly Step[])[] {
  const each = [...Map.groupBy(calls, ({ scope }) => agentAround(scope)).values()]
  return each.length < 2 ? [calls] : [calls, ...each]
}

/** Whether any call comes often enough, in whatever order. */
function canRepeat(steps: readonly Step[], items: ReadonlyMap<Step, Item>, max: number): boolean {
  const all = steps.map((step) => items.get(step)!)
  const isNamed = all.every(({ name }) => name !== null)
  const isKnown = all.every(({ key }) => key !== null)
  const counts = Map.groupBy(all, ({ name, key }) => (isKnown ? key : isNamed ? name : ''))
  return [...counts.values()].some(({ length }) => length > max)
}

function stepsOf(groups: readonly StepGroup[], { start, length }: Repetition, max: number): readonly Step[] {
  return groups.slice(start, start + length * (max + 1)).flatMap(({ steps }) => steps)
}

function shown({ steps }: StepGroup): string | readonly string[] {
  return steps.length === 1 ? stepWords(steps[0]!) : steps.map(stepWords)
}
