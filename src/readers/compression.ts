import { zstdDecompressSync } from 'node:zlib'
import { peek } from './byte-chunks.ts'
import { createByteCursor } from './byte-cursor.ts'
import { framed, lengthPrefixBytes, readFramedMessages } from './framed-messages.ts'
import { gunzip } from './gunzip.ts'
import { maxPieceBytes, maxPieceText } from './limits.ts'
import type { ByteChunks, ReadContext } from './reader.ts'
import { unzstd } from './unzstd.ts'

/** Compression inside compression that is followed; more is no recording. */
const maxLayers = 3

const openObject = 0x7b
const newline = Buffer.from('\n')

/**
 * The content inside gzip, zstd or zstd per message (as the collector's file exporter writes it), recognised by magic
 * numbers; other content passes through. Works as a stream: a small file that inflates to a huge one costs no memory.
 * A stream that is cut or damaged is reported with the offset in the compressed bytes, and ends there.
 */
export async function* decompressed(chunks: ByteChunks, context: ReadContext): AsyncGenerator<Uint8Array> {
  let content = chunks
  for (let layer = 0; layer <= maxLayers; layer++) {
    const start = await peek(content, lengthPrefixBytes + 4)
    const unwrap = unwrapperFor(start.head)
    if (unwrap === undefined) {
      yield* start.chunks
      return
    }
    if (layer < maxLayers) content = unwrap(start.chunks, context)
  }
  context.unreadable({
    byte: 0,
    message: `the content is compressed more than ${maxLayers} times; decompress it first`,
  })
}

type Unwrap = (chunks: ByteChunks, context: ReadContext) => ByteChunks

function unwrapperFor(head: Buffer): Unwrap | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return gunzip
  if (isZstd(head)) return unzstd
  if (isZstd(head.subarray(lengthPrefixBytes))) return unzstdMessages
  return undefined
}

function isZstd(head: Buffer): boolean {
  if (head.length < 4) return false
  const magic = head.readUInt32LE(0)
  // The second one is the range of skippable frames, with which some writers begin.
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5
}

/** zstd in each framed message; comes out as JSON lines, or as framed protobuf without compression. */
async function* unzstdMessages(chunks: ByteChunks, context: ReadContext): AsyncGenerator<Uint8Array> {
  for await (const { byte, bytes } of readFramedMessages(createByteCursor(chunks), context)) {
    try {
      const message = zstdDecompressSync(bytes, { maxOutputLength: maxPieceBytes })
      yield message[0] === openObject ? Buffer.concat([message, newline]) : framed(message)
    } catch (error) {
      const how = error instanceof RangeError ? `is longer than ${maxPieceText} when decompressed` : 'is damaged zstd'
      context.unreadable({ byte, message: `a message of ${bytes.length} bytes ${how}; it is skipped` })
    }
  }
}
