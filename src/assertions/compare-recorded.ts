import { equalValues } from '../model/canonical.ts'
import type { Decision } from '../model/selector.ts'
import type { StepContent } from '../model/step.ts'
import { isValueMap, type Value } from '../model/value.ts'
import { memberPath } from './difference.ts'
import type { ComparisonMode } from './value-matcher.ts'

/** A place where two recorded values differ; undefined where a side has nothing. */
export interface RecordedDifference {
  readonly path: string
  readonly golden: Value | undefined
  readonly actual: Value | undefined
}

/** Below it, values are compared as a whole: recordings may nest as deep as they like. */
const deepest = 100

/**
 * Where a recorded value is not a `mode` of another recorded one: objects recursively, lists by length and index. Unlike a
 * contract's values, neither side has operators.
 */
export function* recordedDifferences(
  golden: Value | undefined,
  actual: Value | undefined,
  mode: ComparisonMode,
  path: string,
  depth = 0,
): Generator<RecordedDifference> {
  if (mode === 'ignore') return
  if (golden === undefined || actual === undefined) {
    yield { path, golden, actual }
  } else if (isValueMap(golden) && isValueMap(actual) && depth < deepest) {
    for (const key of Object.keys(golden)) {
      const value = Object.hasOwn(actual, key) ? actual[key] : undefined
      if (value === undefined && mode === 'subset') continue
      yield* recordedDifferences(golden[key], value, mode, memberPath(path, key), depth + 1)
    }
    if (mode === 'superset') return
    for (const key of Object.keys(actual)) {
      if (!Object.hasOwn(golden, key)) yield { path: memberPath(path, key), golden: undefined, actual: actual[key] }
    }
  } else if (isList(golden) && isList(actual) && golden.length === actual.length && depth < deepest) {
    for (const [index, item] of golden.entries()) {
      yield* recordedDifferences(item, actual[index], mode, `${path}[${index}]`, depth + 1)
    }
  } else if (!equalValues(golden, actual)) yield { path, golden, actual }
}

/** Whether recorded contents compare; undefined where one was not recorded whole. Invalid JSON is like nothing. */
export function compareContents(golden: StepContent, actual: StepContent, mode: ComparisonMode): Decision {
  if (mode === 'ignore') return true
  if (isInvalid(golden) || isInvalid(actual)) return false
  if (!('value' in golden) || !('value' in actual)) return undefined
  if (mode === 'exact') return equalValues(golden.value, actual.value)
  return recordedDifferences(golden.value, actual.value, mode, '').next().done === true
}

function isInvalid(content: StepContent): boolean {
  return 'lacks' in content && content.lacks === 'invalid-json'
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
