import { z } from 'zod'

import { valueTypes } from '../model/contract.ts'
import type { Selector, SelectorTest } from '../model/selector.ts'
import { filledIn } from './object.ts'
import { jsonSchema, literal, pattern } from './scalars.ts'
import { entryProblems } from './selector-entry.ts'

const anyOf = z.array(literal).min(1, 'the list is empty: nothing matches it')

const bound = z.union([z.number(), z.string()])

const operators: z.ZodType<SelectorTest, SelectorTest> = z.lazy(
  () =>
    z
      .strictObject({
        eq: literal.optional().describe('Equals this value'),
        anyOf: anyOf.optional().describe('Equals one of these values'),
        not: selectorTest.optional().describe('Does not meet this test'),
        exists: z.boolean().optional().describe('true: the key is present; false: it is absent'),
        pattern: pattern.optional().describe('RE2 pattern, unanchored'),
        min: bound.optional().describe('At least; a duration such as `2s` for `span.duration`'),
        max: bound.optional().describe('At most; a duration such as `2s` for `span.duration`'),
        contains: literal.optional().describe('Part of the text, or member of the array'),
        type: z.enum(valueTypes).optional().describe('Type of the value'),
        schema: jsonSchema.optional(),
      })
      .refine((value) => Object.keys(value).length > 0, filledIn('the test has no operator')) as unknown as z.ZodType<
      SelectorTest,
      SelectorTest
    >,
)

const selectorTest: z.ZodType<SelectorTest, SelectorTest> = z
  .lazy(() => z.union([literal, anyOf, operators]))
  .meta({ id: 'SelectorTest', description: 'A literal, a list of literals (any of), or operators' })

/** A selector: a map of tests that must all hold. */
export const selector: z.ZodType<Selector, Selector> = z
  .lazy(() =>
    z
      .object({
        and: z.array(selector).min(1, 'the list is empty').optional().describe('All of these selectors hold'),
        or: z.array(selector).min(1, 'the list is empty').optional().describe('At least one of these selectors holds'),
        not: selector.optional().describe('This selector does not hold'),
      })
      .catchall(selectorTest)
      .superRefine((value, context) => {
        const keys = Object.keys(value)
        if (keys.length === 0) context.addIssue({ code: 'custom', message: 'the selector is empty', params: emptyHelp })
        for (const key of keys) {
          for (const { path, ...problem } of entryProblems(key, value[key]!)) {
            context.addIssue({ code: 'custom', path: [key, ...path], ...problem })
          }
        }
      }),
  )
  .meta({ id: 'Selector', description: 'Tests by key; all must hold. A bare key is a span attribute' })

const emptyHelp = { help: 'name at least one key, such as `gen_ai.operation.name: chat`' }
