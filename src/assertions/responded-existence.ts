import { defineAssertion } from './assertion.ts'
import { choiceRule } from './declare/choice-rule.ts'

export const respondedExistence = defineAssertion({
  summary: 'Requires a step wherever another occurs, before or after it',
  ...choiceRule('responded-existence', {
    asksFrom: ['first'],
    describe: ({ order: [first, second] }, place) => ({
      message: `${place} has ${first} and no ${second} that goes with it`,
      help: `have the agent call ${second} where it calls ${first}, or drop the item`,
    }),
  }),
})
