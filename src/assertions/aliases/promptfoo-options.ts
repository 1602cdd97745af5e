import { z } from 'zod'

import { exactCount, filledIn, text } from '../../schema/index.ts'

/** A text that is no template: a contract has no variables to fill in. */
export const plainText = text.refine(
  (value) => !isTemplate(value),
  'is a template, and a contract has no variables to fill in',
)

/** Whether promptfoo would fill in variables. */
export function isTemplate(value: string): boolean {
  return value.includes('{{') || value.includes('{%')
}

export const matcherShape = {
  name: plainText.optional().describe('Name of the tool; `*` and `?` stand for other characters, any case'),
  pattern: plainText.optional().describe('The same'),
}

interface Matcher {
  readonly name?: string | undefined
  readonly pattern?: string | undefined
}

/** Whether exactly one of the two names it. */
export function isNamed({ name, pattern }: Matcher): boolean {
  return (name === undefined) !== (pattern === undefined)
}

export const unnamed = filledIn('needs one of `name` and `pattern`')

export const limitShape = {
  min: exactCount.optional().describe('At least this many'),
  max: exactCount.optional().describe('At most this many; 0 means none'),
}

interface Limits {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

export function saysSomething({ min, max }: Limits): boolean {
  return min !== 0 || max !== undefined
}

export const saysNothing = filledIn('has `min: 0` and no `max`, which any run satisfies')

/** A step of a sequence: a name, or an object with one. */
export const stepMatcher = z.union([
  plainText,
  z
    .strictObject(matcherShape)
    .refine(isNamed, unnamed)
    .transform(({ name, pattern }) => (name ?? pattern)!),
])

/** Whether some text of a value is a template. */
export function holdsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return isTemplate(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(holdsTemplate)
}
