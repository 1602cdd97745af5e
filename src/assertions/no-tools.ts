import { z } from 'zod'

import { defineAssertion } from './assertion.ts'
import { decideCount } from './count-steps.ts'
import { fullForm } from './options.ts'
import { listedIds } from './step-words.ts'

const full = fullForm(() => ({}))

export const noTools = defineAssertion({
  id: 'no-tools',
  summary: 'Forbids calls of any tool',
  scope: 'deep',
  saysNever: true,
  isOptional: true,
  options: z.union([full, z.literal(true).transform((): z.output<typeof full> => ({}))]),
  compile({ scope = 'deep' }, { agent }) {
    return {
      check(run) {
        const scoped = run.within(scope, agent)
        const calls = scoped.steps.filter(({ kind }) => kind === 'tool')
        const outcome = decideCount({ sure: calls, maybe: [] }, { min: 0, max: 0 }, scoped.holes('tools'))
        if (outcome.verdict !== 'fail') return outcome
        return { ...outcome, reason: 'used', data: { ...outcome.data, tool: calls[0]!.name, steps: listedIds(calls) } }
      },
    }
  },
  describe({ tool, count }, place) {
    const first = typeof tool === 'string' ? `; the first is \`${tool}\`` : ''
    return {
      message: `${place} calls ${count === 1 ? '1 tool' : `tools ${String(count)} times`}, expected none${first}`,
      help: 'take the tools from the agent, or the item from the contract',
    }
  },
})
