import type { ByteChunks } from './reader.ts'

/** The first `size` bytes (fewer at the end of the content), and the whole content again from its start. */
export async function peek(chunks: ByteChunks, size: number): Promise<{ head: Buffer; chunks: ByteChunks }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let length = 0
  while (length < size) {
    const { value, done } = await iterator.next()
    if (done === true) break
    held.push(value)
    length += value.length
  }
  return { head: Buffer.concat(held).subarray(0, size), chunks: replay(held, iterator) }
}

async function* replay(held: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = held.shift(); chunk !== undefined; chunk = held.shift()) yield chunk
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  } finally {
    // Closes the file when the consumer stops early.
    await iterator.return?.()
  }
}

/** The same bytes as a Buffer, without copying them. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
