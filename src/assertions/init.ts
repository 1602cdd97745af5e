import { defineAssertion } from './assertion.ts'
import { endRule } from './declare/end-rule.ts'

export const init = defineAssertion({ summary: 'Requires a step before all others', ...endRule('init', 'first') })
