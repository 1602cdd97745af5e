import { z } from 'zod'

import { oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { decideCount, selectSteps } from './count-steps.ts'
import { fullForm } from './options.ts'
import { compileStepSelector, selectorShape, stepName } from './step-selector.ts'

const full = fullForm(() => ({
  tool: oneOrMore(stepName).describe('Name of the tool, or of any of several'),
  args: selectorShape().args,
  result: selectorShape().result,
  status: selectorShape().status,
  errorType: selectorShape().errorType,
}))

export const toolNotUsed = defineAssertion({
  id: 'tool-not-used',
  summary: 'Forbids calls of a tool, whatever becomes of them',
  scope: 'deep',
  isOptional: true,
  saysNever: true,
  options: z.union([full, oneOrMore(stepName).transform((tool): z.output<typeof full> => ({ tool }))]),
  compile({ tool, args, result, status, errorType, scope = 'deep' }, { agent }) {
    const selector = compileStepSelector({ tool, args, result, status, errorType }, 'any')
    return {
      content: selector.content,
      check(run) {
        const scoped = run.within(scope, agent)
        const selected = selectSteps(scoped.steps, selector.selects)
        const outcome = decideCount(selected, { min: 0, max: 0 }, scoped.holes('tools'), { data: { tool } })
        return outcome.reason === 'too-many' ? { ...outcome, reason: 'used' } : outcome
      },
    }
  },
  describe: ({ tool, count }, place) => ({
    message: `${place} calls tool ${wordsOfNames(tool)} ${String(count)} times, expected none`,
    help: 'take the tool from the agent, or the item from the contract',
  }),
})

function wordsOfNames(names: unknown): string {
  return (Array.isArray(names) ? names : [names]).map((name) => `\`${String(name)}\``).join(' or ')
}
