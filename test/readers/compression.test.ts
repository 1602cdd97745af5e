import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { encodeJson } from '../support/otlp/encode-json.ts'
import { frame } from '../support/otlp/encode-protobuf.ts'
import { inChunks, readAll } from '../support/otlp/read-all.ts'
import { sampleSpans } from '../support/otlp/sample-spans.ts'

const line = `${encodeJson(sampleSpans)}\n`

/** Lines that do not compress to nothing: each has its own ids. */
function manyLines(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const text = ((index + 1) * 2_654_435_761).toString(16).padStart(16, '0')
    return encodeJson([{ ...sampleSpans[1]!, spanId: text.slice(-16), name: `span ${text}` }])
  }).join('\n')
}

describe.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
])('%s', (name, compress) => {
  test('a stream that is cut gives what came before the cut', async () => {
    const bytes = compress(manyLines(5000))
    const cut = bytes.subarray(0, Math.floor(bytes.length / 2))
    const { spans, problems, incomplete } = await readAll(cut)
    expect(spans.length).toBeGreaterThan(1500)
    expect(spans.length).toBeLessThan(3500)
    expect(problems).toEqual([
      {
        byte: cut.length,
        message: `the ${name} content ends too early, after ${cut.length} bytes; what came before it is read`,
      },
    ])
    expect(incomplete).toBe(true)
  })

  test('a stream that is damaged gives what came before the damage', async () => {
    const member = compress(manyLines(2000))
    const bytes = Buffer.concat([member, compress('\n'), member])
    const damagedAt = Math.floor(bytes.length * 0.75)
    bytes.fill(0xff, damagedAt, damagedAt + 500)
    const { spans, problems } = await readAll(bytes)
    expect(spans.length).toBeGreaterThanOrEqual(2000)
    expect(spans.length).toBeLessThan(4000)
    // gzip notices damage late, by its checksum: what it made of the bytes until then is damaged JSON.
    const [problem, ...others] = problems.filter(({ message }) => message.startsWith(`the ${name} content`))
    expect(others).toEqual([])
    expect(problem?.message).toBe(
      `the ${name} content is damaged at or after byte ${problem?.byte}; what came before it is read`,
    )
    expect(problem?.byte).toBeGreaterThan(damagedAt - 4096)
    expect(problem?.byte).toBeLessThanOrEqual(bytes.length)
  })

  test('bytes behind the end that are no further member are damage', async () => {
    const whole = compress(manyLines(2000))
    const { spans, problems } = await readAll(Buffer.concat([whole, Buffer.from('garbage, not a member')]))
    // The step of 4096 bytes in which damage shows may be lost with it.
    expect(spans.length).toBeGreaterThan(1000)
    expect(problems.map(({ message }) => message.replace(/\d+/, 'N'))).toEqual([
      `the ${name} content is damaged at or after byte N; what came before it is read`,
    ])
  })

  test('members that end anywhere in a chunk are followed by the next', async () => {
    const members = Array.from({ length: 20 }, (_, index) => compress(line.repeat(index + 1)))
    const bytes = Buffer.concat(members)
    const aligned = members.map((member) => member.length)
    for (const sizes of [[], aligned, [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144]]) {
      const { spans, problems } = await readAll(inChunks(bytes, sizes))
      expect(problems).toEqual([])
      expect(spans).toHaveLength(3 * 210)
    }
  })

  test('content that inflates to nothing is empty', async () => {
    expect((await readAll(compress(''))).problems).toEqual([{ byte: 0, message: 'the recording is empty' }])
  })

  test('more than three layers are refused', async () => {
    const layers = (count: number): Uint8Array => (count === 0 ? Buffer.from(line) : compress(layers(count - 1)))
    expect((await readAll(layers(3))).spans).toHaveLength(3)
    expect((await readAll(layers(4))).problems).toEqual([
      { byte: 0, message: 'the content is compressed more than 3 times; decompress it first' },
    ])
  })
})

describe('zstd per message', () => {
  const message = zstdCompressSync(line)

  test('a damaged message does not touch the next', async () => {
    const damaged = Buffer.from(message).fill(0xff, 20, 60)
    const { spans, problems } = await readAll(frame([message, damaged, message]))
    expect(spans).toHaveLength(6)
    expect(problems).toEqual([
      { byte: message.length + 4, message: `a message of ${message.length} bytes is damaged zstd; it is skipped` },
    ])
  })

  test('a message that inflates beyond 64 MiB is skipped', async () => {
    const bomb = zstdCompressSync(Buffer.alloc(65 * 1024 * 1024, '{'))
    const { spans, problems } = await readAll(frame([message, bomb, message]))
    expect(spans).toHaveLength(6)
    expect(problems).toEqual([
      {
        byte: message.length + 4,
        message: `a message of ${bomb.length} bytes is longer than 64 MiB when decompressed; it is skipped`,
      },
    ])
  })

  test('a cut last message is named', async () => {
    const { spans, problems } = await readAll(frame([message, message]).subarray(0, -9))
    expect(spans).toHaveLength(3)
    expect(problems[0]).toEqual({
      byte: message.length + 4,
      message: `the content ends inside a message: ${message.length - 9} of ${message.length} bytes are there`,
    })
  })
})
