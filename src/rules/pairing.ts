import type { ContractRun, RunSpan } from '../runs/index.ts'
import { ancestorsOf, nearestAbove } from './tree.ts'

export interface Pairing {
  /** Senders with a receiver below them, or joined to one by a link. */
  readonly sent: ReadonlySet<RunSpan>
  /** Receivers with a sender above them, or joined to one by a link. */
  readonly received: ReadonlySet<RunSpan>
}

/**
 * Pairs what hands work over with what takes it. A link counts in either direction, on the span itself or on a span
 * around it: at the sender's end also on a span below it (a client call) or right above it (the agent that hands over),
 * at the receiver's end also on a span above it (the server span around an agent).
 */
export function pair(
  run: ContractRun,
  order: readonly RunSpan[],
  senders: ReadonlySet<RunSpan>,
  receivers: ReadonlySet<RunSpan>,
): Pairing {
  const senderAbove = nearestAbove(order, senders)
  const receiverBelow = ancestorsOf(order, receivers)
  const sendersByParent = Map.groupBy(senders, (sender) => sender.parent)
  const sent = new Set(receiverBelow)
  const received = new Set(senderAbove.keys())
  const joined = new Set<RunSpan>()
  const handing = new Set<RunSpan>()
  const join = (senderEnd: RunSpan, receiverEnd: RunSpan): void => {
    if (!receivers.has(receiverEnd) && !receiverBelow.has(receiverEnd)) return
    const sender = senders.has(senderEnd) ? senderEnd : senderAbove.get(senderEnd)
    if (sender !== undefined) sent.add(sender)
    else if (sendersByParent.has(senderEnd)) handing.add(senderEnd)
    else return
    joined.add(receiverEnd)
  }
  for (const span of order) {
    for (const link of span.links) {
      const target = run.find(link.traceId, link.spanId)
      if (target === undefined || target === span) continue
      join(target, span)
      join(span, target)
    }
  }
  for (const parent of handing) for (const sender of sendersByParent.get(parent) ?? []) sent.add(sender)
  for (const span of joined) received.add(span)
  for (const span of nearestAbove(order, joined).keys()) received.add(span)
  return { sent, received }
}
