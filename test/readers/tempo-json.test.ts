import { readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { tempoBatches } from '../support/formats/tempo.ts'
import { anySpan } from '../support/otlp/any-span.ts'
import { encodeJson } from '../support/otlp/encode-json.ts'
import { inChunks, readAll } from '../support/otlp/read-all.ts'
import { sampleSpans, withoutPosition } from '../support/otlp/sample-spans.ts'

type Encoder = (list: readonly Span[]) => string
const forms: Record<string, Encoder> = {
  'an answer': (list) => JSON.stringify({ batches: tempoBatches(list) }),
  'a pretty-printed answer': (list) => JSON.stringify({ batches: tempoBatches(list) }, null, 2),
  'hex ids': (list) => JSON.stringify({ batches: tempoBatches(list, { ids: 'hex' }) }),
  'library spans': (list) => JSON.stringify({ batches: tempoBatches(list, { names: 'before-0.15' }) }),
  'numbers for enums': (list) => JSON.stringify({ batches: tempoBatches(list, { enums: 'number' }) }),
  'integers as numbers': (list) =>
    encodeJson(list, { integers: 'number', ids: 'base64' }).replace('"resourceSpans"', '"batches"'),
  'a trace of batches': (list) => JSON.stringify({ trace: { batches: tempoBatches(list) }, metrics: {} }),
  'a trace of resourceSpans': (list) => JSON.stringify({ trace: { resourceSpans: tempoBatches(list) } }, null, 1),
  'an answer per line': (list) => list.map((span) => JSON.stringify({ batches: tempoBatches([span]) })).join('\n'),
}

test.each(Object.entries(forms))('%s gives the spans', async (_, encode) => {
  const { spans, format, problems, notes } = await readAll(encode(sampleSpans))
  expect([format, problems, notes]).toEqual(['tempo-json', [], []])
  expect(withoutPosition(spans)).toEqual(withoutPosition(sampleSpans))
})

test('write, cut into any chunks, then read is identity', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySpan, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...Object.values(forms)),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }),
      async (list, encode, sizes) => {
        const { spans, problems } = await readAll(inChunks(Buffer.from(encode(list)), sizes))
        expect(problems).toEqual([])
        expect(withoutPosition(spans)).toEqual(withoutPosition(list))
      },
    ),
    { numRuns: 200 },
  )
})

/** The first sample with other times, in a trace of its own. */
function timed(startUnixNano: bigint, endUnixNano: bigint, event: bigint | null = null): Span[] {
  return sampleSpans.slice(0, 1).map((span) => ({
    ...span,
    startUnixNano,
    endUnixNano,
    events: span.events.map((one) => ({ ...one, timeUnixNano: event })),
  }))
}

test.each<[string, Span[], number]>([
  ['nanoseconds', timed(1_760_738_064_624_180_001n, 1_760_738_064_991_180_000n), 1],
  ['what a double keeps', timed(1_760_738_064_624_180_100n, 1_760_738_064_991_180_000n), 100],
  ['microseconds', timed(1_760_738_064_624_180_000n, 1_760_738_064_991_181_000n), 1000],
  ['milliseconds', timed(1_760_738_064_624_000_000n, 1_760_738_064_991_000_000n), 1000],
  ['an exact event', timed(1_760_738_064_624_000_000n, 1_760_738_064_991_000_000n, 1_760_738_064_700_000_001n), 1],
])('times of %s have their precision', async (_, spans, timePrecisionNano) => {
  const { spans: read } = await readAll(JSON.stringify({ batches: tempoBatches(spans) }))
  expect(read.map(({ source }) => source)).toEqual([
    { format: 'tempo-json', timePrecisionNano, isStringly: false, isTranscript: false, lacks: new Set() },
  ])
})

describe('damage', () => {
  test('hex and base64 ids in one file are refused', async () => {
    const mixed = [...tempoBatches(sampleSpans.slice(0, 1)), ...tempoBatches(sampleSpans.slice(2), { ids: 'hex' })]
    const { spans, problems } = await readAll(JSON.stringify({ batches: mixed }))
    expect(spans).toHaveLength(1)
    expect(problems).toEqual([
      {
        line: 1,
        message: `span 1 here, \`job\`, has trace id \`${'f'.repeat(32)}\`, which is not written like the ids before it: one file holds hex or base64 ids, not both`,
      },
    ])
  })

  test('what is no answer is named, the answers around it are read', async () => {
    const answer = JSON.stringify({ batches: tempoBatches(sampleSpans.slice(0, 1)) })
    const { spans, problems } = await readAll(`${answer}\n{"trace":{}}\n7\n${answer}\n`)
    expect(spans.map((span) => span.position)).toEqual([1, 4])
    expect(problems).toEqual([
      { line: 2, message: 'an object stands where Tempo writes `batches` or a `trace`' },
      { line: 3, message: '`7` stands where Tempo writes `batches` or a `trace`' },
    ])
  })

  test('a part of a trace is noted', async () => {
    const answer = { trace: { batches: tempoBatches(sampleSpans) }, status: 'PARTIAL', message: 'trace too large' }
    const { spans, notes, incomplete } = await readAll(JSON.stringify(answer))
    expect(spans).toHaveLength(3)
    expect([notes, incomplete]).toEqual([['Tempo gave only a part of a trace: `trace too large`'], true])
  })

  test('an attribute that cannot be read is named, and counts as dropped', async () => {
    const text = JSON.stringify({ batches: tempoBatches(sampleSpans.slice(1, 2)) })
    const { spans, problems } = await readAll(
      text.replace('"attributes":[],"status"', '"attributes":[{"value":{}}],"status"'),
    )
    expect(problems).toEqual([
      { line: 1, message: 'an attribute of span `00000000000000ff` has no key; fix the exporter' },
    ])
    expect(spans[0]?.droppedAttributes).toBe(1)
  })
})

test.each(readdirSync('fixtures/tempo-json'))('fixture %s holds the sample spans', async (name) => {
  const { spans, problems } = await readAll(fileSource(`fixtures/tempo-json/${name}`))
  expect(problems).toEqual([])
  expect(withoutPosition(spans)).toEqual(withoutPosition(sampleSpans))
})
