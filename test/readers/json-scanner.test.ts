import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPiece } from '../../src/readers/json-pieces.ts'
import { createJsonScanner } from '../../src/readers/json-scanner.ts'
import { nestedLists } from '../../src/readers/otlp-json-envelope.ts'

interface Group {
  readonly scope?: unknown
  readonly spans: readonly unknown[]
}

interface ResourceSpans {
  readonly resource?: unknown
  readonly scopeSpans: readonly Group[]
}

/** What a scanner with a small limit makes of a text in chunks: spans with what is around them, and the rest. */
function scanned(text: string, limit: number, chunkLength: number) {
  const scanner = createJsonScanner(nestedLists, limit)
  const bytes = Buffer.from(text)
  const parts = []
  for (let from = 0; from < bytes.length; from += chunkLength) {
    parts.push(...scanner.push(bytes.subarray(from, from + chunkLength)))
  }
  parts.push(...scanner.end())
  const pieces = parts.filter(isPiece)
  const spans = pieces.flatMap((piece) => {
    const json = JSON.parse(piece.bytes.toString('utf8'))
    const entries: ResourceSpans[] = piece.member === null ? (json.resourceSpans ?? [json]) : [json]
    return entries.flatMap((entry) =>
      entry.scopeSpans.flatMap((group) => group.spans.map((span) => [span, group.scope, entry.resource])),
    )
  })
  return { spans, pieces, others: parts.filter((part) => !isPiece(part)) }
}

const span = fc.record({
  name: fc.string({ maxLength: 40 }),
  list: fc.array(fc.constantFrom('{', ']', '"', '\\'), { maxLength: 3 }),
})
const resources = fc.array(
  fc.record({
    resource: fc.string({ maxLength: 10 }),
    scopeSpans: fc.array(fc.record({ scope: fc.string({ maxLength: 10 }), spans: fc.array(span, { maxLength: 8 }) }), {
      maxLength: 4,
    }),
  }),
  { maxLength: 3 },
)

function expectedSpans(list: readonly ResourceSpans[]): unknown[] {
  return list.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) => spans.map((one) => [one, scope, resource])),
  )
}

test('elements longer than the limit are cut without losing a span or what is around it', () => {
  fc.assert(
    fc.property(
      resources,
      fc.integer({ min: 250, max: 1500 }),
      fc.integer({ min: 1, max: 700 }),
      fc.constantFrom(0, 1),
      (resourceSpans, limit, chunkLength, indent) => {
        const { spans, others } = scanned(JSON.stringify({ resourceSpans }, null, indent), limit, chunkLength)
        expect(spans).toEqual(expectedSpans(resourceSpans))
        expect(others).toEqual([])
      },
    ),
  )
})

const scopeSpans = [{ scope: 'a', spans: Array.from({ length: 20 }, (_, index) => ({ name: `span ${index}` })) }]

describe('an element longer than the limit', () => {
  test('may be a document of its own', () => {
    const { spans, others } = scanned(JSON.stringify({ resource: 'r', scopeSpans }), 200, 64)
    expect(spans).toEqual(expectedSpans([{ resource: 'r', scopeSpans }]))
    expect(others).toEqual([])
  })

  test('gives groups whose offsets are those of the content', () => {
    const text = JSON.stringify({ resourceSpans: [{ resource: 'r', scopeSpans }] }, null, 2)
    const { pieces } = scanned(text, 200, 64)
    expect(pieces).toHaveLength(1)
    const [piece] = pieces
    // Lines: the document, its list, the element, `resource`, `scopeSpans`, the scope, `scope`, `spans`.
    expect(piece?.line).toBe(9)
    const names = ['"span 0"', '"span 19"']
    expect(names.map((name) => (piece?.byte ?? 0) + (piece?.bytes.indexOf(name) ?? 0))).toEqual(
      names.map((name) => text.indexOf(name)),
    )
  })

  test('with members behind its list names them', () => {
    const element = { scopeSpans: [{ ...scopeSpans[0], schemaUrl: 'u' }], resource: 'r' }
    const { spans, others } = scanned(JSON.stringify({ resourceSpans: [element] }), 200, 64)
    expect(spans).toEqual(
      expectedSpans([{ scopeSpans }]).map((entry) => (entry as unknown[]).slice(0, 2).concat(undefined)),
    )
    expect(others).toEqual([{ behind: 'schemaUrl' }, { behind: 'resource' }])
  })

  test('that breaks off gives what was complete', () => {
    const text = JSON.stringify({ resourceSpans: [{ resource: 'r', scopeSpans }] })
    const cut = text.indexOf('span 10')
    const { spans, others } = scanned(text.slice(0, cut), 200, 64)
    expect(spans).toEqual(expectedSpans([{ resource: 'r', scopeSpans }]).slice(0, 10))
    expect(others).toEqual([
      { line: 1, byte: cut, message: 'JSON ends inside a string; what was complete before it is read' },
    ])
  })

  test('that is damaged gives what was complete, and the next document is read', () => {
    const text = JSON.stringify({ resourceSpans: [{ resource: 'r', scopeSpans }] })
    const cut = text.indexOf('span 10')
    const { spans, others } = scanned(`${text.slice(0, cut)}\n${text}`, 200, 8)
    const all = expectedSpans([{ resource: 'r', scopeSpans }])
    expect(spans).toEqual([...all.slice(0, 10), ...all])
    expect(others).toEqual([
      { line: 1, byte: cut, message: 'JSON breaks off inside a string; the text up to the next document is skipped' },
    ])
  })

  test('that holds no known list is named', () => {
    const text = JSON.stringify({ resourceSpans: [{ text: 'x'.repeat(300) }, { scopeSpans: [] }] })
    const { others } = scanned(text, 200, 64)
    expect(others).toEqual([
      {
        line: 1,
        byte: 18,
        message: 'an element of `resourceSpans` is longer than 64 MiB; split it into smaller batches',
      },
    ])
  })

  test('with nothing but damage inside is named once', () => {
    const { spans, others } = scanned(`{"resourceSpans":[{"scopeSpans":[{"spans":[${'7,'.repeat(200)}7]}]}]}`, 200, 64)
    expect(spans).toEqual([])
    expect(others).toEqual([{ line: 1, byte: 43, message: 'JSON is damaged here; the rest of the element is skipped' }])
  })
})
