import { defineAssertion } from './assertion.ts'
import { orderRule } from './declare/order-rule.ts'

export const alternateResponse = defineAssertion({
  summary: 'Requires after each step a later one before the step comes again',
  ...orderRule('alternate-response', {
    activates: ['first'],
    between: 'activation',
    words: { first: 'without, before the next of it, a later' },
  }),
})
