import type { ValueType } from '../model/contract.ts'
import type { Value } from '../model/value.ts'
import { parseJsonText, scalarOf } from '../selectors/index.ts'
import { defineRule } from './rule.ts'
import { receivedWords, typeOfValue, typeTests, type ValueData } from './value-type.ts'

const typeWords: Readonly<Record<ValueType, string>> = {
  string: 'a string',
  int: 'an integral number',
  double: 'a number',
  boolean: 'a boolean',
  'string[]': 'an array of strings',
  'int[]': 'an array of integral numbers',
  'double[]': 'an array of numbers',
  'boolean[]': 'an array of booleans',
  map: 'a key-value list',
  any: 'any value',
}

type TypeData = ValueData & { readonly expected: ValueType; readonly received: string; readonly isText?: true }

export const attributeType = defineRule({
  id: 'attribute-type',
  summary: 'Requires values of the declared type',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  compile(clause, context) {
    const { key, type, schema } = clause
    if (type === undefined || type === 'any') return undefined
    const isOfType = typeTests[type]
    return {
      check(value, _holder, { source }) {
        if (value === undefined) return undefined
        if (isOfType(value)) {
          if (!source.isStringly || type !== 'string' || !readsAsNumber(value)) return undefined
          const data = { attribute: key, expected: type, received: 'string', value: context.show(value, clause) }
          return { data: { ...data, isText: true }, undecided: true }
        }
        // With a schema the contract speaks of the content, which SDKs without structured values write as JSON text.
        if (type === 'map' && schema !== undefined && isMapText(value)) return undefined
        const received = typeOfValue(value)
        return { data: { attribute: key, expected: type, received, value: context.show(value, clause) } }
      },
    }
  },
  describe(data, place) {
    const { attribute, expected, received, value, isText } = data as TypeData
    if (isText === true) {
      return {
        message: `whether attribute \`${attribute}\` of ${place} is a string is undecided: it is ${receivedWords(received, value)} in a recording that holds numbers as text`,
        help: 'record the run as OTLP, which keeps the types of values',
      }
    }
    return {
      message: `attribute \`${attribute}\` of ${place} is ${receivedWords(received, value)}; the contract declares ${expected}`,
      help: `set \`${attribute}\` to ${typeWords[expected]}`,
    }
  },
})

function isMapText(value: Value): boolean {
  if (typeof value !== 'string') return false
  const content = parseJsonText(value)
  return content !== undefined && !Array.isArray(content)
}

function readsAsNumber(value: Value): boolean {
  const scalar = typeof value === 'string' ? scalarOf(value) : undefined
  return scalar !== undefined && typeof scalar !== 'boolean'
}
