import type { Value } from '../model/value.ts'
import { checkEachMember } from './each-member.ts'
import { defineRule } from './rule.ts'
import { receivedWords, subjectWords, typeOfValue, type ValueData } from './value-type.ts'

type RangeData = ValueData & { readonly received: string; readonly min?: number; readonly max?: number }

export const attributeRange = defineRule({
  id: 'attribute-range',
  summary: 'Bounds numbers from below and above',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  asks: 'present',
  compile(clause, context) {
    const { key, type, min, max } = clause
    if (min === undefined && max === undefined) return undefined
    const lowest = min ?? -Infinity
    const highest = max ?? Infinity
    // A declared type already refuses values that are no numbers.
    const acceptsOthers = type !== undefined && type !== 'any'
    const accepts = (value: Value): boolean =>
      typeof value === 'number' || typeof value === 'bigint'
        ? // NaN fails both comparisons.
          value >= lowest && value <= highest
        : acceptsOthers
    const dataOf = (value: Value) => ({
      attribute: key,
      received: typeOfValue(value),
      value: context.show(value, clause),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    })
    return { check: checkEachMember(accepts, dataOf) }
  },
  describe(data, place) {
    const facts = data as RangeData
    const { attribute, received, value } = facts
    return {
      message: `${subjectWords(facts, place)} is ${receivedWords(received, value)}; the contract wants a number ${boundWords(facts)}`,
      help: `set \`${attribute}\` to a number ${boundWords(facts)}`,
    }
  },
})

function boundWords({ min, max }: RangeData): string {
  if (min === undefined) return `of at most \`${max}\``
  return max === undefined ? `of at least \`${min}\`` : `from \`${min}\` to \`${max}\``
}
