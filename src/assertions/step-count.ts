import { z } from 'zod'

import { stepKinds } from '../model/span-facts.ts'
import { exactCount, filledIn, oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { attemptsOf, decideCount, rangeWords, selectSteps } from './count-steps.ts'
import { fullForm } from './options.ts'
import { listOf } from './step-selector.ts'

const full = fullForm(() => ({
  kind: oneOrMore(z.enum([...stepKinds, 'any'])).describe('Kinds of steps that are counted; any: all'),
  min: exactCount.optional().describe('At least this many steps. Default: 0'),
  max: exactCount.optional().describe('At most this many steps; 0 means none'),
  count: z.enum(['steps', 'attempts']).optional().describe('What is counted. Default: steps'),
}))
  .refine(({ min, max }) => min !== undefined || max !== undefined, filledIn('has neither `min` nor `max`'))
  .refine(
    ({ min, max }) => min !== 0 || max !== undefined,
    filledIn('has `min: 0` and no `max`, which any run satisfies'),
  )
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, filledIn('has `min` above `max`'))

export const stepCount = defineAssertion({
  id: 'step-count',
  summary: 'Bounds how many steps of a kind a run takes',
  scope: 'own',
  options: full,
  compile({ kind, min = 0, max = Infinity, count = 'steps', scope = 'own' }, { agent }) {
    const kinds = new Set<string>(listOf(kind))
    const isAny = kinds.has('any')
    // A call without a span is a missing tool step, whatever else is missing.
    const holesOf = isAny || kinds.has('tool') ? 'tools' : undefined
    return {
      check(run) {
        const scoped = run.within(scope, agent)
        const selected = selectSteps(scoped.steps, (step) => isAny || kinds.has(step.kind))
        return decideCount(
          selected,
          { min, max },
          scoped.holes(holesOf),
          { data: { kind, of: count } },
          count === 'attempts' ? attemptsOf : undefined,
        )
      },
    }
  },
  describe(data, place) {
    const isTooMany = data['reason'] === 'too-many'
    return {
      message: `${place} has ${String(data['count'])} ${wordsOf(data)}, expected ${rangeWords(data)}`,
      help: isTooMany ? 'make the agent need fewer, or raise `max`' : 'find out what the run left out, or lower `min`',
    }
  },
})

function wordsOf({ kind, of }: Readonly<Record<string, unknown>>): string {
  const kinds = listOf(kind).map(String)
  const what = of === 'attempts' ? 'attempts at steps' : 'steps'
  return kinds.includes('any') ? what : `${what} of kind ${kinds.map((one) => `\`${one}\``).join(' or ')}`
}
