import type { Transform } from 'node:stream'

/** Node's decompression stream; `bytesWritten` counts the compressed bytes it has used. */
export type Inflater = Transform & { readonly bytesWritten: number }

/** Compressed bytes given to zlib at once: what inflates from the step in which damage shows is lost. */
export const stepBytes = 4096

/** No output waits inside the stream when an error destroys it, because a full buffer stops zlib after each block. */
const options = { chunkSize: 64 * 1024, readableHighWaterMark: 1 }

/** Tells zlib's errors from those of the source. */
export class DamagedStream extends Error {
  /** The content ends too early. */
  readonly cut: boolean
  constructor(cut: boolean, cause?: unknown) {
    super('damaged stream', { cause })
    this.cut = cut
  }
}

function isCut(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'Z_BUF_ERROR'
}

/** `byte`: how far the compressed bytes were used; `given`: bytes that came out before. */
export function damageMessage(name: string, error: DamagedStream, byte: number, given: number): string {
  const how = error.cut ? `ends too early, after ${byte} bytes` : `is damaged at or after byte ${byte}`
  const rest = given > 0 ? 'what came before it is read' : 'nothing before it could be read'
  return `the ${name} content ${how}; ${rest}`
}

export interface RunningStream {
  readonly stream: Inflater
  /** Gives one step to the stream and yields what comes out of it. */
  write(step: Uint8Array): AsyncGenerator<Uint8Array>
  end(): AsyncGenerator<Uint8Array>
}

/** Runs one stream of zlib. Its generators throw `DamagedStream`; whoever starts it destroys the stream. */
export function startInflating(create: (settings: typeof options) => Inflater): RunningStream {
  const stream = create(options)
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
      else if (failure !== undefined) throw new DamagedStream(isCut(failure), failure)
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
