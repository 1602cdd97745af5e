import { createReadStream } from 'node:fs'

import type { RawRequest } from './flatten.ts'

/** What the reader of recordings uses too, so that both wait for the disk equally often. */
const chunkBytes = 1024 * 1024
const newline = 0x0a

/**
 * The baseline: reads a file, splits it into lines, decodes and parses each, and nothing else.
 * The fairest simple implementation of what every checker of JSON lines has to do first.
 */
export async function* parseLines(path: string): AsyncGenerator<RawRequest> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const data of createReadStream(path, { highWaterMark: chunkBytes })) {
    const chunk: Buffer = data
    let from = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      const end = chunk.subarray(from, at)
      const line = rest.length === 0 ? end : Buffer.concat([rest, end])
      rest = Buffer.alloc(0)
      from = at + 1
      yield JSON.parse(line.toString('utf8'))
    }
    rest = Buffer.concat([rest, chunk.subarray(from)])
  }
  if (rest.length > 0) yield JSON.parse(rest.toString('utf8'))
}
