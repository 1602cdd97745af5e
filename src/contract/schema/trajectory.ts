import { z } from 'zod'

import { expectForms, itemProblems, valueMatcher } from '../../assertions/index.ts'
import { filledIn, oneOrMore, selector, strictObjectOf, text } from '../../schema/index.ts'
import { trials } from './trials.ts'

const when = strictObjectOf(() => ({
  agent: text.optional().describe('The run invokes this agent; its steps are the ones spoken of'),
  case: oneOrMore(text).optional().describe('The run declares this case (`spanpact.case.id`)'),
  tag: oneOrMore(text).optional().describe('The run carries this tag'),
  fault: oneOrMore(text).optional().describe('The run had this fault; `none`: it had none'),
  outcome: oneOrMore(text).optional().describe('The run ended in this outcome (`spanpact.outcome`)'),
  input: valueMatcher.optional().describe('Test on what the user asked'),
  toolAvailable: oneOrMore(text).optional().describe('The recorded tool lists offer this tool'),
  match: selector.optional().describe('Selector on the entry span'),
}))
  .refine((value) => Object.keys(value).length > 0, filledIn('says nothing'))
  .describe('Which runs it speaks of. Default: all that the contract speaks of')

/** One item of `expect`: one key, the assertion's id or another tool's name for it. */
const expectItem = strictObjectOf(() =>
  Object.fromEntries(expectForms().map(({ key, schema }) => [key, schema.optional()])),
).superRefine((item, context) => {
  if (context.issues.length > 0) return
  for (const problem of itemProblems(item)) context.addIssue({ code: 'custom', ...problem, path: [...problem.path] })
})

const trajectory = strictObjectOf(() => ({
  brief: text.optional().describe('One line of documentation'),
  when: when.optional(),
  expect: z.array(expectItem).min(1, 'the list is empty').describe('Assertions; all must hold'),
  trials: trials.optional(),
  exercise: z
    .enum(['required', 'optional'])
    .optional()
    .describe('required: some run must be spoken of. Default: none need be'),
}))

export const trajectories = z
  .record(text, trajectory)
  .refine((value) => Object.keys(value).length > 0, filledIn('names no trajectory'))
  .describe('What runs must do, by name')
