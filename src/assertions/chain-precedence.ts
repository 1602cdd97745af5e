import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const chainPrecedence = defineAssertion({
  summary: 'Requires before each step another directly before it',
  ...orderRule('chain-precedence', {
    activates: ['second'],
    between: 'action',
    words: { second: 'not directly after' },
  }),
})
