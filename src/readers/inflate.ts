import type { Transform } from 'node:stream'
import type { ByteChunks, ReadContext } from './reader.ts'

/** Node's decompression stream; `bytesWritten` counts the compressed bytes it has used. */
type Inflater = Transform & { readonly bytesWritten: number }

/** Compressed bytes given to zlib at once: what inflates from the step in which damage shows is lost. */
const stepBytes = 4096

/** No output waits inside the stream when an error destroys it, because a full buffer stops zlib after each block. */
const options = { chunkSize: 64 * 1024, readableHighWaterMark: 1 }

/**
 * Decompresses as a stream, several members or frames in a row included.
 * Damage and a missing end are reported with the offset in the compressed bytes; what came before is yielded.
 */
export async function* inflate(
  chunks: ByteChunks,
  create: (settings: typeof options) => Inflater,
  name: string,
  context: ReadContext,
): AsyncGenerator<Uint8Array> {
  let running = start(create(options))
  /** Compressed bytes of the streams that ended before the running one. */
  let before = 0
  try {
    for await (const chunk of chunks) {
      for (let from = 0; from < chunk.length;) {
        const step = chunk.subarray(from, from + stepBytes)
        const used = running.stream.bytesWritten
        yield* running.write(step)
        const took = running.stream.bytesWritten - used
        from += took
        if (took === step.length) continue
        // Node's zstd stream ends with the frame and drops the rest of the step: the next frame needs a new one.
        yield* running.end()
        before += running.stream.bytesWritten
        running = start(create(options))
      }
    }
    if (running.stream.bytesWritten > 0) yield* running.end()
  } catch (error) {
    if (!(error instanceof DamagedStream)) throw error
    const byte = before + running.stream.bytesWritten
    const how = error.cut ? `ends too early, after ${byte} bytes` : `is damaged at or after byte ${byte}`
    context.unreadable({ byte, message: `the ${name} content ${how}; what came before it is read` })
  } finally {
    running.stream.destroy()
  }
}

/** Tells zlib's errors from those of the source. */
class DamagedStream extends Error {
  readonly cut: boolean
  constructor(cause: unknown) {
    super('damaged stream', { cause })
    this.cut = cause instanceof Error && 'code' in cause && cause.code === 'Z_BUF_ERROR'
  }
}

interface RunningStream {
  readonly stream: Inflater
  /** Gives one step to the stream and yields what comes out of it. */
  write(step: Uint8Array): AsyncGenerator<Uint8Array>
  end(): AsyncGenerator<Uint8Array>
}

function start(stream: Inflater): RunningStream {
  let failure: unknown
  let ended = false
  let wake: (() => void) | undefined
  stream.on('readable', () => wake?.())
  stream.on('end', () => {
    ended = true
    wake?.()
  })
  stream.on('error', (error) => {
    failure = error
    wake?.()
  })

  async function* output(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes: Uint8Array | null = stream.read()
      if (bytes !== null) yield bytes
      else if (failure !== undefined) throw new DamagedStream(failure)
      else if (isDone()) return
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  return {
    stream,
    write(step) {
      let taken = false
      stream.write(step, () => {
        taken = true
        wake?.()
      })
      return output(() => taken)
    },
    end() {
      stream.end()
      return output(() => ended)
    },
  }
}
