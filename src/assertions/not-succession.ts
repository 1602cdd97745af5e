import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const notSuccession = defineAssertion({
  summary: 'Forbids a step after another',
  saysNever: true,
  ...orderRule('not-succession', {
    activates: ['first', 'second'],
    forbids: true,
    words: { first: 'and later' },
  }),
})
