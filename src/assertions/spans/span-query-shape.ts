import { z } from 'zod'

import { durationNano } from '../../model/duration.ts'
import type { Selector } from '../../model/selector.ts'
import { statusCodes, type StatusCode } from '../../model/span.ts'
import {
  bounds,
  duration,
  exactCount,
  filledIn,
  oneOrMore,
  selector,
  strictObjectOf,
  text,
} from '../../schema/index.ts'
import { stepName } from '../step-selector.ts'

/** A number, or bounds of it, both inclusive. */
export type CountBounds = number | { readonly min?: number | undefined; readonly max?: number | undefined }
export interface DurationBounds {
  readonly min?: string | undefined
  readonly max?: string | undefined
}

/** What a raw span is, and what is around it; everything given must hold. */
export interface SpanQuery {
  readonly name?: string | readonly string[] | undefined
  /** A selector; `{ absent: true }` beside its operators. */
  readonly has?: Readonly<Record<string, unknown>> | undefined
  readonly hasKeys?: string | readonly string[] | undefined
  readonly status?: StatusCode | readonly StatusCode[] | undefined
  readonly duration?: DurationBounds | undefined
  readonly depth?: CountBounds | undefined
  readonly children?: CountBounds | undefined
  readonly descendants?: CountBounds | undefined
  readonly someChild?: SpanQuery | undefined
  readonly allChildren?: SpanQuery | undefined
  readonly noChild?: SpanQuery | undefined
  readonly someDescendant?: SpanQuery | undefined
  readonly allDescendants?: SpanQuery | undefined
  readonly noDescendant?: SpanQuery | undefined
  readonly someAncestor?: SpanQuery | undefined
  readonly allAncestors?: SpanQuery | undefined
  readonly noAncestor?: SpanQuery | undefined
  readonly stopAt?: SpanQuery | undefined
  readonly sibling?: SpanQuery | undefined
  readonly before?: SpanQuery | undefined
  readonly after?: SpanQuery | undefined
  readonly overlaps?: SpanQuery | undefined
  readonly not?: SpanQuery | undefined
  readonly and?: readonly SpanQuery[] | undefined
  readonly or?: readonly SpanQuery[] | undefined
}

export const countBounds = z.union([
  exactCount,
  bounds.refine(({ min = 0, max = Infinity }) => min <= max, filledIn('has `min` above `max`')),
])

const durationBounds = strictObjectOf(() => ({
  min: duration.optional().describe('At least this long'),
  max: duration.optional().describe('At most this long'),
}))
  .refine(({ min, max }) => min !== undefined || max !== undefined, filledIn('has neither `min` nor `max`'))
  .refine(
    ({ min, max }) => min === undefined || max === undefined || durationNano(min)! <= durationNano(max)!,
    filledIn('has `min` above `max`'),
  )

const has = z
  .record(z.string(), z.unknown())
  .superRefine((value, context) => {
    for (const issue of selector.safeParse(selectorOf(value)).error?.issues ?? []) context.addIssue({ ...issue })
  })
  .describe(
    'Attributes, as in a selector: a literal, a list (any of), or operators; `{ absent: true }` for no such key',
  )

const nested: z.ZodType<SpanQuery, SpanQuery> = z
  .lazy(() => refineQuery(strictObjectOf(spanQueryShape)))
  .meta({ id: 'SpanQuery', description: 'What a raw span is, and what is around it; everything given must hold' })

const some = nested.optional()
const list = z.array(nested).min(1, 'the list is empty')

/** Keys of a span query; all but the outermost have no more. */
export const spanQueryShape = () => ({
  name: oneOrMore(stepName).optional().describe('Name of the span: literal, glob or `/regex/`; of a list, any'),
  has: has.optional(),
  hasKeys: oneOrMore(text).optional().describe('Attributes that it has, whatever their values; of a list, each'),
  status: oneOrMore(z.enum(statusCodes)).optional().describe('Status code; of a list, any'),
  duration: durationBounds.optional().describe('How long it takes, such as `{ max: 5s }`'),
  depth: countBounds.optional().describe('Spans around it; 0 for a root'),
  children: countBounds.optional().describe('Number of spans directly below; `max: 0` means none'),
  descendants: countBounds.optional().describe('Number of spans below, not beyond `stopAt`'),
  someChild: some.describe('At least one span directly below is this'),
  allChildren: some.describe('There are spans directly below, and all are this'),
  noChild: some.describe('No span directly below is this'),
  someDescendant: some.describe('At least one span below is this'),
  allDescendants: some.describe('There are spans below, and all are this'),
  noDescendant: some.describe('No span below is this'),
  someAncestor: some.describe('At least one span around it is this'),
  allAncestors: some.describe('There are spans around it, and all are this'),
  noAncestor: some.describe('No span around it is this'),
  stopAt: some.describe('Descendants and ancestors are looked for up to spans that are this, these included'),
  sibling: some.describe('Another span below the same parent is this'),
  before: some.describe('It ends before some span that is this starts'),
  after: some.describe('It starts after some span that is this ends'),
  overlaps: some.describe('At some time it runs while another span that is this does'),
  not: some.describe('It is not this'),
  and: list.optional().describe('It is all of these'),
  or: list.optional().describe('It is at least one of these'),
})

const walks = [
  ['children', 'someChild', 'allChildren'],
  ['descendants', 'someDescendant', 'allDescendants'],
] as const

/** Adds what no key says alone: a query asks for something, and for nothing that can never be. */
export function refineQuery<Schema extends z.ZodType<SpanQuery>>(schema: Schema): Schema {
  return schema
    .refine((query) => Object.values(query).some((value) => value !== undefined), filledIn('asks for nothing'))
    .refine(
      (query) =>
        !walks.some(
          ([count, one, all]) => mostOf(query[count]) === 0 && (query[one] !== undefined || query[all] !== undefined),
        ),
      filledIn('asks for spans below, of which there are none'),
    )
    .refine(
      ({ stopAt, ...query }) =>
        stopAt === undefined || Object.keys(query).some((key) => /descendant|ancestor/i.test(key)),
      filledIn('has `stopAt` beside no key that looks for descendants or ancestors'),
    )
}

function mostOf(count: CountBounds | undefined): number | undefined {
  return typeof count === 'number' ? count : count?.max
}

/** What `has` says as a selector, which calls a key that is not there `exists: false`. */
export function selectorOf(given: unknown): Selector {
  if (!isMap(given)) return given as Selector
  const entries = Object.entries(given).map(([key, value]): [string, unknown] => {
    if (key === 'not') return [key, selectorOf(value)]
    if (key === 'and' || key === 'or') return [key, Array.isArray(value) ? value.map(selectorOf) : value]
    return [key, testOf(value)]
  })
  return Object.fromEntries(entries) as Selector
}

function testOf(given: unknown): unknown {
  if (!isMap(given)) return given
  const entries = Object.entries(given).map(([operator, value]): [string, unknown] => {
    if (operator === 'absent' && typeof value === 'boolean') return ['exists', !value]
    return [operator, operator === 'not' ? testOf(value) : value]
  })
  return Object.fromEntries(entries)
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
