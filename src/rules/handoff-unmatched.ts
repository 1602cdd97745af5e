import { z } from 'zod'

import type { ContractRun, RunSpan } from '../runs/index.ts'
import { withAgentBeside } from './agents-beside.ts'
import { undecidedByLosses } from './losses.ts'
import { pair } from './pairing.ts'
import { defineRule, type RunFact } from './rule.ts'
import { textRead, valueRead } from './run-reads.ts'
import { nearestAbove, preorder, spansOfAny, topsOf } from './tree.ts'

const schema = z
  .union([
    z.literal('matched'),
    z.strictObject({
      sender: z.string().min(1).describe('Id of the span clause that hands over'),
      receiver: z.string().min(1).describe('Id of the span clause that takes over'),
    }),
  ])
  .describe(
    'Each handoff has a receiver below it or linked to it, and each receiver a sender: `matched`, or the clauses',
  )

const operationRead = valueRead('gen_ai.operation.name')
const toolRead = valueRead('gen_ai.tool.name')
const agentRead = valueRead('gen_ai.agent.name')

type HandoffData = { readonly role: 'sender' | 'receiver' }

interface Ends {
  readonly senders: ReadonlySet<RunSpan>
  readonly receivers: ReadonlySet<RunSpan>
  /** Receivers that must have a sender. */
  readonly judged: readonly RunSpan[]
}

export const handoffUnmatched = defineRule({
  id: 'handoff-unmatched',
  summary: 'Requires that each handoff has a receiver, and each receiver a sender',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  breachRestsOn: ['links'],
  clause: { key: 'handoffs', schema },
  compile(clause) {
    const value = schema.parse(clause.value)
    const endsOf = (run: ContractRun, order: readonly RunSpan[]): Ends => {
      return value === 'matched' ? conventionalEnds(run, order) : declaredEnds(run, value.sender, value.receiver)
    }
    return {
      ...(value === 'matched'
        ? { reads: [operationRead, toolRead, agentRead] }
        : { subjects: (run: ContractRun) => spansOfAny(run, [value.sender, value.receiver]).size }),
      check(run) {
        const order = preorder(run)
        const { senders, receivers, judged } = endsOf(run, order)
        if (senders.size === 0 && judged.length === 0) return undefined
        const { sent, received } = pair(run, order, senders, receivers)
        const unsent = [...senders].filter((span) => !sent.has(span))
        const beside = value === 'matched' ? besideTransfers(order, unsent, receivers, received) : noSpans
        const facts = [
          ...unsent.filter((span) => !beside.has(span)).map((span) => factOf(span, 'sender', run.losses)),
          ...judged.filter((span) => !received.has(span)).map((span) => factOf(span, 'receiver', run.losses)),
        ]
        return facts.length > 0 ? facts : undefined
      },
    }
  },
  describe(data, place) {
    const { role } = data as HandoffData
    const counterpart =
      role === 'sender'
        ? `receiver is below ${place}, which hands over, or linked to it`
        : `handoff is above ${place}, which takes over, or linked to it`
    const lost = undecidedByLosses(`whether a ${counterpart}`, data)
    if (lost !== undefined) return lost
    return {
      message: `no ${counterpart}`,
      help: 'pass the trace context with the handoff, and start the receiver in it or with a link to it',
    }
  },
})

function factOf(span: RunSpan, role: HandoffData['role'], losses: readonly string[]): RunFact {
  return losses.length > 0
    ? { span, subject: role, data: { role, losses }, undecided: true }
    : { span, subject: role, data: { role } }
}

function declaredEnds(run: ContractRun, sender: string, receiver: string): Ends {
  const receivers = spansOfAny(run, [receiver])
  return { senders: spansOfAny(run, [sender]), receivers, judged: [...receivers] }
}

/**
 * Senders are calls of transfer tools. Receivers are agents; one must have a sender when it begins a tree of its own,
 * other than that of the run's first agent: below another agent, or beside it in one tree, it did not lose its context.
 */
function conventionalEnds(run: ContractRun, order: readonly RunSpan[]): Ends {
  const agents = run.spans.filter((span) => textRead(span, operationRead) === 'invoke_agent')
  const receivers = new Set(agents)
  const senders = new Set(run.spans.filter(isTransfer))
  if (agents.length < 2) return { senders, receivers, judged: [] }
  const tops = topsOf(order)
  const firstTop = tops.get(agents[0]!)
  const above = nearestAbove(order, receivers)
  return { senders, receivers, judged: agents.filter((span) => tops.get(span) !== firstTop && !above.has(span)) }
}

const noSpans: ReadonlySet<RunSpan> = new Set()
const transferTo = 'transfer_to_'

function isTransfer(span: RunSpan): boolean {
  if (textRead(span, operationRead) !== 'execute_tool') return false
  const tool = textRead(span, toolRead)
  return tool === 'handoff' || tool?.startsWith(transferTo) === true
}

/** Those of the transfers whose agent stands beside them; a `handoff` names none. */
function besideTransfers(
  order: readonly RunSpan[],
  unsent: readonly RunSpan[],
  agents: ReadonlySet<RunSpan>,
  received: ReadonlySet<RunSpan>,
): ReadonlySet<RunSpan> {
  const callers = nearestAbove(order, agents)
  const transfers = unsent.flatMap((span) => {
    const tool = textRead(span, toolRead) ?? ''
    return tool.startsWith(transferTo) ? [{ span, to: tool.slice(transferTo.length), caller: callers.get(span) }] : []
  })
  if (transfers.length === 0) return noSpans
  const free = [...agents].filter((agent) => !received.has(agent))
  return withAgentBeside(
    transfers,
    free,
    (agent) => textRead(agent, agentRead) ?? agent.name.replace(/^invoke_agent /, ''),
  )
}
