import { maxPieceBytes } from './limits.ts'
import type { Half } from './zipkin-half.ts'

/** The halves of one span. */
export type Halves = [Half, ...Half[]]

/** Halves that wait for the others of their span, which may stand anywhere in the file. */
export interface HeldHalves {
  /** False where the trace was taken already: the half comes too late to be merged. */
  readonly add: (half: Half) => boolean
  /** Spans of the traces that waited longest without a new half, as long as too much is held. */
  readonly takeExcess: () => Halves[]
  /** All spans that are left, in the order of their first halves. */
  readonly takeAll: () => Halves[]
}

interface HeldTrace {
  readonly spans: Map<string, Halves>
  readonly order: number
  length: number
}

/** Holds halves of about `limit` characters; of the traces that were taken before the end, only the ids are kept. */
export function holdHalves(limit = maxPieceBytes): HeldHalves {
  /** Those whose last half came last stand last. */
  const traces = new Map<string, HeldTrace>()
  const taken = new Set<string>()
  let length = 0
  let order = 0
  return {
    add(half) {
      const { traceId, spanId } = half.ids
      if (taken.has(traceId)) return false
      const trace = traces.get(traceId) ?? { spans: new Map<string, Halves>(), order: order++, length: 0 }
      traces.delete(traceId)
      traces.set(traceId, trace)
      const known = trace.spans.get(spanId)
      if (known === undefined) trace.spans.set(spanId, [half])
      else known.push(half)
      const added = lengthOf(half)
      trace.length += added
      length += added
      return true
    },
    takeExcess() {
      const found: Halves[] = []
      for (const [traceId, trace] of traces) {
        if (length <= limit) break
        traces.delete(traceId)
        taken.add(traceId)
        length -= trace.length
        for (const halves of trace.spans.values()) found.push(halves)
      }
      return found
    },
    takeAll() {
      const inOrder = [...traces.values()].toSorted((left, right) => left.order - right.order)
      traces.clear()
      return inOrder.flatMap((trace) => [...trace.spans.values()])
    },
  }
}

/** What an item takes beside its texts. */
const itemLength = 400

function lengthOf({ tags, events }: Half): number {
  let length = itemLength
  for (const [key, value] of tags) length += key.length + (typeof value === 'string' ? value.length : 16)
  for (const { name } of events) length += itemLength + name.length
  return length
}
