import { z } from 'zod'

import type { ContractRun, RunSpan } from '../runs/index.ts'
import { undecidedByLosses } from './losses.ts'
import { pair } from './pairing.ts'
import { defineRule, type RunFact } from './rule.ts'
import { hasRead, presenceRead, textRead, valueRead } from './run-reads.ts'
import { hasLostParent, nearestAbove, preorder } from './tree.ts'

const boundaries = ['messaging', 'mcp', 'agent'] as const
type Boundary = (typeof boundaries)[number]

const schema = z
  .array(z.enum(boundaries))
  .min(1)
  .describe(
    'Boundaries that the trace context crosses: messaging (producer, consumer), mcp (client, server), agent (client, callee)',
  )

const operationRead = valueRead('gen_ai.operation.name')
const mcpRead = presenceRead('mcp.method.name')

type BoundaryData = {
  readonly boundary: Boundary
  readonly role: 'sender' | 'receiver'
}

interface Ends {
  readonly senders: ReadonlySet<RunSpan>
  readonly receivers: ReadonlySet<RunSpan>
  /** Receivers that must have a sender. */
  readonly judged: readonly RunSpan[]
}

export const contextNotPropagated = defineRule({
  id: 'context-not-propagated',
  summary: 'Requires that the trace context crosses the boundaries between agents, queues and MCP servers',
  severity: 'error',
  scope: 'run',
  restsOn: ['kind', 'parent'],
  breachRestsOn: ['links'],
  clause: { key: 'boundaries', schema },
  compile(clause) {
    const wanted = schema.parse(clause.value)
    return {
      reads: [operationRead, mcpRead],
      check(run) {
        const facts: RunFact[] = []
        const order = preorder(run)
        const around = nearestAbove(order, new Set(order.filter(hasLostParent)))
        for (const boundary of wanted) {
          const { senders, receivers, judged } = endsOf[boundary](run)
          const { sent, received } = pair(run, order, senders, receivers)
          for (const span of senders) {
            if (!sent.has(span)) facts.push(factOf(span, boundary, 'sender', run.losses))
          }
          for (const span of judged) {
            // A parent elsewhere is a context that arrived.
            if (received.has(span) || hasLostParent(span) || around.has(span)) continue
            facts.push(factOf(span, boundary, 'receiver', run.losses))
          }
        }
        return facts.length > 0 ? facts : undefined
      },
      subjects: (run) =>
        wanted.reduce((sum, boundary) => {
          const { senders, judged } = endsOf[boundary](run)
          return sum + senders.size + judged.length
        }, 0),
    }
  },
  describe(data, place) {
    const { boundary, role } = data as BoundaryData
    const [sends, receives] = words[boundary]
    const crossed = (who: 'a' | 'no'): string =>
      role === 'sender'
        ? `${who} receiver continues the trace of ${place}, which ${sends} (boundary \`${boundary}\`)`
        : `${place}, which ${receives}, continues the trace of ${who} sender (boundary \`${boundary}\`)`
    const lost = undecidedByLosses(`whether ${crossed('a')}`, data)
    if (lost !== undefined) return lost
    return { message: crossed('no'), help: carriers[boundary] }
  },
})

const words: Readonly<Record<Boundary, readonly [string, string]>> = {
  messaging: ['sends a message', 'takes a message'],
  mcp: ['calls an MCP server', 'serves an MCP call'],
  agent: ['calls an agent', 'serves an agent call'],
}

const carriers: Readonly<Record<Boundary, string>> = {
  messaging: 'inject the trace context into the message headers, and extract or link it in the consumer',
  mcp: 'put `traceparent` into `params._meta` of the request, and extract it in the server',
  agent: 'send the trace context with the request to the agent, and extract it there',
}

function factOf(span: RunSpan, boundary: Boundary, role: BoundaryData['role'], losses: readonly string[]): RunFact {
  const subject = `${boundary} ${role}`
  return losses.length > 0
    ? { span, subject, data: { boundary, role, losses }, undecided: true }
    : { span, subject, data: { boundary, role } }
}

const endsOf: Readonly<Record<Boundary, (run: ContractRun) => Ends>> = {
  messaging: (run) => {
    const judged = run.spans.filter((span) => span.kind === 'consumer')
    return { senders: ofKind(run, 'producer'), receivers: new Set(judged), judged }
  },
  mcp: (run) => {
    const calls = run.spans.filter((span) => hasRead(span, mcpRead))
    const judged = calls.filter((span) => span.kind === 'server')
    const senders = new Set(calls.filter((span) => span.kind === 'client'))
    return { senders, receivers: new Set(judged), judged }
  },
  agent: (run) => {
    const agents = run.spans.filter((span) => textRead(span, operationRead) === 'invoke_agent')
    const callees = agents.filter((span) => span.kind !== 'client')
    const receivers = ofKind(run, 'server')
    for (const callee of callees) receivers.add(callee)
    // The caller of the run's first agent is the user.
    const judged = callees.filter((span) => span.kind === 'server' && span !== agents[0])
    return { senders: new Set(agents.filter((span) => span.kind === 'client')), receivers, judged }
  },
}

function ofKind(run: ContractRun, kind: RunSpan['kind']): Set<RunSpan> {
  return new Set(run.spans.filter((span) => span.kind === kind))
}
