import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const alternatePrecedence = defineAssertion({
  summary: 'Requires before each step an earlier one that no other such step has had',
  ...orderRule('alternate-precedence', {
    activates: ['second'],
    between: 'activation',
    words: { second: 'without, since the last of it, an earlier' },
  }),
})
