import type { Value } from '../model/value.ts'
import { compilePattern } from '../selectors/index.ts'
import { checkEachMember } from './each-member.ts'
import { defineRule } from './rule.ts'
import { receivedWords, subjectWords, typeOfValue, type ValueData } from './value-type.ts'

type PatternData = ValueData & { readonly pattern: string; readonly received: string }

export const attributePattern = defineRule({
  id: 'attribute-pattern',
  summary: 'Requires text that matches the declared pattern',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  asks: 'present',
  compile(clause, context) {
    if (clause.pattern === undefined) return undefined
    const { key, type } = clause
    const pattern = compilePattern(clause.pattern)
    // A declared type already refuses values that are no text.
    const acceptsOthers = type !== undefined && type !== 'any'
    const accepts = (value: Value): boolean => (typeof value === 'string' ? pattern.test(value) : acceptsOthers)
    const dataOf = (value: Value) => ({
      attribute: key,
      pattern: pattern.source,
      received: typeOfValue(value),
      value: context.show(value, clause),
    })
    return { check: checkEachMember(accepts, dataOf) }
  },
  describe(data, place) {
    const facts = data as PatternData
    const { attribute, pattern, received, value } = facts
    return {
      message: `${subjectWords(facts, place)} is ${receivedWords(received, value)}; the contract wants text that matches \`${pattern}\``,
      help: `set \`${attribute}\` to text that matches \`${pattern}\``,
    }
  },
})
