import type { ZodType } from 'zod'

import type { ExpectClause } from '../model/trajectory.ts'
import type { Assertion } from './assertion.ts'
import { ownItem, type OwnItem } from './own-assertion.ts'
import { assertions, findAssertion } from './table.ts'

/** Keys that an item of `expect` may have, with the shape of what stands below. */
export const expectForms: readonly { readonly key: string; readonly schema: ZodType }[] = [
  ...assertions.map(({ id, options, summary }) => ({ key: id, schema: (options as ZodType).describe(summary) })),
  { key: 'own', schema: ownItem },
]

/** What one item of `expect` asks for, in our words. */
export function readExpect(item: Readonly<Record<string, unknown>>): Omit<ExpectClause, 'path' | 'own'> {
  const [key = '', value] = Object.entries(item).find(([, one]) => one !== undefined) ?? []
  if (key === 'own') {
    const { assertion, options } = value as OwnItem['own']
    return { assertion: assertion.id, record: assertion, alias: null, isNegated: false, options }
  }
  return { assertion: key, record: null, alias: null, isNegated: false, options: value }
}

/** The record that judges an item. */
export function assertionOf({ assertion, record }: Pick<ExpectClause, 'assertion' | 'record'>): Assertion {
  return (record as Assertion | null) ?? findAssertion(assertion)!
}
