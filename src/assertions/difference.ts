import type { Value } from '../model/value.ts'

/** One place where a recorded value is not what was expected. */
export interface Difference {
  /** `$.items[0].id`; `$` is the value itself. */
  readonly path: string
  /** What the contract asks for there, in words. */
  readonly expected: string
  /** What was recorded there; undefined for nothing. */
  readonly actual: Value | undefined
}

/** A difference as a finding holds it: what was recorded is rendered as reports may show it. */
export interface ShownDifference {
  readonly path: string
  readonly expected: string
  readonly actual: string | null
}

export function showDifferences(
  differences: readonly Difference[],
  show: (value: Value) => string,
): readonly ShownDifference[] {
  return differences
    .slice(0, listedDifferences)
    .map(({ path, expected, actual }) => ({ path, expected, actual: actual === undefined ? null : show(actual) }))
}

const listedDifferences = 10

/** `at.key`, or `at['odd key']`. */
export function memberPath(at: string, key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `${at}.${key}` : `${at}[${JSON.stringify(key)}]`
}
