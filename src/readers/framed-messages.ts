import type { ByteCursor } from './byte-cursor.ts'
import { maxPieceBytes, maxPieceText } from './limits.ts'
import type { ReadContext } from './reader.ts'

export const lengthPrefixBytes = 4

/** One message with the offset of its length prefix. */
export interface FramedMessage {
  readonly byte: number
  readonly bytes: Buffer
  /** The content ends inside the message, which the context was told. */
  readonly cut: boolean
}

/**
 * Messages behind a 4-byte big-endian length each, as the OpenTelemetry Collector's file exporter writes them.
 * A message over the size limit is skipped without being kept; a cut last one is yielded as far as it goes.
 */
export async function* readFramedMessages(cursor: ByteCursor, context: ReadContext): AsyncGenerator<FramedMessage> {
  for (;;) {
    const byte = cursor.offset
    const prefix = await cursor.take(lengthPrefixBytes)
    if (prefix.length === 0) return
    if (prefix.length < lengthPrefixBytes) {
      context.unreadable({ byte, message: 'the content ends inside the length of a message' })
      return
    }
    const length = prefix.readUInt32BE(0)
    if (length > maxPieceBytes) {
      context.unreadable({
        byte,
        message: `a message of ${length} bytes is longer than ${maxPieceText}; it is skipped`,
      })
      await cursor.skip(length)
      continue
    }
    const bytes = await cursor.take(length)
    const cut = bytes.length < length
    if (cut) {
      context.unreadable({
        byte,
        message: `the content ends inside a message: ${bytes.length} of ${length} bytes are there`,
      })
    }
    if (bytes.length > 0) yield { byte, bytes, cut }
  }
}

/** The message with its length before it. */
export function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(lengthPrefixBytes)
  prefix.writeUInt32BE(message.length)
  return Buffer.concat([prefix, message])
}
