import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import type { ReaderId } from '../../src/readers/index.ts'
import { encodeOtelJs, keptByOtelJs } from '../support/dumps/otel-js.ts'
import {
  encodeDecimalDump,
  encodeFlatDump,
  encodeOtelPython,
  keptByDecimalDump,
  keptByFlatDump,
  keptByToJson,
} from '../support/dumps/otel-python.ts'
import { encodePhoenix, encodePhoenixOtlp, keptByPhoenix, keptByPhoenixOtlp } from '../support/dumps/phoenix.ts'
import {
  encodeLangfuse,
  encodeLangsmith,
  encodeOpenaiAgents,
  keptByLangfuse,
  keptByLangsmith,
  keptByOpenaiAgents,
} from '../support/dumps/platforms.ts'
import { anySpan } from '../support/otlp/any-span.ts'
import { inChunks, readAll } from '../support/otlp/read-all.ts'
import { sampleSpans } from '../support/otlp/sample-spans.ts'

/** How spans are written in a format, and what is left of each. */
interface Form {
  readonly format: ReaderId
  readonly encode: (spans: readonly Span[]) => string
  readonly kept: (span: Span) => Span
}

const forms: Record<string, Form> = {
  'SDK for JavaScript 1.x': {
    format: 'otel-js',
    encode: (spans) => encodeOtelJs(spans, 1),
    kept: (span) => keptByOtelJs(span, 1),
  },
  'SDK for JavaScript 2.x': {
    format: 'otel-js',
    encode: (spans) => encodeOtelJs(spans, 2),
    kept: (span) => keptByOtelJs(span, 2),
  },
  'SDK for Python, to_json': { format: 'otel-python', encode: encodeOtelPython, kept: keptByToJson },
  'SDK for Python, decimal ids': { format: 'otel-python', encode: encodeDecimalDump, kept: keptByDecimalDump },
  'SDK for Python, flat': { format: 'otel-python', encode: encodeFlatDump, kept: keptByFlatDump },
  Phoenix: { format: 'phoenix', encode: (spans) => encodePhoenix(spans), kept: keptByPhoenix },
  'Phoenix in OTLP words': { format: 'phoenix', encode: encodePhoenixOtlp, kept: keptByPhoenixOtlp },
  'Langfuse, metadata as text': {
    format: 'langfuse',
    encode: (spans) => encodeLangfuse(spans, 'text'),
    kept: keptByLangfuse,
  },
  'Langfuse, metadata as an object': {
    format: 'langfuse',
    encode: (spans) => encodeLangfuse(spans, 'object'),
    kept: keptByLangfuse,
  },
  'OpenAI Agents': { format: 'openai-agents', encode: encodeOpenaiAgents, kept: keptByOpenaiAgents },
  LangSmith: { format: 'langsmith', encode: encodeLangsmith, kept: keptByLangsmith },
}

/** Spans that every format can say: of a time that rounding to milliseconds does not turn into none. */
const anyDatedSpan = anySpan.filter(({ startUnixNano, endUnixNano, events }) =>
  [startUnixNano, endUnixNano, ...events.map((event) => event.timeUnixNano)].every(
    (time) => time === null || time >= 1_000_000n,
  ),
)

function withoutPosition(spans: readonly Span[]): Span[] {
  return spans.map((span) => ({ ...span, position: 0 }))
}

describe.each(Object.entries(forms))('%s', (_, { format, encode, kept }) => {
  const dated = sampleSpans.slice(0, 2)

  test('is recognised, and the sample spans lose what the format documents', async () => {
    const result = await readAll(encode(dated))
    expect(result).toEqual({ spans: result.spans, logEvents: [], problems: [], notes: [], incomplete: false, format })
    expect(withoutPosition(result.spans)).toEqual(dated.map(kept))
  })

  test('any spans in any chunks lose that and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDatedSpan, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 20 }),
        async (spans, sizes) => {
          const result = await readAll(inChunks(Buffer.from(encode(spans)), sizes))
          expect(result.problems).toEqual([])
          expect(result.format).toBe(format)
          expect(withoutPosition(result.spans)).toEqual(spans.map(kept))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('content cut anywhere gives a problem or a note, never an exception', async () => {
    const bytes = Buffer.from(encode(dated))
    for (let share = 1; share <= 40; share++) {
      const result = await readAll(bytes.subarray(0, Math.floor((bytes.length * share) / 41)), format)
      expect(result.problems.length + result.notes.length).toBeGreaterThan(0)
    }
  })

  test('bytes changed anywhere never give an exception', async () => {
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(encode(dated))
        for (const [place, byte] of changes) bytes[Math.floor(place * (bytes.length - 1))] = byte
        const result = await readAll(bytes, format)
        expect(result.spans.length).toBeLessThanOrEqual(dated.length + 1)
      }),
      { numRuns: 60 },
    )
  })
})
