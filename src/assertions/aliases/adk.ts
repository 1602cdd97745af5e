// Google ADK: tool trajectories of an evaluation case. Source: its page "Evaluation Criteria", `tool_trajectory_avg_score`.
import { z } from 'zod'

import { filledIn, text } from '../../schema/index.ts'
import { fullForm } from '../options.ts'
import { defineAlias, type Alias } from './alias.ts'
import { exactName } from './exact-name.ts'

const toolUses = z
  .array(
    z.strictObject({
      name: text.describe('Name of the tool'),
      args: z.record(z.string(), z.unknown()).optional().describe('Its arguments, as they are. Default: none'),
    }),
  )
  .describe('Expected calls of one invocation')
type ToolUses = z.output<typeof toolUses>

const forms = { EXACT: 'exact', IN_ORDER: 'inOrder', ANY_ORDER: 'anyOrder' } as const

const toolTrajectory = defineAlias({
  name: 'tool_trajectory_avg_score',
  summary: 'Requires the tool calls of an evaluation case: Google ADK',
  value: fullForm(() => ({
    tool_uses: toolUses.optional().describe('Expected calls, of a case with one invocation'),
    conversation: z
      .array(z.strictObject({ tool_uses: toolUses }))
      .min(1, 'the list is empty')
      .optional()
      .describe('Expected calls of each invocation, one for each message of the user'),
    match_type: z
      .enum(['EXACT', 'IN_ORDER', 'ANY_ORDER'])
      .optional()
      .describe('EXACT: these calls; else others may stand between, in order or in any. Default: EXACT'),
    ignore_args: z.boolean().optional().describe('Whether arguments are free. Default: false'),
    threshold: z
      .number()
      .refine((value) => value === 1, 'is not 1, and here every invocation must match')
      .optional()
      .describe('1: every invocation must match; a lower one has no counterpart'),
  }))
    .refine(
      (value) => (value.tool_uses === undefined) !== (value.conversation === undefined),
      filledIn('needs one of `tool_uses` and `conversation`'),
    )
    .refine(
      ({ tool_uses: uses, conversation, match_type: type = 'EXACT' }) =>
        type === 'EXACT' ||
        (conversation?.map((one) => one.tool_uses) ?? [uses ?? []]).some(({ length }) => length > 0),
      filledIn('expects no call and allows all, which any run satisfies'),
    ),
  to(value) {
    const {
      tool_uses: uses,
      conversation,
      match_type: type = 'EXACT',
      ignore_args: ignore,
      threshold: _,
      ...common
    } = value
    const sequenceOf = (list: ToolUses): object | null => {
      const items = list.map(({ name, args = {} }) =>
        ignore === true ? exactName(name) : { tool: exactName(name), args: { eq: args } },
      )
      if (items.length > 0) return { [forms[type]]: items }
      return type === 'EXACT' ? { exact: [], empty: true } : null
    }
    const sequence =
      conversation === undefined
        ? sequenceOf(uses!)
        : { turns: conversation.map((invocation) => sequenceOf(invocation.tool_uses)) }
    return { assertion: 'tool-sequence', options: { ...sequence, scope: 'deep', ...common } }
  },
})

export const adk: readonly Alias[] = [toolTrajectory]
