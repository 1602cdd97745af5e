// LangChain's agentevals: trajectory match against reference outputs. Source: its README, "Agent trajectory".
import { z } from 'zod'

import { oneOrMore, text } from '../../schema/index.ts'
import { fullForm } from '../options.ts'
import { comparisonModes } from '../value-matcher.ts'
import { defineAlias, type Alias } from './alias.ts'

const modes = ['strict', 'unordered', 'subset', 'superset'] as const

const reference = oneOrMore(text).describe('Recordings or message logs to compare with, relative to the contract')
const comparison = z.enum(comparisonModes)

const given = {
  reference_outputs: reference,
  tool_args_match_mode: comparison
    .optional()
    .describe('Read "the recorded arguments are a … of the reference". Default: exact'),
  tool_args_match_overrides: z.record(text, comparison).optional().describe('The same for single tools, by name'),
}

interface Given {
  readonly reference_outputs: string | string[]
  readonly tool_args_match_mode?: z.output<typeof comparison> | undefined
  readonly tool_args_match_overrides?: Readonly<Record<string, z.output<typeof comparison>>> | undefined
}

function optionsOf(mode: string, value: Given): unknown {
  const { reference_outputs: golden, tool_args_match_mode: args, tool_args_match_overrides: argsFor, ...common } = value
  return {
    golden,
    mode,
    ...(args === undefined ? {} : { args }),
    ...(argsFor === undefined ? {} : { argsFor }),
    ...common,
  }
}

const value: z.ZodType<Given> = z.union([
  fullForm(() => given),
  reference.transform((path): Given => ({ reference_outputs: path })),
])

/** The modes by their own names, and the evaluator that takes one. */
export const langchain: readonly Alias[] = [
  ...modes.map((mode) =>
    defineAlias({
      name: mode,
      summary: `Compares the tool calls of a run with references, ${mode}: LangChain agentevals`,
      value,
      to: (options) => ({ assertion: 'trajectory-match', options: optionsOf(mode, options) }),
    }),
  ),
  defineAlias({
    name: 'trajectory_match',
    summary: 'Compares the tool calls of a run with references: LangChain agentevals',
    value: fullForm(() => ({
      ...given,
      trajectory_match_mode: z.enum(modes).optional().describe('How they are alike. Default: strict'),
    })),
    to: ({ trajectory_match_mode: mode = 'strict', ...options }) => ({
      assertion: 'trajectory-match',
      options: optionsOf(mode, options),
    }),
  }),
]
