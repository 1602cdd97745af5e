import { z } from 'zod'

import { defineAssertion } from './assertion.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { compileStepNames, stepName } from './step-selector.ts'
import { listedIds, namesInWords } from './step-words.ts'

const names = z.array(stepName).min(1, 'the list is empty; `no-tools: true` forbids all')
const full = fullForm(() => ({ tools: names.describe('Names of the tools that may be called') }))

export const toolsAllowed = defineAssertion({
  id: 'tools-allowed',
  summary: 'Requires that only the given tools are called',
  scope: 'deep',
  isOptional: true,
  options: z.union([full, names.transform((tools): z.output<typeof full> => ({ tools }))]),
  compile({ tools, scope = 'deep' }, { agent }) {
    const isAllowed = compileStepNames(tools)
    return {
      check(run) {
        const scoped = run.within(scope, agent)
        const calls = scoped.steps.filter(({ kind }) => kind === 'tool')
        const other = selectSteps(calls, ({ name }) => (name === null ? undefined : !isAllowed(name)))
        const [first] = other.sure
        if (first !== undefined) {
          return fail(calls.length, 'not-allowed', {
            data: { tool: first.name, allowed: tools, steps: listedIds(other.sure) },
            counterexample: spansOf([first]),
          })
        }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(calls.length, holes, { data: { allowed: tools } })
        if (other.maybe.length === 0) return pass(calls.length)
        return open(calls.length, 'content-unknown', {
          data: { allowed: tools, steps: listedIds(other.maybe) },
          counterexample: spansOf(other.maybe),
        })
      },
    }
  },
  describe: ({ tool, allowed }, place) => ({
    message: `${place} calls tool \`${String(tool)}\`, allowed are ${namesInWords(allowed)}`,
    help: `take the tool from the agent, or add \`${String(tool)}\` to the list`,
  }),
})
