// What a run must do, and what proves or refutes it. To add an assertion: one file with `defineAssertion`, its test, its
// page under docs/assertions, one line here.
import type { ZodType } from 'zod'

import type { ExpectClause } from '../model/trajectory.ts'
import type { Assertion } from './assertion.ts'
import { toolNotUsed } from './tool-not-used.ts'
import { toolUsed } from './tool-used.ts'

export const assertions = [toolUsed, toolNotUsed] as const

/** Keys that an item of `expect` may have, with the shape of what stands below. */
export const expectForms: readonly { readonly key: string; readonly schema: ZodType }[] = assertions.map(
  ({ id, options, summary }) => ({ key: id, schema: (options as ZodType).describe(summary) }),
)

/** What one item of `expect` asks for, in our words. */
export function readExpect(
  item: Readonly<Record<string, unknown>>,
): Pick<ExpectClause, 'assertion' | 'alias' | 'isNegated' | 'options'> {
  const [key = '', value] = Object.entries(item).find(([, one]) => one !== undefined) ?? []
  return { assertion: key, alias: null, isNegated: false, options: value }
}

/** The assertion of that id. */
export function findAssertion(id: string): Assertion | undefined {
  return (assertions as readonly unknown[] as readonly Assertion[]).find((one) => one.id === id)
}

export {
  defineAssertion,
  type Assertion,
  type AssertionContext,
  type CompiledAssertion,
  type ContentNeeds,
} from './assertion.ts'
export { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
export { compileStepNames, stepName } from './step-selector.ts'
export { compileValueMatcher, valueMatcher } from './value-matcher.ts'
export { scopeRun, type ScopedRun, type TrajectoryRun } from './trajectory-run.ts'
export type { CommonOptions, ScopeOption } from './options.ts'
