import { z } from 'zod'

import { oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { compileContentMatch, contentMatchShape, contentProblem } from './content-match.ts'
import { describeContentMatch } from './content-match-words.ts'
import { fullForm } from './options.ts'
import { compileStepSelector, selectorShape, stepName } from './step-selector.ts'
import { valueMatcher } from './value-matcher.ts'

const full = fullForm(() => ({
  tool: oneOrMore(stepName).describe('Name of the tool, or of any of several'),
  args: valueMatcher.optional().describe('Expected arguments: literals or operators'),
  calls: z
    .array(valueMatcher)
    .min(1, 'the list is empty')
    .optional()
    .describe('Arguments of several calls, each its own'),
  ...contentMatchShape,
  retries: z.enum(['last', 'every']).optional().describe('Which tries of a call must have them. Default: last'),
  result: selectorShape().result,
  status: selectorShape().status,
  errorType: selectorShape().errorType,
})).superRefine(({ args, calls, occurrence, extras }, context) => {
  // A misspelt key is not missing too.
  if (context.issues.length > 0) return
  const problem = contentProblem('args', { expected: args, calls, occurrence, extras })
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})

export const toolArgsMatch = defineAssertion({
  id: 'tool-args-match',
  summary: 'Requires that a tool is called with the given arguments',
  scope: 'own',
  options: full,
  compile(options, context) {
    const { tool, result, status, errorType, occurrence = 'all', retries = 'last' } = options
    // A call that must be there must not have failed; of calls that must be right, failed ones are no exception.
    const whenUnsaid = options.calls !== undefined || occurrence === 'any' ? 'not-failed' : 'any'
    return compileContentMatch(
      {
        ...options,
        part: 'args',
        expected: options.args,
        calls: options.calls,
        extras: options.extras ?? 'allow',
        occurrence,
        scope: options.scope ?? 'own',
        selector: compileStepSelector({ tool, result, status, errorType }, whenUnsaid),
        contents: ({ args, attempts }) => (retries === 'last' ? [args] : attempts.map((one) => one.args)),
      },
      context,
    )
  },
  describe: (data, place) => describeContentMatch('args', data, place),
})
