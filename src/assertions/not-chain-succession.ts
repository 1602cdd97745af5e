import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const notChainSuccession = defineAssertion({
  summary: 'Forbids a step directly after another',
  saysNever: true,
  ...orderRule('not-chain-succession', {
    activates: ['first', 'second'],
    between: 'action',
    forbids: true,
    words: { first: 'and directly after it' },
  }),
})
