import { z } from 'zod'

import type { Assertion } from './assertion.ts'
import type { CommonOptions } from './options.ts'

/** An assertion of the user's own with its options, as an item of `expect`; only TypeScript can say it. */
export interface OwnItem {
  readonly own: { readonly assertion: Assertion; readonly options: unknown }
}

/**
 * An item of `expect` with an assertion of your own: `own(noPoliteness, { max: 3 })`. The record is the same as that of the
 * built-in ones, and is asked, described and reported like them.
 */
export function own<Id extends string, Options extends CommonOptions, Written>(
  assertion: Assertion<Id, Options, Written>,
  options: Written,
): OwnItem {
  return { own: { assertion: assertion as unknown as Assertion, options } }
}

export const ownItem = z
  .unknown()
  .superRefine((value, context) => {
    if (!isOwn(value)) {
      const message = 'is no assertion of your own: write `own(assertion, options)` in a TypeScript contract'
      context.addIssue({ code: 'custom', message })
      return
    }
    const result = value.assertion.options.safeParse(value.options)
    for (const { path, message } of result.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['options', ...path], message })
    }
  })
  .describe('An assertion of your own; only in TypeScript')

function isOwn(value: unknown): value is OwnItem['own'] {
  if (typeof value !== 'object' || value === null || !('assertion' in value)) return false
  const { assertion } = value
  return typeof assertion === 'object' && assertion !== null && 'compile' in assertion && 'options' in assertion
}
