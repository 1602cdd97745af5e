import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const precedence = defineAssertion({
  summary: 'Requires before each step an earlier one',
  ...orderRule('precedence', {
    activates: ['second'],
    words: { second: 'without an earlier' },
  }),
})
