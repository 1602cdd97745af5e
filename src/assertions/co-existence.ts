import { defineAssertion } from './assertion.ts'
import { choiceRule } from './declare/choice-rule.ts'

export const coExistence = defineAssertion({
  summary: 'Requires both of two steps, or none of them',
  ...choiceRule('co-existence', {
    asksFrom: ['first', 'second'],
    describe({ order: [first, second], side }, place) {
      const [one, other] = side === 'first' ? [first, second] : [second, first]
      return {
        message: `${place} has ${one} and no ${other} that goes with it`,
        help: `have the agent call both ${first} and ${second}, or none of them`,
      }
    },
  }),
})
