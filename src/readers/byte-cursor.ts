import { asBuffer } from './byte-chunks.ts'
import type { ByteChunks } from './reader.ts'

/** Reads chunks as one run of bytes, keeping only what was asked for. */
export interface ByteCursor {
  /** Offset of the next byte. */
  readonly offset: number
  /** The next `length` bytes without moving; fewer at the end of the content. */
  peek(length: number): Promise<Buffer>
  /** The next `length` bytes; fewer at the end of the content. */
  take(length: number): Promise<Buffer>
  /** Moves on without keeping anything. */
  skip(length: number): Promise<void>
}

export function createByteCursor(chunks: ByteChunks): ByteCursor {
  const iterator = chunks[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let heldLength = 0
  let offset = 0

  async function fill(length: number): Promise<void> {
    while (heldLength < length) {
      const { value, done } = await iterator.next()
      if (done === true) return
      held.push(asBuffer(value))
      heldLength += value.length
    }
  }

  async function peek(length: number): Promise<Buffer> {
    await fill(length)
    const [first = Buffer.alloc(0)] = held
    if (first.length < length && held.length > 1) held = [Buffer.concat(held, heldLength)]
    return (held[0] ?? first).subarray(0, length)
  }

  function drop(length: number): void {
    offset += length
    heldLength -= length
    let rest = length
    for (let [first] = held; first !== undefined && rest > 0; [first] = held) {
      if (first.length > rest) held[0] = first.subarray(rest)
      else held.shift()
      rest -= Math.min(rest, first.length)
    }
  }

  return {
    get offset() {
      return offset
    },
    peek,
    async take(length) {
      const bytes = await peek(length)
      drop(bytes.length)
      return bytes
    },
    async skip(length) {
      let rest = length
      while (rest > 0) {
        if (heldLength === 0) await fill(1)
        if (heldLength === 0) return
        const step = Math.min(rest, heldLength)
        drop(step)
        rest -= step
      }
    },
  }
}
