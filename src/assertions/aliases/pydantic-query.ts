// Queries of pydantic-evals on spans. Source: `SpanQuery` of pydantic_evals.otel.
import { z } from 'zod'

import { exactCount, filledIn, literal, pattern, text } from '../../schema/index.ts'
import { escapePattern, exactName } from './exact-name.ts'

export interface PydanticQuery {
  readonly name_equals?: string | undefined
  readonly name_contains?: string | undefined
  readonly name_matches_regex?: string | undefined
  readonly has_attributes?: Readonly<Record<string, z.output<typeof literal>>> | undefined
  readonly has_attribute_keys?: readonly string[] | undefined
  readonly min_duration?: number | undefined
  readonly max_duration?: number | undefined
  readonly not_?: PydanticQuery | undefined
  readonly and_?: readonly PydanticQuery[] | undefined
  readonly or_?: readonly PydanticQuery[] | undefined
  readonly min_child_count?: number | undefined
  readonly max_child_count?: number | undefined
  readonly some_child_has?: PydanticQuery | undefined
  readonly all_children_have?: PydanticQuery | undefined
  readonly no_child_has?: PydanticQuery | undefined
  readonly stop_recursing_when?: PydanticQuery | undefined
  readonly min_descendant_count?: number | undefined
  readonly max_descendant_count?: number | undefined
  readonly some_descendant_has?: PydanticQuery | undefined
  readonly all_descendants_have?: PydanticQuery | undefined
  readonly no_descendant_has?: PydanticQuery | undefined
  readonly min_depth?: number | undefined
  readonly max_depth?: number | undefined
  readonly some_ancestor_has?: PydanticQuery | undefined
  readonly all_ancestors_have?: PydanticQuery | undefined
  readonly no_ancestor_has?: PydanticQuery | undefined
}

const nested = z.lazy(() => pydanticQuery).optional()
const list = z
  .array(z.lazy(() => pydanticQuery))
  .min(1, 'the list is empty')
  .optional()
const count = exactCount.optional()
const seconds = z.number().min(0, 'is below 0').optional()

/** A query as `HasMatchingSpan` takes it; durations in seconds. */
export const pydanticQuery: z.ZodType<PydanticQuery, PydanticQuery> = z
  .lazy(() =>
    z
      .strictObject({
        name_equals: text.optional().describe('Name of the span'),
        name_contains: text.optional().describe('Part of its name'),
        name_matches_regex: pattern.optional().describe('RE2 pattern that its name begins with'),
        has_attributes: z.record(text, literal).optional().describe('Attributes with these values'),
        has_attribute_keys: z.array(text).min(1, 'the list is empty').optional().describe('Attributes that it has'),
        min_duration: seconds.describe('At least this many seconds'),
        max_duration: seconds.describe('At most this many seconds'),
        not_: nested.describe('It is not this'),
        and_: list.describe('It is all of these'),
        or_: list.describe('It is at least one of these; no other key beside it'),
        min_child_count: count.describe('At least this many spans directly below'),
        max_child_count: count.describe('At most this many spans directly below; 0 means none'),
        some_child_has: nested.describe('At least one span directly below is this'),
        all_children_have: nested.describe('There are spans directly below, and all are this'),
        no_child_has: nested.describe('No span directly below is this'),
        stop_recursing_when: nested.describe('Descendants and ancestors are looked for up to spans that are this'),
        min_descendant_count: count.describe('At least this many spans below'),
        max_descendant_count: count.describe('At most this many spans below; 0 means none'),
        some_descendant_has: nested.describe('At least one span below is this'),
        all_descendants_have: nested.describe('There are spans below, and all are this'),
        no_descendant_has: nested.describe('No span below is this'),
        min_depth: count.describe('At least this many spans around it'),
        max_depth: count.describe('At most this many spans around it; 0 for a root'),
        some_ancestor_has: nested.describe('At least one span around it is this'),
        all_ancestors_have: nested.describe('There are spans around it, and all are this'),
        no_ancestor_has: nested.describe('No span around it is this'),
      })
      .refine((query) => Object.keys(query).length > 0, filledIn('asks for nothing'))
      .refine((query) => !('or_' in query) || Object.keys(query).length === 1, filledIn('has keys beside `or_`')),
  )
  .meta({ id: 'PydanticQuery', description: 'A query of pydantic-evals on a span; everything given must hold' })

const nestedKeys = {
  not_: 'not',
  some_child_has: 'someChild',
  all_children_have: 'allChildren',
  no_child_has: 'noChild',
  stop_recursing_when: 'stopAt',
  some_descendant_has: 'someDescendant',
  all_descendants_have: 'allDescendants',
  no_descendant_has: 'noDescendant',
  some_ancestor_has: 'someAncestor',
  all_ancestors_have: 'allAncestors',
  no_ancestor_has: 'noAncestor',
} as const

/** The query in the words of `span-query`. */
export function queryOf(query: PydanticQuery): Readonly<Record<string, unknown>> {
  const { or_: choices, and_: all = [] } = query
  if (choices !== undefined) return { or: choices.map(queryOf) }
  const parts = [
    ...namesOf(query).map((name) => ({ name })),
    // What they count, they count beyond the spans at which a walk stops.
    ...boundsOf('descendants', query.min_descendant_count, query.max_descendant_count),
    ...all.map(queryOf),
  ]
  const own = Object.assign(
    {},
    query.has_attributes === undefined ? {} : { has: attributesOf(query.has_attributes) },
    query.has_attribute_keys === undefined ? {} : { hasKeys: query.has_attribute_keys },
    ...boundsOf('duration', durationOf(query.min_duration), durationOf(query.max_duration)),
    ...boundsOf('children', query.min_child_count, query.max_child_count),
    ...boundsOf('depth', query.min_depth, query.max_depth),
    ...Object.entries(nestedKeys).map(([theirs, ours]) => {
      const inner = query[theirs as keyof typeof nestedKeys]
      return inner === undefined ? {} : { [ours]: queryOf(inner) }
    }),
  ) as Record<string, unknown>
  return { ...own, ...(parts.length === 0 ? {} : { and: parts }) }
}

function namesOf({ name_equals: equals, name_contains: part, name_matches_regex: regex }: PydanticQuery): string[] {
  return [
    ...(equals === undefined ? [] : [exactName(equals)]),
    ...(part === undefined ? [] : [`/${escapePattern(part)}/`]),
    ...(regex === undefined ? [] : [`/^(?:${regex})/`]),
  ]
}

function attributesOf(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`span.attributes.${key}`, { eq: value }]))
}

function boundsOf(key: string, min: unknown, max: unknown): readonly object[] {
  if (min === undefined && max === undefined) return []
  return [{ [key]: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) } }]
}

function durationOf(seconds_: number | undefined): string | undefined {
  return seconds_ === undefined ? undefined : `${Math.round(seconds_ * 1e9)}ns`
}
