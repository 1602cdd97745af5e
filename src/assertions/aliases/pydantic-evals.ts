// pydantic-evals: evaluators of agents and of spans. Source: its pages "Agentic Evaluators" and "Span-Based Evaluation".
import { z } from 'zod'

import { exactCount, filledIn, text } from '../../schema/index.ts'
import { fullForm } from '../options.ts'
import { defineAlias, type Alias } from './alias.ts'
import { exactName } from './exact-name.ts'
import { isOperators } from '../value-matcher.ts'
import { pydanticQuery, queryOf } from './pydantic-query.ts'

const tools = z.array(text)
const score = z.number().gt(0, 'is no score that says anything').max(1, 'is above 1')

/** Their trace is flat: calls of sub-agents are calls. */
const deep = { scope: 'deep' } as const

/** An empty list is meant: nothing may be called. */
function emptyIf(list: readonly unknown[]): { readonly empty?: true } {
  return list.length === 0 ? { empty: true } : {}
}

const trajectoryMatch = defineAlias({
  name: 'TrajectoryMatch',
  summary: 'Compares the tools that a run calls with a list: pydantic-evals',
  value: fullForm(() => ({
    expected_trajectory: tools.describe('Names of tools, in order'),
    order: z
      .enum(['exact', 'in_order', 'any_order'])
      .optional()
      .describe('exact: the same; else a score: F1, in order or in any. Default: in_order'),
    min: score.optional().describe('Least score; pydantic-evals reports it and leaves the verdict to you'),
  }))
    .refine(
      ({ order, min }) => order === 'exact' || min !== undefined,
      filledIn('gives a score: add `min`, the least one that passes'),
    )
    .refine(({ order, min }) => order !== 'exact' || min === undefined, filledIn('has `min` beside `order: exact`')),
  to({ expected_trajectory: calls, order, min, ...common }) {
    const mode =
      order === 'exact'
        ? { mode: 'strict' }
        : { mode: 'graded', min, ...(order === 'any_order' ? { order: 'ignore' } : {}) }
    const options = { calls, args: 'ignore', ...mode, ...emptyIf(calls), ...deep, ...common }
    return { assertion: 'trajectory-match', options }
  },
})

const toolCorrectness = defineAlias({
  name: 'ToolCorrectness',
  summary: 'Requires calls of the listed tools, as often as they are listed: pydantic-evals',
  value: fullForm(() => ({
    expected_tools: tools.describe('Names of tools; one that is listed twice is called twice'),
    allow_extra: z.boolean().optional().describe('Whether there may be other calls. Default: false'),
  })).refine(
    ({ expected_tools: list, allow_extra: extra }) => list.length > 0 || extra !== true,
    filledIn('expects nothing and allows everything, which any run satisfies'),
  ),
  to: ({ expected_tools: calls, allow_extra: extra, ...common }) => ({
    assertion: 'trajectory-match',
    options: {
      calls,
      args: 'ignore',
      mode: extra === true ? 'superset' : 'unordered',
      ...emptyIf(calls),
      ...deep,
      ...common,
    },
  }),
})

/** Arguments of which each is compared as a whole; a map that looks like operators is one too. */
function wholeValues(expected: Readonly<Record<string, unknown>>): unknown {
  if (isOperators(expected)) return { eq: expected }
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, { eq: value }]))
}

const argumentCorrectness = defineAlias({
  name: 'ArgumentCorrectness',
  summary: 'Requires that one call of a tool has the given arguments: pydantic-evals',
  value: fullForm(() => ({
    tool_name: text.describe('Name of the tool'),
    expected_arguments: z.record(z.string(), z.unknown()).describe('Arguments, each compared as a whole'),
    match_mode: z
      .enum(['exact', 'subset'])
      .optional()
      .describe('subset: the call may have more arguments. Default: subset'),
    occurrence: z
      .union([z.enum(['first', 'last']), exactCount])
      .optional()
      .describe('Which call: first, last, or a number from 0. Default: first'),
  })),
  to: ({ tool_name: name, expected_arguments: expected, match_mode: mode, occurrence = 'first', ...common }) => ({
    assertion: 'tool-args-match',
    options: {
      tool: exactName(name),
      args: wholeValues(expected),
      // Their subset is what the call has at least.
      mode: mode === 'exact' ? 'exact' : 'superset',
      occurrence: typeof occurrence === 'number' ? occurrence + 1 : occurrence,
      ...deep,
      ...common,
    },
  }),
})

const maxToolCalls = defineAlias({
  name: 'MaxToolCalls',
  summary: 'Bounds the number of tool calls: pydantic-evals',
  value: z.union([
    fullForm(() => ({
      max_calls: exactCount.describe('At most this many'),
      include_failed: z.boolean().optional().describe('Whether failed calls count. Default: true'),
    })),
    exactCount.transform((max): { max_calls: number; include_failed?: boolean | undefined } => ({ max_calls: max })),
  ]),
  to: ({ max_calls: toolCalls, include_failed: failed = true, ...common }) => ({
    assertion: 'budget',
    options: { toolCalls, ...(failed ? {} : { for: { kind: 'tool', status: ['ok', 'unset', 'pending'] } }), ...common },
  }),
})

const maxModelRequests = defineAlias({
  name: 'MaxModelRequests',
  summary: 'Bounds the number of model calls: pydantic-evals',
  value: z.union([
    fullForm(() => ({ max_requests: exactCount.describe('At most this many') })),
    exactCount.transform((max) => ({ max_requests: max })),
  ]),
  to: ({ max_requests: modelCalls, ...common }) => ({ assertion: 'budget', options: { modelCalls, ...common } }),
})

const hasMatchingSpan = defineAlias({
  name: 'HasMatchingSpan',
  summary: 'Requires a span that a query of pydantic-evals finds',
  value: fullForm(() => ({ query: pydanticQuery })),
  to: ({ query, ...common }) => ({ assertion: 'span-query', options: { and: [queryOf(query)], ...common } }),
})

export const pydanticEvals: readonly Alias[] = [
  trajectoryMatch,
  toolCorrectness,
  argumentCorrectness,
  maxToolCalls,
  maxModelRequests,
  hasMatchingSpan,
]
