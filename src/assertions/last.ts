import { defineAssertion } from './assertion.ts'
import { endRule } from './declare/end-rule.ts'

export const last = defineAssertion({ summary: 'Requires a step after all others', ...endRule('last', 'last') })
