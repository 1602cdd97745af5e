import { z } from 'zod'

import { defineAssertion } from './assertion.ts'
import { decideCount, selectSteps } from './count-steps.ts'
import { fullForm } from './options.ts'
import { compileStepNames, stepName } from './step-selector.ts'
import { listedIds, scopePath } from './step-words.ts'

const names = z.array(stepName).min(1, 'the list is empty')
const full = fullForm(() => ({ tools: names.describe('Names of the tools that may not be called') }))

export const toolsDenied = defineAssertion({
  id: 'tools-denied',
  summary: 'Forbids calls of the given tools',
  scope: 'deep',
  saysNever: true,
  isOptional: true,
  options: z.union([full, names.transform((tools): z.output<typeof full> => ({ tools }))]),
  compile({ tools, scope = 'deep' }, { agent }) {
    const patterns = tools.map((pattern) => ({ pattern, matches: compileStepNames(pattern) }))
    const denying = (name: string): string | undefined => patterns.find(({ matches }) => matches(name))?.pattern
    return {
      check(run) {
        const scoped = run.within(scope, agent)
        const denied = selectSteps(
          scoped.steps.filter(({ kind }) => kind === 'tool'),
          ({ name }) => (name === null ? undefined : denying(name) !== undefined),
        )
        const outcome = decideCount(denied, { min: 0, max: 0 }, scoped.holes('tools'))
        const [first] = denied.sure
        if (first === undefined) return outcome
        const data = {
          tool: first.name,
          pattern: denying(first.name!),
          scope: scopePath(first.scope),
          steps: listedIds(denied.sure),
        }
        return { ...outcome, reason: 'denied', data }
      },
    }
  },
  describe({ tool, pattern, scope }, place) {
    const by = tool === pattern ? 'is denied' : `\`${String(pattern)}\` denies`
    const where = scope === '' ? '' : ` in \`${String(scope)}\``
    return {
      message: `${place} calls tool \`${String(tool)}\`${where}, which ${by}`,
      help: 'take the tool from the agent, or from the list',
    }
  },
})
