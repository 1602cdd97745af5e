import { createReadStream } from 'node:fs'
import type { ByteChunks } from './reader.ts'

/** Something that bytes of one recording can be read from, as often as it is opened. */
export interface RecordingSource {
  /** Shown to people: a path relative to the working directory with `/`, or `-`. */
  readonly name: string
  open(): ByteChunks
}

/** Large reads: with the default of 64 KiB, opening and waiting would cost more than the reading. */
const readBytes = 1024 * 1024

/** A file. It is opened only when it is read; what the file system refuses then is reported as unreadable. */
export function fileSource(path: string, name = path): RecordingSource {
  return { name, open: () => createReadStream(path, { highWaterMark: readBytes }) }
}

/** Content that is in memory. */
export function bytesSource(name: string, bytes: Uint8Array): RecordingSource {
  return {
    name,
    async *open() {
      yield bytes
    },
  }
}

/** A stream such as standard input: it can be opened once. */
export function streamSource(name: string, chunks: ByteChunks): RecordingSource {
  return { name, open: () => chunks }
}
