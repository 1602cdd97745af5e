import { defineAssertion } from './assertion.ts'
import { choiceRule } from './declare/choice-rule.ts'

export const notCoExistence = defineAssertion({
  summary: 'Forbids two steps in one run',
  saysNever: true,
  ...choiceRule('not-co-existence', {
    excludes: 'any',
    describe: ({ order: [first, second] }, place) => ({
      message: `${place} has both ${first} and ${second}, expected one of them at most`,
      help: `keep the agent from calling ${second} in a run that has ${first}, or drop the item`,
    }),
  }),
})
