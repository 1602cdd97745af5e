import { spanKinds, statusCodes } from '../model/span.ts'
import type { RetainedSpan } from './retained-span.ts'

/** Rows per block; blocks are never copied when the table grows. */
const blockRows = 1 << 12

interface Block {
  readonly trace: Uint32Array
  readonly spanHigh: Uint32Array
  readonly spanLow: Uint32Array
  readonly parentHigh: Uint32Array
  readonly parentLow: Uint32Array
  readonly name: Uint32Array
  readonly tag: Uint32Array
  readonly start: BigUint64Array
  readonly end: BigUint64Array
  readonly position: Float64Array
  readonly file: Uint32Array
  /** Bits: kind 0-2, status 3-4, parent 5, remote parent 6, start 7, end 8. */
  readonly bits: Uint16Array
  readonly extras: (Extra | undefined)[]
}

/** Bytes of one row, without what few spans have (links, values, payload). */
export const rowBytes = 8 * 4 + 3 * 8 + 2

/** What few spans have. */
interface Extra {
  readonly links: RetainedSpan['links']
  readonly values: RetainedSpan['values']
  readonly payload: unknown
}

/** Spans by column: about 60 bytes a span, names and trace ids stored once. */
export interface SpanTable {
  readonly size: () => number
  readonly add: (span: RetainedSpan) => void
  readonly row: (index: number) => RetainedSpan
  readonly hasTrace: (traceId: string) => boolean
  /** Rows of the table grouped by trace: trace id and row indexes, in order of first appearance. */
  readonly byTrace: () => Iterable<readonly [string, Uint32Array]>
  /** Estimate of the memory held, in bytes. */
  readonly bytes: () => number
}

const noLinks: RetainedSpan['links'] = []
const noValues: RetainedSpan['values'] = new Map()

export function createSpanTable(): SpanTable {
  const blocks: Block[] = []
  const traces = createInterner()
  const names = createInterner()
  let size = 0
  let extraBytes = 0
  /** Payloads that say the same of many spans are one object. */
  let lastBare: Extra | undefined

  return {
    size: () => size,
    hasTrace: traces.has,
    bytes: () => blocks.length * blockRows * rowBytes + traces.bytes() + names.bytes() + extraBytes,
    add(span) {
      const offset = size % blockRows
      if (offset === 0) blocks.push(createBlock())
      const block = blocks[blocks.length - 1]!
      block.trace[offset] = traces.intern(span.traceId)
      block.spanHigh[offset] = hex32(span.spanId, 0)
      block.spanLow[offset] = hex32(span.spanId, 8)
      let bits = spanKinds.indexOf(span.kind) | (statusCodes.indexOf(span.status) << 3)
      if (span.parentSpanId !== null) {
        bits |= 1 << 5
        block.parentHigh[offset] = hex32(span.parentSpanId, 0)
        block.parentLow[offset] = hex32(span.parentSpanId, 8)
      }
      if (span.hasRemoteParent) bits |= 1 << 6
      if (span.startUnixNano !== null) {
        bits |= 1 << 7
        block.start[offset] = span.startUnixNano
      }
      if (span.endUnixNano !== null) {
        bits |= 1 << 8
        block.end[offset] = span.endUnixNano
      }
      block.bits[offset] = bits
      block.name[offset] = names.intern(span.name)
      block.tag[offset] = span.tag
      block.position[offset] = span.position
      block.file[offset] = span.file
      if (span.links.length > 0 || span.values.size > 0 || span.payload !== undefined) {
        const isBare = span.links.length === 0 && span.values.size === 0
        if (isBare && lastBare !== undefined && lastBare.payload === span.payload) {
          block.extras[offset] = lastBare
        } else {
          const extra: Extra = { links: span.links, values: span.values, payload: span.payload }
          if (isBare) lastBare = extra
          block.extras[offset] = extra
          extraBytes += extraBytesOf(span)
        }
      }
      size += 1
    },
    row(index) {
      const block = blocks[Math.floor(index / blockRows)]!
      const offset = index % blockRows
      const bits = block.bits[offset]!
      const extra = block.extras[offset]
      return {
        traceId: traces.text(block.trace[offset]!),
        spanId: hexText(block.spanHigh[offset]!, block.spanLow[offset]!),
        parentSpanId: bits & (1 << 5) ? hexText(block.parentHigh[offset]!, block.parentLow[offset]!) : null,
        name: names.text(block.name[offset]!),
        kind: spanKinds[bits & 7]!,
        status: statusCodes[(bits >> 3) & 3]!,
        startUnixNano: bits & (1 << 7) ? block.start[offset]! : null,
        endUnixNano: bits & (1 << 8) ? block.end[offset]! : null,
        hasRemoteParent: (bits & (1 << 6)) !== 0,
        links: extra?.links ?? noLinks,
        values: extra?.values ?? noValues,
        file: block.file[offset]!,
        position: block.position[offset]!,
        tag: block.tag[offset]!,
        payload: extra?.payload,
      }
    },
    *byTrace() {
      // Counting sort: one pass for sizes, one for places.
      const starts = new Uint32Array(traces.size() + 1)
      const traceAt = (index: number): number => blocks[Math.floor(index / blockRows)]!.trace[index % blockRows]!
      for (let index = 0; index < size; index++) starts[traceAt(index) + 1]! += 1
      for (let trace = 0; trace < traces.size(); trace++) starts[trace + 1]! += starts[trace]!
      const order = new Uint32Array(size)
      const next = starts.slice()
      for (let index = 0; index < size; index++) order[next[traceAt(index)]!++] = index
      for (let trace = 0; trace < traces.size(); trace++) {
        yield [traces.text(trace), order.subarray(starts[trace], starts[trace + 1])]
      }
    },
  }
}

function extraBytesOf({ links, values, payload }: RetainedSpan): number {
  const valueBytes = values.size === 0 ? 0 : 250 + values.size * 80
  return 80 + links.length * 200 + valueBytes + payloadBytes(payload)
}

/** What a payload says that it holds; one that says nothing is small. */
function payloadBytes(payload: unknown): number {
  const isSized = typeof payload === 'object' && payload !== null && 'bytes' in payload
  return isSized && typeof payload.bytes === 'number' ? payload.bytes : 0
}

function createBlock(): Block {
  return {
    trace: new Uint32Array(blockRows),
    spanHigh: new Uint32Array(blockRows),
    spanLow: new Uint32Array(blockRows),
    parentHigh: new Uint32Array(blockRows),
    parentLow: new Uint32Array(blockRows),
    name: new Uint32Array(blockRows),
    tag: new Uint32Array(blockRows),
    start: new BigUint64Array(blockRows),
    end: new BigUint64Array(blockRows),
    position: new Float64Array(blockRows),
    file: new Uint32Array(blockRows),
    bits: new Uint16Array(blockRows),
    extras: [],
  }
}

interface Interner {
  readonly has: (text: string) => boolean
  readonly intern: (text: string) => number
  readonly text: (index: number) => string
  readonly size: () => number
  readonly bytes: () => number
}

function createInterner(): Interner {
  const indexes = new Map<string, number>()
  const texts: string[] = []
  let bytes = 0
  let last = ''
  let lastIndex = -1
  return {
    has: (text) => indexes.has(text),
    size: () => texts.length,
    bytes: () => bytes,
    text: (index) => texts[index]!,
    intern(text) {
      // Spans of one trace, and of one instrumentation, mostly follow each other.
      if (text === last && lastIndex >= 0) return lastIndex
      let index = indexes.get(text)
      if (index === undefined) {
        index = texts.length
        indexes.set(text, index)
        texts.push(text)
        bytes += 100 + text.length
      }
      last = text
      lastIndex = index
      return index
    },
  }
}

/** Eight lower-case hex digits as a number; without branches, which random digits would mispredict. */
function hex32(text: string, from: number): number {
  let number = 0
  for (let at = from; at < from + 8; at++) {
    const code = text.charCodeAt(at)
    // Only letters have bit 6; the low bits of `a` are 1.
    number = (number << 4) | ((code & 15) + 9 * (code >>> 6))
  }
  return number >>> 0
}

/** Character codes of the hex digits. */
const digit = Uint8Array.from('0123456789abcdef', (character) => character.charCodeAt(0))

/** Sixteen hex digits of two 32-bit halves; one call makes one flat string, which padding and joining would not. */
function hexText(high: number, low: number): string {
  return String.fromCharCode(
    digit[high >>> 28]!,
    digit[(high >>> 24) & 15]!,
    digit[(high >>> 20) & 15]!,
    digit[(high >>> 16) & 15]!,
    digit[(high >>> 12) & 15]!,
    digit[(high >>> 8) & 15]!,
    digit[(high >>> 4) & 15]!,
    digit[high & 15]!,
    digit[low >>> 28]!,
    digit[(low >>> 24) & 15]!,
    digit[(low >>> 20) & 15]!,
    digit[(low >>> 16) & 15]!,
    digit[(low >>> 12) & 15]!,
    digit[(low >>> 8) & 15]!,
    digit[(low >>> 4) & 15]!,
    digit[low & 15]!,
  )
}
