import { z } from 'zod'

import { common } from './options.ts'
import { joinAttempts, requestKey } from './join-attempts.ts'
import { defineReconciliation, type Description, type ReconcileFact } from './reconciliation.ts'
import { placeOfRow } from './source-rows.ts'
import type { RecordedAttempt } from './recorded-run.ts'

const options = z.strictObject(common).describe('A stored message is complete only if the model finished it')

type Reason = 'unfinished' | 'tokens' | 'end-unknown' | 'tokens-unknown'

interface MessageData {
  readonly message: string
  readonly request: string
  readonly reason: Reason
  readonly status: string
  readonly stored?: number
  readonly recorded?: number
}

export const messageIncomplete = defineReconciliation({
  id: 'message-incomplete',
  summary: 'Requires that a message stored as complete was finished by the model, with as many tokens',
  sources: ['messages'],
  options,
  compare({ runs, sources: { messages }, keys }) {
    const { byRequest, withoutKey } = joinAttempts(runs, keys.messages ?? requestKey)
    const facts: ReconcileFact[] = []
    const onlyInSource = new Set<string>()
    const matched = new Set<string>()
    for (const row of messages.rows) {
      const attempt = byRequest.get(row.requestId)?.at(-1)
      if (attempt === undefined) {
        onlyInSource.add(row.requestId)
        continue
      }
      matched.add(row.requestId)
      if (row.state !== 'complete') continue
      const found = judge(attempt, row.tokens)
      if (found === undefined) continue
      const data: MessageData = { message: row.messageId, request: row.requestId, status: attempt.status, ...found }
      const undecided = found.reason === 'end-unknown' || found.reason === 'tokens-unknown'
      facts.push({ data: { ...data }, undecided, subject: row.messageId, row: placeOfRow(row) })
    }
    // What asks for a tool is no message.
    const onlyInRuns = [...byRequest]
      .filter(([request, attempts]) => !matched.has(request) && attempts.at(-1)!.finishReason !== 'tool_call')
      .map(([request]) => request)
    const matching = { source: 'messages', keys: 'requests', matched: matched.size } as const
    return {
      facts,
      matchings: [{ ...matching, onlyInSource: [...onlyInSource], onlyInRuns: [...onlyInRuns, ...withoutKey] }],
    }
  },
  describe(data) {
    const { message, request, reason, status, stored, recorded } = data as unknown as MessageData
    const what = `message \`${message}\` is stored as complete`
    const open = `whether ${what} rightly is undecided: the model call of request \`${request}\``
    const words = {
      unfinished: {
        message: `${what}, and the model call of request \`${request}\` ended with status ${status} and no finish reason`,
        help: 'store a message as complete only after the terminal event of its stream',
      },
      tokens: {
        message: `${what} with ${stored} tokens, and the model call of request \`${request}\` wrote ${recorded}`,
        help: 'store a message as complete only with everything the model wrote',
      },
      'end-unknown': {
        message: `${open} carries no finish reason`,
        help: 'set `gen_ai.response.finish_reasons` when the stream ends',
      },
      'tokens-unknown': {
        message: `${open} does not say how many tokens were visible`,
        help: 'set `gen_ai.usage.output_tokens`, and `gen_ai.usage.reasoning.output_tokens` of reasoning models, when the stream ends',
      },
    } as const satisfies Record<Reason, Description>
    return words[reason]
  },
})

/** Of several attempts of one request the last is the one that was shown. */
function judge(
  { finishReason, status, usage }: RecordedAttempt,
  stored: number | undefined,
): Pick<MessageData, 'reason' | 'stored' | 'recorded'> | undefined {
  if (finishReason === null)
    return { reason: status === 'error' || status === 'cancelled' ? 'unfinished' : 'end-unknown' }
  if (stored === undefined) return undefined
  const output = usage?.output ?? null
  if (output === null) return { reason: 'tokens-unknown' }
  // Reasoning is output that no message holds; where it is not told apart, a difference may be that.
  const reasoning = usage?.reasoning ?? null
  if (stored === output - (reasoning ?? 0)) return undefined
  if (reasoning === null && stored < output) return { reason: 'tokens-unknown' }
  return { reason: 'tokens', stored, recorded: output - (reasoning ?? 0) }
}
