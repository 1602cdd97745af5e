import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const response = defineAssertion({
  summary: 'Requires after each step a later one',
  ...orderRule('response', {
    activates: ['first'],
    words: { first: 'without a later' },
  }),
})
