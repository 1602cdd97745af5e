// Every assertion, in the order of the guide. To add one: one file with `defineAssertion`, its test, its page under
// docs/assertions, one line here.
import type { Assertion } from './assertion.ts'
import { toolNotUsed } from './tool-not-used.ts'
import { toolUsed } from './tool-used.ts'

export const assertions = [toolUsed, toolNotUsed] as const

/** The assertion of that id. */
export function findAssertion(id: string): Assertion | undefined {
  return (assertions as readonly unknown[] as readonly Assertion[]).find((one) => one.id === id)
}
