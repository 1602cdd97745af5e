import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const alternateSuccession = defineAssertion({
  summary: 'Requires two steps to take turns',
  ...orderRule('alternate-succession', {
    activates: ['first', 'second'],
    between: 'activation',
    words: { first: 'without, before the next of it, a later', second: 'without, since the last of it, an earlier' },
  }),
})
