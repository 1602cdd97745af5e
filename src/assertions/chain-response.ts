import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const chainResponse = defineAssertion({
  summary: 'Requires after each step another as the next',
  ...orderRule('chain-response', {
    activates: ['first'],
    between: 'action',
    words: { first: 'not followed directly by' },
  }),
})
