import type { JsonPart, JsonScanner } from './json-pieces.ts'
import { maxPieceText } from './limits.ts'

const newline = 0x0a

/** One piece per line that is not blank. A line longer than `limit` bytes is skipped without being kept. */
export function createLineScanner(limit: number): JsonScanner {
  /** Beginning of a line whose end is in a later chunk; null while the rest of a too long line is skipped. */
  let held: Buffer[] | null = []
  let heldLength = 0
  let line = 1
  let byte = 0

  function finish(tail: Buffer, cut: 'line' | null, parts: JsonPart[]): void {
    const length = heldLength + tail.length
    if (held === null || length > limit) {
      parts.push({ line, message: `the line is longer than ${maxPieceText}; split it into smaller batches` })
    } else if (length > 0) {
      const bytes = held.length === 0 ? tail : Buffer.concat([...held, tail], length)
      if (!isBlank(bytes)) parts.push({ bytes, line, byte, document: line, member: null, around: null, cut })
    }
    byte += length + 1
    line += 1
    held = []
    heldLength = 0
  }

  return {
    push(chunk) {
      const parts: JsonPart[] = []
      let from = 0
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        finish(chunk.subarray(from, at), null, parts)
        from = at + 1
      }
      const rest = chunk.subarray(from)
      heldLength += rest.length
      if (heldLength > limit) held = null
      if (rest.length > 0) held?.push(rest)
      return parts
    },
    end() {
      const parts: JsonPart[] = []
      finish(Buffer.alloc(0), 'line', parts)
      return parts
    },
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)
}
