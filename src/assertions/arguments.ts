import { z } from 'zod'

import type { StepContent } from '../model/step.ts'
import { isValueMap, type Value, type ValueMap } from '../model/value.ts'
import type { Difference } from './difference.ts'
import { jsonErrorOffset } from './json-offset.ts'
import { compileKeyPaths, keyPath, withoutKeys, type KeyPaths } from './key-paths.ts'
import { comparisonModes, compileValueMatcher, isOperators, literally, type ComparisonMode } from './value-matcher.ts'

/** How recorded arguments are compared with expected ones. */
export interface ArgumentOptions {
  /** Read "the recorded arguments are a … of the expected". Default: superset. */
  readonly mode?: ComparisonMode | undefined
  /** Keys left out on both sides, first of all. */
  readonly ignore?: readonly string[] | undefined
  /** What keys that the caller may leave out are then taken to be, on both sides. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined
}

/** Keys of the options above, for assertions that compare arguments. */
export const argumentShape = {
  mode: z
    .enum(comparisonModes)
    .optional()
    .describe('Read "the recorded arguments are a … of the expected". Default: superset'),
  ignore: z.array(keyPath).min(1, 'the list is empty').optional().describe('Keys that are left out on both sides'),
  defaults: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Keys that the caller may leave out, with what they then are'),
}

/** What recorded arguments are, compared with expected ones. */
export type Comparison =
  | { readonly matches: true }
  | { readonly differs: readonly Difference[] }
  /** They were not recorded, or not whole. */
  | { readonly unknown: 'not-captured' | 'redacted' | 'truncated' }
  /** They are text that is no JSON. */
  | { readonly invalid: JsonProblem }

export interface JsonProblem {
  /** The parser's words, without the text. */
  readonly message: string
  /** In characters, from 0; null where the parser does not stop at one. */
  readonly offset: number | null
}

/**
 * Compiles expected arguments, or an expected result: literals and operators of the value matcher.
 * @throws SpanpactError `matcher-invalid` for operators that cannot be asked.
 */
export function compileArguments(
  expected: unknown,
  { mode = 'superset', ignore = [], defaults = {} }: ArgumentOptions = {},
): (content: StepContent) => Comparison {
  if (mode === 'ignore') return () => ({ matches: true })
  const paths = compileKeyPaths(ignore)
  const filling = withoutKeys(defaults as ValueMap, paths) as ValueMap
  const matcher = compileValueMatcher(fillExpected(withoutExpected(expected, paths, paths.start), filling), mode)
  return (content) => {
    if ('digest' in content) return { unknown: 'not-captured' }
    if ('lacks' in content) {
      if (content.lacks !== 'invalid-json') return { unknown: content.lacks }
      return { invalid: { message: content.problem, offset: jsonErrorOffset(content.text) } }
    }
    const differs = matcher(fillRecorded(withoutKeys(content.value, paths), filling))
    return differs.length === 0 ? { matches: true } : { differs }
  }
}

/** What is expected, less the keys that paths end at; inside operators too. */
function withoutExpected(expected: unknown, paths: KeyPaths, place: KeyPaths['start']): unknown {
  if (place.size === 0 || typeof expected !== 'object' || expected === null) return expected
  if (Array.isArray(expected)) {
    return expected.map((entry, index) => withoutExpected(entry, paths, paths.enter(place, String(index))))
  }
  if (isOperators(expected)) {
    return Object.fromEntries(
      Object.entries(expected).map(([operator, operand]) => [
        operator,
        withoutOperand(operator, operand, paths, place),
      ]),
    )
  }
  const kept: Record<string | symbol, unknown> = Object.create(null)
  kept[literally] = true
  for (const [key, member] of Object.entries(expected)) {
    const inner = paths.enter(place, key)
    if (!paths.isEnd(inner)) kept[key] = withoutExpected(member, paths, inner)
  }
  return kept
}

function withoutOperand(operator: string, operand: unknown, paths: KeyPaths, place: KeyPaths['start']): unknown {
  switch (operator) {
    case 'eq':
      return withoutKeys(operand as Value, paths, place)
    case 'not':
      return withoutExpected(operand, paths, place)
    case 'anyOf':
      return (operand as readonly unknown[]).map((one) => withoutExpected(one, paths, place))
    case 'contains':
      return withoutExpected(operand, paths, paths.enter(place, null))
    case 'unordered':
      return (operand as readonly unknown[]).map((one) => withoutExpected(one, paths, paths.enter(place, null)))
    default:
      return operand
  }
}

/** Defaults are literals, whatever keys they have. */
function fillExpected(expected: unknown, defaults: ValueMap): unknown {
  if (!isLiteralMap(expected) || Object.keys(defaults).length === 0) return expected
  const filled: Record<string | symbol, unknown> = Object.assign(Object.create(null), expected)
  filled[literally] = true
  for (const [key, value] of Object.entries(defaults)) {
    if (!Object.hasOwn(expected, key)) filled[key] = { eq: value }
    else if (isValueMap(value)) filled[key] = fillExpected(expected[key], value)
  }
  return filled
}

function fillRecorded(value: Value, defaults: ValueMap): Value {
  if (!isValueMap(value) || Object.keys(defaults).length === 0) return value
  const filled: Record<string, Value> = Object.assign(Object.create(null), value)
  for (const [key, one] of Object.entries(defaults)) {
    const recorded = Object.hasOwn(value, key) ? value[key] : undefined
    if (recorded === undefined) filled[key] = one
    else if (isValueMap(one)) filled[key] = fillRecorded(recorded, one)
  }
  return filled
}

function isLiteralMap(expected: unknown): expected is Readonly<Record<string, unknown>> {
  return typeof expected === 'object' && expected !== null && !Array.isArray(expected) && !isOperators(expected)
}
