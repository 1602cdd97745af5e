import { z } from 'zod'

import { parseJson } from '../dialects/index.ts'
import type { StepContent } from '../model/step.ts'
import { oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { compileContentMatch, contentMatchShape, contentProblem } from './content-match.ts'
import { describeContentMatch } from './content-match-words.ts'
import { fullForm } from './options.ts'
import { compileStepSelector, selectorShape, stepName } from './step-selector.ts'
import { valueMatcher } from './value-matcher.ts'

const full = fullForm(() => ({
  tool: oneOrMore(stepName).describe('Name of the tool, or of any of several'),
  result: valueMatcher.optional().describe('Expected result: a literal or operators'),
  calls: z
    .array(valueMatcher)
    .min(1, 'the list is empty')
    .optional()
    .describe('Results of several calls, each its own'),
  json: z.boolean().optional().describe('Texts are JSON: compare what they hold. Default: false'),
  ...contentMatchShape,
  args: selectorShape().args,
  status: selectorShape().status,
  errorType: selectorShape().errorType,
})).superRefine(({ result, calls, occurrence, extras }, context) => {
  // A misspelt key is not missing too.
  if (context.issues.length > 0) return
  const problem = contentProblem('result', { expected: result, calls, occurrence, extras })
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})

export const toolResultMatch = defineAssertion({
  id: 'tool-result-match',
  summary: 'Requires that a tool answers with the given result',
  scope: 'own',
  options: full,
  compile(options, context) {
    const { tool, args, status, errorType, json = false } = options
    return compileContentMatch(
      {
        ...options,
        part: 'result',
        expected: options.result,
        calls: options.calls,
        extras: options.extras ?? 'allow',
        occurrence: options.occurrence ?? 'all',
        scope: options.scope ?? 'own',
        selector: compileStepSelector({ tool, args, status, errorType }),
        contents: ({ result }) => [json ? decoded(result) : result],
      },
      context,
    )
  },
  describe: (data, place) => describeContentMatch('result', data, place),
})

function decoded(result: StepContent): StepContent {
  if (!('value' in result) || typeof result.value !== 'string') return result
  const parsed = parseJson(result.value)
  return 'value' in parsed ? parsed : { lacks: 'invalid-json', text: result.value, problem: parsed.problem }
}
