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
  const sent = new Set(ancestorsOf(order, receivers))
  const received = new Set(senderAbove.keys())
  const joinedTops = new Set<RunSpan>()
  const receiverBelow = ancestorsOf(order, receivers)
  const join = (senderEnd: RunSpan, receiverEnd: RunSpan): void => {
    if (!receivers.has(receiverEnd) && !receiverBelow.has(receiverEnd)) return
    const found = senders.has(senderEnd) ? senderEnd : senderAbove.get(senderEnd)
    const hit = found === undefined ? senderEnd.children.filter((child) => senders.has(child)) : [found]
    if (hit.length === 0) return
    for (const sender of hit) sent.add(sender)
    joinedTops.add(receiverEnd)
  }
  for (const span of order) {
    for (const link of span.links) {
      const target = run.find(link.traceId, link.spanId)
      if (target === undefined || target === span) continue
      join(target, span)
      join(span, target)
    }
  }
  for (const top of joinedTops) received.add(top)
  for (const span of nearestAbove(order, joinedTops).keys()) received.add(span)
  return { sent, received }
}
