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
    // gzip may notice damage late, by its checksum: what it made of the bytes until then is damaged JSON.
    const [problem, ...others] = problems.filter(({ message }) => message.startsWith(`the ${name} content`))
    expect(others).toEqual([])
    expect([
      `the ${name} content is damaged at or after byte ${problem?.byte}; what came before it is read`,
      'the gzip content is not what its checksum says; it is read as it is',
    ]).toContain(problem?.message)
    expect(problem?.byte).toBeGreaterThan(damagedAt - 4096)
    expect(problem?.byte).toBeLessThanOrEqual(bytes.length)
  })

  test('a small stream that is damaged where nothing came out yet says so', async () => {
    const bytes = Buffer.from(compress(line)).fill(0xff, 14, 40)
    const { spans, problems } = await readAll(bytes)
    expect(spans).toEqual([])
    expect(problems.map(({ message }) => message.replace(/\d+/, 'N'))).toEqual([
      `the ${name} content is damaged at or after byte N; nothing before it could be read`,
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

test('bytes behind the last zstd frame that are no further frame are damage', async () => {
  const whole = zstdCompressSync(manyLines(2000))
  const { spans, problems } = await readAll(Buffer.concat([whole, Buffer.from('garbage, not a frame')]))
  // The step of 4096 bytes in which damage shows may be lost with it.
  expect(spans.length).toBeGreaterThan(1000)
  expect(problems.map(({ message }) => message.replace(/\d+/, 'N'))).toEqual([
    'the zstd content is damaged at or after byte N; what came before it is read',
  ])
})

describe('gzip', () => {
  const member = gzipSync(line)

  test.each([
    ['its checksum', member.length - 8],
    ['its length', member.length - 4],
  ])('a small file whose member is wrong in %s is read nevertheless', async (_, at) => {
    const wrong = Buffer.from(member)
    wrong[at] = (wrong[at] ?? 0) ^ 1
    const { spans, problems } = await readAll(Buffer.concat([wrong, member]))
    expect(spans).toHaveLength(6)
    expect(problems).toEqual([
      { byte: member.length - 8, message: 'the gzip content is not what its checksum says; it is read as it is' },
    ])
  })

  test('bytes behind the last member are noted, all before is read', async () => {
    const { spans, problems, notes, incomplete } = await readAll(
      Buffer.concat([member, member, Buffer.from('garbage')]),
    )
    expect(spans).toHaveLength(6)
    expect(problems).toEqual([])
    expect(notes).toEqual([`7 bytes behind the gzip content, at byte ${member.length * 2}, are not read`])
    expect(incomplete).toBe(true)
  })

  test('zeros behind the last member are padding', async () => {
    const { spans, problems, notes } = await readAll(Buffer.concat([member, Buffer.alloc(10_000)]))
    expect(spans).toHaveLength(3)
    expect([...problems, ...notes]).toEqual([])
  })

  test('a header with all optional fields is skipped', async () => {
    const header = Buffer.from(member.subarray(0, 10))
    header[3] = 2 | 4 | 8 | 16
    const extra = Buffer.from([3, 0, 1, 2, 3])
    const fields = [extra, Buffer.from(`${'n'.repeat(5000)}\0`), Buffer.from('comment\0'), Buffer.from([1, 2])]
    const bytes = Buffer.concat([header, ...fields, member.subarray(10)])
    for (const sizes of [[], Array.from({ length: 60 }, () => 1)]) {
      const { spans, problems } = await readAll(inChunks(bytes, sizes))
      expect(spans).toHaveLength(3)
      expect(problems).toEqual([])
    }
  })

  test.each([
    ['its header', 5, 'nothing before it could be read', 0],
    ['its data', 12, 'nothing before it could be read', 0],
    ['its checksum', member.length - 3, 'what came before it is read', 3],
  ])('a file that ends inside %s is cut', async (_, length, rest, count) => {
    const { spans, problems } = await readAll(member.subarray(0, length))
    expect(spans).toHaveLength(count)
    expect(problems).toEqual([
      { byte: length, message: `the gzip content ends too early, after ${length} bytes; ${rest}` },
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
