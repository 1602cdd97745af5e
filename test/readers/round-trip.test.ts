import { gzipSync, zstdCompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { anySpan } from '../support/otlp/any-span.ts'
import { encodeBareJson, encodeJson, type JsonStyle } from '../support/otlp/encode-json.ts'
import { encodeProtobuf, frame } from '../support/otlp/encode-protobuf.ts'
import { inChunks, readAll } from '../support/otlp/read-all.ts'
import { sampleSpans, withoutPosition } from '../support/otlp/sample-spans.ts'

type Encoder = (spans: readonly Span[]) => string | Uint8Array

/** Each span in a request of its own. */
function requests(spans: readonly Span[], style: JsonStyle = {}, indent = 0): string[] {
  return spans.map((span) => encodeJson([span], style, indent))
}

const json: Record<string, Encoder> = {
  'one request': (spans) => encodeJson(spans),
  'one request, pretty-printed': (spans) => encodeJson(spans, {}, 2),
  'one request with a newline behind it': (spans) => `${encodeJson(spans)}\n`,
  'a list of requests': (spans) => `[${requests(spans).join(',')}]`,
  'a list of requests, pretty-printed': (spans) => `[\n${requests(spans, {}, 2).join(',\n')}\n]\n`,
  'bare ResourceSpans': (spans) => encodeBareJson(spans).join('\n'),
  'bare ResourceSpans, pretty-printed': (spans) => encodeBareJson(spans, {}, 4).join('\n'),
  lines: (spans) => requests(spans).join('\n'),
  'lines with carriage returns and blank lines': (spans) => `\n${requests(spans).join('\r\n\r\n \t\n')}\r\n`,
  'lines behind a byte order mark': (spans) => `\ufeff${requests(spans).join('\n')}\n`,
  'documents one after another': (spans) => requests(spans, {}, 2).join('\n'),
  'documents without anything between them': (spans) => requests(spans, {}, 2).join(''),
  snake_case: (spans) => encodeJson(spans, { names: 'snake_case' }),
  'snake_case, pretty-printed': (spans) => encodeJson(spans, { names: 'snake_case' }, 2),
  'snake_case bare ResourceSpans': (spans) => encodeBareJson(spans, { names: 'snake_case' }).join('\n'),
  'library spans': (spans) => encodeJson(spans, { names: 'before-0.15' }),
  'library spans, bare and pretty-printed': (spans) => encodeBareJson(spans, { names: 'before-0.15' }, 2).join('\n'),
  'upper-case ids': (spans) => encodeJson(spans, { ids: 'upper-hex' }),
  'ids with 0x': (spans) => encodeJson(spans, { ids: '0x' }),
  'base64 ids': (spans) => encodeJson(spans, { ids: 'base64' }),
  'unpadded base64 ids': (spans) => encodeJson(spans, { ids: 'unpadded-base64', noParent: 'zero' }),
  'integers as numbers': (spans) => encodeJson(spans, { integers: 'number' }),
  'integers as numbers, lines': (spans) => requests(spans, { integers: 'number' }).join('\n'),
  'integers as numbers, pretty-printed': (spans) => encodeJson(spans, { integers: 'number' }, 2),
  'enum names': (spans) => encodeJson(spans, { enums: 'name' }),
  'empty parent': (spans) => encodeJson(spans, { noParent: 'empty' }),
  'null parent': (spans) => encodeJson(spans, { noParent: 'null' }),
  'zero parent': (spans) => encodeJson(spans, { noParent: 'zero' }),
}

const protobuf: Record<string, Encoder> = {
  'protobuf request': (spans) => encodeProtobuf(spans),
  'protobuf request of OTLP before 0.15': (spans) => encodeProtobuf(spans, { formerFields: true }),
  'framed protobuf': (spans) => frame(spans.map((span) => encodeProtobuf([span]))),
}

const compressed: Record<string, Encoder> = {
  'gzip of lines': (spans) => gzipSync(requests(spans).join('\n')),
  'gzip members one after another': (spans) => Buffer.concat(requests(spans).map((line) => gzipSync(`${line}\n`))),
  'zstd of lines': (spans) => zstdCompressSync(requests(spans).join('\n')),
  'zstd frames one after another': (spans) =>
    Buffer.concat(requests(spans).map((line) => zstdCompressSync(`${line}\n`))),
  'zstd behind a skippable frame': (spans) =>
    Buffer.concat([Buffer.from('502a4d1802000000abcd', 'hex'), zstdCompressSync(encodeJson(spans))]),
  'gzip of a protobuf request': (spans) => gzipSync(encodeProtobuf(spans)),
  'gzip of zstd of framed protobuf': (spans) => gzipSync(zstdCompressSync(frame([encodeProtobuf(spans)]))),
  'zstd per protobuf message': (spans) => frame(spans.map((span) => zstdCompressSync(encodeProtobuf([span])))),
  'zstd per JSON message': (spans) => frame(requests(spans).map((line) => zstdCompressSync(line))),
  'gzip of zstd per message': (spans) => gzipSync(frame([zstdCompressSync(encodeProtobuf(spans))])),
}

const encoders = Object.entries({ ...json, ...protobuf, ...compressed })

describe('every form gives the same spans', () => {
  test.each(encoders)('%s', async (name, encode) => {
    const result = await readAll(encode(sampleSpans))
    expect(result).toEqual({
      spans: result.spans,
      logEvents: [],
      problems: [],
      notes: [],
      incomplete: false,
      format: name.includes('protobuf') || name === 'gzip of zstd per message' ? 'otlp-protobuf' : 'otlp-json',
    })
    expect(withoutPosition(result.spans)).toEqual(withoutPosition(sampleSpans))
  })
})

test('spans of one envelope share resource and scope', async () => {
  const { spans } = await readAll(encodeJson(sampleSpans))
  expect(spans[1]?.resource).toBe(spans[0]?.resource)
  expect(spans[1]?.scope).toBe(spans[0]?.scope)
})

describe('positions', () => {
  test.each([
    ['lines', requests(sampleSpans).join('\n'), [1, 2, 3]],
    ['lines behind blank ones', `\n\n${requests(sampleSpans).join('\n\n')}`, [3, 5, 7]],
    ['one line', encodeJson(sampleSpans), [1, 1, 1]],
    ['documents', `${encodeJson([], {}, 1)}\n${encodeJson(sampleSpans.slice(2), {}, 1)}`, [6]],
  ])('of %s are line numbers', async (_, content, positions) => {
    const { spans } = await readAll(content)
    expect(spans.map((span) => span.position)).toEqual(positions)
  })

  test('of messages are byte offsets', async () => {
    const messages = sampleSpans.map((span) => encodeProtobuf([span]))
    const [first = 0, second = 0] = messages.map((message) => message.length)
    const bare = await readAll(Buffer.concat(messages))
    expect(bare.spans.map((span) => span.position)).toEqual([0, first, first + second])
    const inFrames = await readAll(frame(messages))
    expect(inFrames.spans.map((span) => span.position)).toEqual([0, first + 4, first + second + 8])
  })
})

test('encode, cut into any chunks, then read is identity', async () => {
  const chunkSizes = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySpan, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...encoders),
      chunkSizes,
      async (spans, [, encode], sizes) => {
        const result = await readAll(inChunks(Buffer.from(encode(spans)), sizes))
        expect(result.problems).toEqual([])
        expect(withoutPosition(result.spans)).toEqual(withoutPosition(spans))
      },
    ),
    { numRuns: 300 },
  )
})

test('chunks of one byte give what one chunk gives, damage included', async () => {
  const damaged = requests(sampleSpans, {}, 2).join('\n').replace('"server"', '').replace('"lane"', '"la\nne"')
  const inputs = [...encoders.map(([, encode]) => Buffer.from(encode(sampleSpans))), Buffer.from(damaged)]
  for (const bytes of inputs) {
    const [whole, bytewise] = await Promise.all([
      readAll(bytes),
      readAll(inChunks(bytes, Array.from<number>({ length: bytes.length }).fill(1))),
    ])
    expect(bytewise).toEqual(whole)
  }
})

test('bytes cut anywhere give a problem or a note and never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...encoders),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async ([, encode], share) => {
        const bytes = Buffer.from(encode(sampleSpans))
        const result = await readAll(bytes.subarray(0, Math.floor(bytes.length * share)))
        if (result.spans.length < sampleSpans.length)
          expect(result.problems.length + result.notes.length).toBeGreaterThan(0)
        else expect(withoutPosition(result.spans)).toEqual(withoutPosition(sampleSpans))
      },
    ),
    { numRuns: 400 },
  )
})

test('bytes changed anywhere never give an exception', async () => {
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 }))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...encoders),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async ([, encode], changes) => {
        const bytes = Buffer.from(encode(sampleSpans))
        for (const [place, byte] of changes) bytes[Math.floor(place * (bytes.length - 1))] = byte
        const result = await readAll(bytes)
        expect(result.spans.length).toBeLessThanOrEqual(sampleSpans.length + 1)
      },
    ),
    { numRuns: 400 },
  )
})

test('any JSON value gives spans or a problem or a note and never an exception', async () => {
  const anyDocument = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue().map((resourceSpans) => ({ resourceSpans })),
    fc.jsonValue().map((scopeSpans) => ({ resourceSpans: [{ scopeSpans }] })),
    fc.jsonValue().map((span) => ({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })),
    fc.jsonValue().map((value) => ({ ...JSON.parse(encodeJson(sampleSpans)), resourceLogs: value })),
    fc.jsonValue().map((value) => ({
      resourceSpans: [
        {
          resource: value,
          scopeSpans: [
            {
              scope: value,
              spans: [
                {
                  traceId: 'a'.repeat(32),
                  spanId: 'b'.repeat(16),
                  name: 'x',
                  startTimeUnixNano: '1',
                  attributes: [{ key: 'k', value }, value],
                  events: [value],
                  links: value,
                  status: value,
                  kind: value,
                },
              ],
            },
          ],
        },
      ],
    })),
  )
  await fc.assert(
    fc.asyncProperty(anyDocument, fc.constantFrom('otlp-json', undefined), async (document, format) => {
      const result = await readAll(JSON.stringify(document), format)
      expect(result.spans.length + result.problems.length + result.notes.length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})
