import { z } from 'zod'

import { exactCount, filledIn, oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { attemptsOf, decideCount, rangeWords, selectSteps } from './count-steps.ts'
import { fullForm } from './options.ts'
import { compileStepSelector, listOf, selectorShape, stepName, type StepSelector } from './step-selector.ts'
import { mergeOutcomes } from './merge-outcomes.ts'

const full = fullForm(() => ({
  tool: oneOrMore(stepName).describe('Name of the tool; of a list, each'),
  args: selectorShape().args,
  result: selectorShape().result,
  status: selectorShape().status,
  errorType: selectorShape().errorType,
  min: exactCount.optional().describe('At least this many calls. Default: 1'),
  max: exactCount.optional().describe('At most this many calls; 0 means none'),
  exactly: exactCount.optional().describe('Exactly this many calls'),
  count: z.enum(['steps', 'attempts']).optional().describe('What is counted. Default: steps'),
}))
  .refine(
    ({ exactly, min, max }) => exactly === undefined || (min === undefined && max === undefined),
    filledIn('has `exactly` beside `min` or `max`'),
  )
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, filledIn('has `min` above `max`'))
  .refine(
    ({ min, max }) => min !== 0 || max !== undefined,
    filledIn('has `min: 0` and no `max`, which any run satisfies'),
  )

export const toolUsed = defineAssertion({
  id: 'tool-used',
  summary: 'Requires calls of a tool, as many as given',
  scope: 'own',
  options: z.union([full, oneOrMore(stepName).transform((tool): z.output<typeof full> => ({ tool }))]),
  compile({ tool, min, max, exactly, count = 'steps', scope = 'own', ...rest }, { agent }) {
    const limits = { min: exactly ?? min ?? (max === 0 ? 0 : 1), max: exactly ?? max ?? Infinity }
    const tools = listOf(tool).map((name) => {
      const selector: StepSelector = {
        tool: name,
        args: rest.args,
        result: rest.result,
        status: rest.status,
        errorType: rest.errorType,
      }
      return { name, selector: compileStepSelector(selector) }
    })
    return {
      content: Object.assign({}, ...tools.map(({ selector }) => selector.content)) as { args?: true; result?: true },
      names: limits.min === 0 ? [] : tools.flatMap(({ selector }) => selector.literals),
      check(run) {
        const scoped = run.within(scope, agent)
        return mergeOutcomes(
          tools.map(({ name, selector }) => {
            const selected = selectSteps(scoped.steps, selector.selects)
            const sizeOf = count === 'attempts' ? attemptsOf : undefined
            const isAbsent = limits.min > 0 && !scoped.steps.some((step) => selector.names(step) !== false)
            return decideCount(
              selected,
              limits,
              scoped.holes('tools'),
              { data: { tool: name, of: count }, absentNames: isAbsent ? selector.literals : [] },
              sizeOf,
            )
          }),
        )
      },
    }
  },
  describe(data, place) {
    const calls = `${data['of'] === 'attempts' ? 'attempts at' : 'calls of'} tool \`${String(data['tool'])}\``
    const isTooMany = data['reason'] === 'too-many'
    return {
      message: `${place} has ${String(data['count'])} ${calls}, expected ${rangeWords(data)}`,
      help: isTooMany
        ? 'keep the agent from calling it again, or raise `max`'
        : 'find out why the agent does without it, or lower `min`',
    }
  },
})
