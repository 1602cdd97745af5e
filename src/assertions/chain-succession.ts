import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const chainSuccession = defineAssertion({
  summary: 'Requires two steps to come only one directly after the other',
  ...orderRule('chain-succession', {
    activates: ['first', 'second'],
    between: 'action',
    words: { first: 'not followed directly by', second: 'not directly after' },
  }),
})
