import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const succession = defineAssertion({
  summary: 'Requires after each step a later one, and before each of those an earlier one',
  ...orderRule('succession', {
    activates: ['first', 'second'],
    words: { first: 'without a later', second: 'without an earlier' },
  }),
})
