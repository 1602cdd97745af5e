import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DefaultDeserializer, serialize } from 'node:v8'

import type { RetainedLog, RetainedSpan } from './retained-span.ts'

export type SpillRecord = { readonly span: RetainedSpan } | { readonly log: RetainedLog }

/** Numbered append-only files of records in a temporary directory of their own. */
export interface SpillFiles {
  readonly write: (file: number, record: SpillRecord) => void
  readonly read: (file: number) => Iterable<SpillRecord>
  readonly remove: () => void
}

/** Records written together to one file; amortises the header of the serialised form. */
const batchRecords = 512
/** Records that wait over all files: what is spilled must not pile up in front of the disk. */
const waitingRecords = 4096

interface OpenFile {
  readonly descriptor: number
  pending: SpillRecord[]
  size: number
}

/** Creates the directory below `parent`. Each batch is a 4-byte length and a V8-serialised array. */
export function createSpillFiles(parent: string): SpillFiles {
  const directory = mkdtempSync(join(parent, 'spanpact-'))
  const files = new Map<number, OpenFile>()

  let waiting = 0
  const flush = (file: OpenFile): void => {
    if (file.pending.length === 0) return
    waiting -= file.pending.length
    const body = serialize(file.pending)
    const header = Buffer.alloc(4)
    header.writeUInt32LE(body.length)
    writeAll(file.descriptor, header)
    writeAll(file.descriptor, body)
    file.size += header.length + body.length
    // Frees it now: that memory is none of the collector's, which would let it pile up while a store is moved to disk.
    body.buffer.transfer(0)
    file.pending = []
  }

  return {
    write(number, record) {
      let file = files.get(number)
      if (file === undefined) {
        file = { descriptor: openSync(join(directory, String(number)), 'w+', 0o600), pending: [], size: 0 }
        files.set(number, file)
      }
      file.pending.push(record)
      waiting += 1
      if (file.pending.length >= batchRecords) flush(file)
      else if (waiting >= waitingRecords) for (const other of files.values()) flush(other)
    },
    *read(number) {
      const file = files.get(number)
      if (file === undefined) return
      flush(file)
      const header = Buffer.alloc(4)
      let room = Buffer.alloc(0)
      for (let at = 0; at < file.size;) {
        readAll(file.descriptor, header, at)
        const length = header.readUInt32LE()
        if (length > room.length) room = Buffer.allocUnsafeSlow(length)
        const body = room.subarray(0, length)
        readAll(file.descriptor, body, at + header.length)
        yield* deserializeCopying(body)
        at += header.length + length
      }
    },
    remove() {
      for (const file of files.values()) closeSync(file.descriptor)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
}

function readAll(descriptor: number, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length;) {
    const read = readSync(descriptor, bytes, at, bytes.length - at, position + at)
    if (read === 0) throw new Error('a temporary file is shorter than what was written to it')
    at += read
  }
}

/** The method that Node lets be replaced for what is no plain data: here, typed arrays only. */
const readBytes = '_readHostObject'

/** What comes out holds nothing of the bytes, into which the next batch is read: bytes in values would be views of them. */
function deserializeCopying(bytes: Buffer): SpillRecord[] {
  const deserializer = new DefaultDeserializer(bytes) as DefaultDeserializer &
    Record<typeof readBytes, () => Uint8Array>
  const readView = deserializer[readBytes].bind(deserializer)
  deserializer[readBytes] = () => new Uint8Array(readView())
  deserializer.readHeader()
  return deserializer.readValue() as SpillRecord[]
}
