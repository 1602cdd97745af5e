import { createZstdDecompress } from 'node:zlib'
import { DamagedStream, damageMessage, startInflating, stepBytes } from './inflate.ts'
import type { ByteChunks, ReadContext } from './reader.ts'

/**
 * Decompresses zstd as a stream, several frames in a row included. Damage and a missing end are reported with the offset
 * in the compressed bytes; what came before is yielded.
 */
export async function* unzstd(chunks: ByteChunks, context: ReadContext): AsyncGenerator<Uint8Array> {
  let running = startInflating(createZstdDecompress)
  /** Compressed bytes of the streams that ended before the running one. */
  let before = 0
  let given = 0
  async function* counted(output: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const bytes of output) {
      given += bytes.length
      yield bytes
    }
  }

  try {
    for await (const chunk of chunks) {
      for (let from = 0; from < chunk.length;) {
        const step = chunk.subarray(from, from + stepBytes)
        const used = running.stream.bytesWritten
        yield* counted(running.write(step))
        const took = running.stream.bytesWritten - used
        from += took
        if (took === step.length) continue
        // Node's zstd stream ends with the frame and drops the rest of the step: the next frame needs a new one.
        yield* counted(running.end())
        before += running.stream.bytesWritten
        running = startInflating(createZstdDecompress)
      }
    }
    if (running.stream.bytesWritten > 0) yield* running.end()
  } catch (error) {
    if (!(error instanceof DamagedStream)) throw error
    const byte = before + running.stream.bytesWritten
    context.unreadable({ byte, message: damageMessage('zstd', error, byte, given) })
  } finally {
    running.stream.destroy()
  }
}
