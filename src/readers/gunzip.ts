import { crc32, createInflateRaw } from 'node:zlib'
import { createByteCursor, type ByteCursor } from './byte-cursor.ts'
import { DamagedStream, damageMessage, startInflating, stepBytes } from './inflate.ts'
import type { ByteChunks, ReadContext } from './reader.ts'

const trailerBytes = 8

/**
 * Decompresses gzip as a stream, several members in a row included. Damage, a missing end and wrong checksums are
 * reported with the offset in the compressed bytes; what came before is yielded, and so is what fails its checksum. Bytes
 * behind the last member are noted, as by `gzip -d`; zeros are padding.
 *
 * Members are taken apart here (RFC 1952), because Node's gunzip loses what it inflated when the rest is wrong.
 */
export async function* gunzip(chunks: ByteChunks, context: ReadContext): AsyncGenerator<Uint8Array> {
  const cursor = createByteCursor(chunks)
  let given = 0
  while (await startsMember(cursor, context)) {
    let checksum = 0
    let length = 0
    try {
      if (!(await skipHeader(cursor))) throw new DamagedStream(true)
      for await (const bytes of inflateMember(cursor)) {
        checksum = crc32(bytes, checksum)
        length = (length + bytes.length) >>> 0
        given += bytes.length
        yield bytes
      }
      const trailer = await cursor.take(trailerBytes)
      if (trailer.length < trailerBytes) throw new DamagedStream(true)
      if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== length) {
        const byte = cursor.offset - trailerBytes
        context.unreadable({ byte, message: 'the gzip content is not what its checksum says; it is read as it is' })
      }
    } catch (error) {
      if (!(error instanceof DamagedStream)) throw error
      const byte = cursor.offset
      context.unreadable({ byte, message: damageMessage('gzip', error, byte, given) })
      return
    }
  }
}

/** False at the end of the content, and where bytes follow that are no member. */
async function startsMember(cursor: ByteCursor, context: ReadContext): Promise<boolean> {
  const magic = await cursor.peek(2)
  if (magic[0] === 0x1f && magic[1] === 0x8b) return true
  const byte = cursor.offset
  let rest = 0
  let isPadding = true
  for (let step = await cursor.take(stepBytes); step.length > 0; step = await cursor.take(stepBytes)) {
    rest += step.length
    isPadding &&= step.every((one) => one === 0)
  }
  // They may have been a member whose beginning is damaged.
  if (!isPadding)
    context.note(`${rest} bytes behind the gzip content, at byte ${byte}, are not read`, { incomplete: true })
  return false
}

const flags = { headerChecksum: 2, extra: 4, name: 8, comment: 16 } as const

/** False where the content ends inside the header. */
async function skipHeader(cursor: ByteCursor): Promise<boolean> {
  const head = await cursor.take(10)
  const set = head[3] ?? 0
  if ((set & flags.extra) !== 0) {
    const length = await cursor.take(2)
    if (length.length === 2) await cursor.skip(length.readUInt16LE(0))
  }
  if ((set & flags.name) !== 0) await skipText(cursor)
  if ((set & flags.comment) !== 0) await skipText(cursor)
  if ((set & flags.headerChecksum) !== 0) await cursor.skip(2)
  return head.length === 10 && (await cursor.peek(1)).length === 1
}

/** Skips a text that ends with a zero byte. */
async function skipText(cursor: ByteCursor): Promise<void> {
  for (let step = await cursor.peek(stepBytes); step.length > 0; step = await cursor.peek(stepBytes)) {
    const end = step.indexOf(0)
    await cursor.skip(end === -1 ? step.length : end + 1)
    if (end !== -1) return
  }
}

async function* inflateMember(cursor: ByteCursor): AsyncGenerator<Uint8Array> {
  const running = startInflating(createInflateRaw)
  try {
    for (;;) {
      const step = await cursor.peek(stepBytes)
      if (step.length === 0) break
      const used = running.stream.bytesWritten
      yield* running.write(step)
      const took = running.stream.bytesWritten - used
      await cursor.skip(took)
      if (took < step.length) break
    }
    yield* running.end()
  } finally {
    running.stream.destroy()
  }
}
