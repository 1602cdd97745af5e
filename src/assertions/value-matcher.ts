import { z } from 'zod'

import { canonicalText, equalValues } from '../model/canonical.ts'
import { valueTypes, type ValueType } from '../model/contract.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { typeOfValue, typeTests } from '../model/value-type.ts'
import { isValueMap, type Value, type ValueMap } from '../model/value.ts'
import { compileJsonSchema, compilePattern, nestsTooDeep, toPlainJson, type JsonSchema } from '../selectors/index.ts'
import { memberPath, type Difference } from './difference.ts'
import { pairMost } from './matching/bipartite.ts'

/** Compares a recorded value, undefined for none, with what is expected; no difference means that it matches. */
export type ValueMatcher = (actual: Value | undefined, at?: string) => readonly Difference[]

/** How keys that only one side has are taken: read "the recorded value is a … of the expected one". */
export const comparisonModes = ['superset', 'exact', 'subset', 'ignore'] as const
export type ComparisonMode = (typeof comparisonModes)[number]

/**
 * A literal, or an object whose keys are all operators: `eq`, `anyOf`, `pattern`, `min`, `max`, `approx` with `tolerance`,
 * `unordered`, `contains`, `type`, `schema`, `exists`, `absent`, `not`. An object that is meant literally and has such keys
 * is written under `eq`.
 */
export const valueMatcher = z
  .unknown()
  .superRefine((expected, context) => {
    try {
      compileValueMatcher(expected, 'superset')
    } catch (error) {
      if (!(error instanceof SpanpactError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
    }
  })
  .describe('A literal, or operators such as `{ pattern: ^O- }` or `{ min: 1, max: 500 }`')

const operatorKeys = new Set([
  'eq',
  'anyOf',
  'pattern',
  'min',
  'max',
  'approx',
  'tolerance',
  'unordered',
  'contains',
  'type',
  'schema',
  'exists',
  'absent',
  'not',
])

type Operators = Readonly<Record<string, unknown>>

/** Marks an object as a literal, whatever keys are left in it. */
export const literally: unique symbol = Symbol('literal')

/** Whether an object of a contract is a set of operators and no literal. */
export function isOperators(expected: unknown): expected is Operators {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected) || literally in expected)
    return false
  const keys = Object.keys(expected)
  return keys.length > 0 && keys.every((key) => operatorKeys.has(key))
}

/**
 * Compiles what a contract expects of a value. `mode` holds for all objects inside; arrays compare by length and index.
 * Numbers compare by value, texts by code unit; nothing is coerced.
 * @throws SpanpactError `matcher-invalid` for operators that cannot be asked.
 */
export function compileValueMatcher(expected: unknown, mode: ComparisonMode): ValueMatcher {
  if (mode === 'ignore') return () => []
  if (isOperators(expected)) return compileOperators(expected, mode)
  if (Array.isArray(expected)) return compileList(expected, mode)
  if (typeof expected === 'object' && expected !== null) return compileMap(expected as Operators, mode)
  return equalTo(expected as Value)
}

function equalTo(literal: Value): ValueMatcher {
  const words = wordsOf(literal)
  return (actual, at = '$') =>
    actual !== undefined && equalValues(actual, literal) ? [] : [{ path: at, expected: words, actual }]
}

function compileList(items: readonly unknown[], mode: ComparisonMode): ValueMatcher {
  const matchers = items.map((item) => compileValueMatcher(item, mode))
  return (actual, at = '$') => {
    if (!Array.isArray(actual)) return [{ path: at, expected: 'a list', actual }]
    const list = actual as readonly Value[]
    if (list.length !== items.length) return [{ path: at, expected: `a list of ${items.length}`, actual }]
    return matchers.flatMap((matcher, index) => matcher(list[index], `${at}[${index}]`))
  }
}

function compileMap(expected: Operators, mode: ComparisonMode): ValueMatcher {
  const matchers = Object.entries(expected).map(([key, value]) => ({
    key,
    below: memberPath('', key),
    matcher: compileValueMatcher(value, mode),
  }))
  const known = new Set(Object.keys(expected))
  return (actual, at = '$') => {
    if (actual === undefined || !isValueMap(actual)) return [{ path: at, expected: 'an object', actual }]
    const differences: Difference[] = []
    for (const { key, below, matcher } of matchers) {
      const value = ownValue(actual, key)
      // What the caller may leave out, in a subset, is compared where it is there.
      if (value === undefined && mode === 'subset') continue
      differences.push(...matcher(value, at + below))
    }
    if (mode === 'superset') return differences
    for (const key of Object.keys(actual)) {
      if (!known.has(key)) differences.push({ path: memberPath(at, key), expected: 'no such key', actual: actual[key] })
    }
    return differences
  }
}

function compileOperators(operators: Operators, mode: ComparisonMode): ValueMatcher {
  if ('tolerance' in operators !== 'approx' in operators) {
    throw invalid('`approx` and `tolerance` belong together: write `{ approx: 9.5, tolerance: 0.1 }`')
  }
  const matchers = Object.entries(operators)
    .filter(([operator]) => operator !== 'tolerance')
    .map(([operator, operand]) => compileOperator(operator, operand, operators, mode))
  return (actual, at) => matchers.flatMap((matcher) => matcher(actual, at))
}

function compileOperator(operator: string, operand: unknown, all: Operators, mode: ComparisonMode): ValueMatcher {
  switch (operator) {
    case 'eq':
      return equalTo(operand as Value)
    case 'anyOf':
      return compileAnyOf(operand, mode)
    case 'pattern': {
      const { test } = compilePattern(expectText(operator, operand))
      return holds(`text that matches \`${String(operand)}\``, (actual) => typeof actual === 'string' && test(actual))
    }
    case 'min':
    case 'max': {
      const bound = expectNumber(operator, operand)
      const words = operator === 'min' ? `at least ${bound}` : `at most ${bound}`
      return holds(words, (actual) => isNumber(actual) && (operator === 'min' ? actual >= bound : actual <= bound))
    }
    case 'approx':
      return compileApprox(expectNumber(operator, operand), all['tolerance'])
    case 'unordered':
      return compileUnordered(operand, mode)
    case 'contains':
      return compileContains(operand, mode)
    case 'type':
      return compileType(operand)
    case 'schema':
      return compileSchema(operand)
    case 'exists':
    case 'absent': {
      if (typeof operand !== 'boolean') throw invalid(`\`${operator}\` is true or false`)
      const isThere = (operator === 'exists') === operand
      return holds(isThere ? 'any value' : 'nothing', (actual) => (actual !== undefined) === isThere)
    }
    default: {
      const inner = compileValueMatcher(operand, mode)
      return holds(`not ${wordsOf(operand)}`, (actual) => inner(actual).length > 0)
    }
  }
}

function compileAnyOf(operand: unknown, mode: ComparisonMode): ValueMatcher {
  if (!Array.isArray(operand) || operand.length === 0) throw invalid('`anyOf` is a list of at least one value')
  const matchers = operand.map((one) => compileValueMatcher(one, mode))
  return holds(`any of ${operand.map(wordsOf).join(', ')}`, (actual) =>
    matchers.some((matcher) => matcher(actual).length === 0),
  )
}

function compileApprox(center: number, tolerance: unknown): ValueMatcher {
  const share = typeof tolerance === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(tolerance)?.[1] : undefined
  const width = share === undefined ? tolerance : Math.abs(center) * (Number(share) / 100)
  if (typeof width !== 'number' || !(width >= 0))
    throw invalid('`tolerance` is a number from 0, or a share such as `1%`')
  return holds(
    `${center} within ${String(tolerance)}`,
    (actual) => isNumber(actual) && Math.abs(Number(actual) - center) <= width,
  )
}

function compileUnordered(operand: unknown, mode: ComparisonMode): ValueMatcher {
  if (!Array.isArray(operand)) throw invalid('`unordered` is a list')
  const matchers = operand.map((one) => compileValueMatcher(one, mode))
  return holds(`${wordsOf(operand)} in any order`, (actual) => {
    if (!Array.isArray(actual) || actual.length !== matchers.length) return false
    const list = actual as readonly Value[]
    const fitting = matchers.map((matcher) =>
      list.flatMap((item, index) => (matcher(item).length === 0 ? [index] : [])),
    )
    const pairs = pairMost(matchers.length, list.length, (left) => fitting[left]!)
    return pairs.length === matchers.length
  })
}

function compileContains(operand: unknown, mode: ComparisonMode): ValueMatcher {
  const matcher = compileValueMatcher(operand, mode)
  return holds(`something that contains ${wordsOf(operand)}`, (actual) => {
    if (typeof actual === 'string') return typeof operand === 'string' && actual.includes(operand)
    return Array.isArray(actual) && (actual as readonly Value[]).some((item) => matcher(item).length === 0)
  })
}

function compileType(operand: unknown): ValueMatcher {
  if (operand === 'null') return holds('null', (actual) => actual === null)
  if (!valueTypes.includes(operand as ValueType)) {
    throw invalid(`\`type\` is one of ${[...valueTypes, 'null'].map((type) => `\`${type}\``).join(', ')}`)
  }
  const test = typeTests[operand as ValueType]
  return holds(`a value of type ${String(operand)}`, (actual) => actual !== undefined && test(actual))
}

function compileSchema(operand: unknown): ValueMatcher {
  if (typeof operand !== 'boolean' && (typeof operand !== 'object' || operand === null)) {
    throw invalid('`schema` is a JSON Schema')
  }
  const judge = compileJsonSchema(operand as JsonSchema)
  return (actual, at = '$') => {
    if (actual === undefined) return [{ path: at, expected: 'a value that matches the schema', actual }]
    if (nestsTooDeep(actual))
      return [{ path: at, expected: 'a value that is not nested deeper than can be judged', actual }]
    const errors = judge(toPlainJson(actual)) ?? []
    return errors.map(({ path, message }) => ({
      path: at + path.replaceAll('/', '.'),
      expected: message,
      actual: valueAtPointer(actual, path),
    }))
  }
}

function valueAtPointer(value: Value, pointer: string): Value | undefined {
  let at: Value | undefined = value
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = (at as readonly Value[])[Number(key)]
    else at = at !== undefined && isValueMap(at) ? ownValue(at, key) : undefined
  }
  return at
}

function holds(words: string, test: (actual: Value | undefined) => boolean): ValueMatcher {
  return (actual, at = '$') => (test(actual) ? [] : [{ path: at, expected: words, actual }])
}

function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function ownValue(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** What the contract expects, in words; it is the contract's own text, so that nothing of a recording is in it. */
export function wordsOf(expected: unknown): string {
  if (isOperators(expected)) {
    return Object.entries(expected)
      .map(([operator, operand]) => `${operator} ${JSON.stringify(operand)}`)
      .join(', ')
  }
  return expected === undefined ? 'nothing' : `\`${canonicalText(expected as Value)}\``
}

function expectText(operator: string, operand: unknown): string {
  if (typeof operand !== 'string' || operand === '') throw invalid(`\`${operator}\` is a text`)
  return operand
}

function expectNumber(operator: string, operand: unknown): number {
  if (typeof operand !== 'number') throw invalid(`\`${operator}\` is a number, not ${typeOfValue(operand as Value)}`)
  return operand
}

function invalid(message: string): SpanpactError {
  return new SpanpactError('matcher-invalid', message)
}
