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
  asks: 'present',
  compile(clause, context) {
    const { key, type, schema } = clause
    if (type === undefined || type === 'any') return undefined
    const isOfType = typeTests[type]
    const dataOf = (value: Value) => {
      return { attribute: key, expected: type, received: typeOfValue(value), value: context.show(value, clause) }
    }
    if (type === 'string') {
      return {
        check(value, _holder, span) {
          if (value === undefined) return undefined
          if (typeof value !== 'string') return { data: dataOf(value) }
          if (!span.source.isStringly || !readsAsNumber(value)) return undefined
          return { data: { ...dataOf(value), isText: true }, undecided: true }
        },
      }
    }
    return {
      check(value) {
        if (value === undefined || isOfType(value)) return undefined
        // With a schema the contract speaks of the content, which SDKs without structured values write as JSON text.
        if (type === 'map' && schema !== undefined && isMapText(value)) return undefined
        return { data: dataOf(value) }
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

function readsAsNumber(text: string): boolean {
  const scalar = scalarOf(text)
  return scalar !== undefined && typeof scalar !== 'boolean'
}
