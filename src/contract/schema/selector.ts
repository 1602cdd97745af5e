import { z } from 'zod'

import { valueTypes } from '../../model/contract.ts'
import { durationNano } from '../../model/duration.ts'
import { isLiteral, type Selector, type SelectorTest } from '../../model/selector.ts'
import { spanKinds, statusCodes } from '../../model/span.ts'
import { nearest } from '../../model/nearest.ts'
import { filledIn } from './object.ts'
import { literal, pattern } from './scalars.ts'

const reservedKeys = [
  'span.name',
  'span.kind',
  'span.status',
  'span.duration',
  'span.parent',
  'scope.name',
  'scope.version',
]
const openPrefixes = ['span.attributes.', 'resource.', 'event.']

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

interface EntryProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly params: { readonly help: string; readonly at?: 'key' }
}

function entryProblems(key: string, entry: Selector[string]): readonly EntryProblem[] {
  if (key === 'and' || key === 'or' || key === 'not') return []
  const unknown = unknownKey(key)
  if (unknown !== undefined) return [unknown]
  const test = entry as SelectorTest
  switch (key) {
    case 'span.kind':
      return literalProblems(test, spanKinds, 'span kind')
    case 'span.status':
      return literalProblems(test, statusCodes, 'span status')
    case 'span.duration':
      return durationProblems(test)
    case 'span.parent':
      return parentProblems(test)
    default:
      return key.startsWith('event.') ? eventProblems(test) : numberProblems(test)
  }
}

function unknownKey(key: string): EntryProblem | undefined {
  if (key.trim() === '')
    return { path: [], message: 'a key is empty', params: { help: 'name an attribute key', at: 'key' } }
  if (openPrefixes.some((prefix) => key.startsWith(prefix) && key.length > prefix.length)) return undefined
  if (reservedKeys.includes(key) || !['span.', 'scope.', 'resource.', 'event.'].some((one) => key.startsWith(one)))
    return undefined
  const near = nearest(key, reservedKeys)
  return {
    path: [],
    message: `unknown reserved key \`${key}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    params: {
      help: `write \`${near ?? `span.attributes.${key}`}\`; an attribute of that name is \`span.attributes.${key}\``,
      at: 'key',
    },
  }
}

/** Literals that an entry names, with their paths below it. */
function* literalsOf(
  test: SelectorTest,
  path: readonly (string | number)[] = [],
): Generator<{ value: unknown; path: readonly (string | number)[] }> {
  if (isLiteral(test)) yield { value: test, path }
  else if (Array.isArray(test)) {
    for (const [index, value] of test.entries()) yield { value, path: [...path, index] }
  } else {
    const given = test as Exclude<SelectorTest, readonly unknown[] | string | number | boolean | null>
    if (given.eq !== undefined) yield { value: given.eq, path: [...path, 'eq'] }
    if (given.anyOf !== undefined) yield* literalsOf(given.anyOf, [...path, 'anyOf'])
    if (given.not !== undefined) yield* literalsOf(given.not, [...path, 'not'])
  }
}

function literalProblems(test: SelectorTest, known: readonly string[], what: string): readonly EntryProblem[] {
  return [...literalsOf(test)]
    .filter(({ value }) => typeof value !== 'string' || !known.includes(value))
    .map(({ value, path }) => {
      const near = nearest(String(value), known)
      const hint = near === undefined ? '' : `; did you mean \`${near}\`?`
      const help =
        near === undefined ? `use one of ${known.map((one) => `\`${one}\``).join(', ')}` : `write \`${near}\``
      return { path, message: `\`${String(value)}\` is no ${what}${hint}`, params: { help } }
    })
}

function boundsOf(test: SelectorTest): readonly { readonly key: 'min' | 'max'; readonly value: unknown }[] {
  if (typeof test !== 'object' || test === null || Array.isArray(test)) return []
  const given = test as { readonly min?: unknown; readonly max?: unknown }
  return (['min', 'max'] as const).flatMap((key) => (given[key] === undefined ? [] : [{ key, value: given[key] }]))
}

function durationProblems(test: SelectorTest): readonly EntryProblem[] {
  const help = 'write durations such as `{ min: 2s }`'
  const literals = [...literalsOf(test)].map(({ path }) => ({
    path,
    message: '`span.duration` takes `min` and `max`',
    params: { help },
  }))
  const bounds = boundsOf(test)
    .filter(({ value }) => typeof value !== 'string' || durationNano(value) === undefined)
    .map(({ key, value }) => ({ path: [key], message: `\`${String(value)}\` is no duration`, params: { help } }))
  return [...literals, ...bounds]
}

function numberProblems(test: SelectorTest): readonly EntryProblem[] {
  return boundsOf(test)
    .filter(({ value }) => typeof value !== 'number')
    .map(({ key, value }) => ({
      path: [key],
      message: `\`${key}\` is text \`${String(value)}\`, expects a number`,
      params: { help: 'write a number without quotes' },
    }))
}

function parentProblems(test: SelectorTest): readonly EntryProblem[] {
  const help = 'write `span.parent: { exists: true }` or `{ exists: false }`'
  return [...literalsOf(test)].map(({ path }) => ({
    path,
    message: '`span.parent` is a span id that differs per run',
    params: { help },
  }))
}

function eventProblems(test: SelectorTest): readonly EntryProblem[] {
  const help = 'write `{ exists: true }` or `{ exists: false }`'
  return [...literalsOf(test)]
    .filter(({ value }) => typeof value !== 'boolean')
    .map(({ path }) => ({ path, message: 'an event is present or absent, and has no value', params: { help } }))
}
