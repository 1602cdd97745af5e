import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import type { ReaderId } from '../../src/readers/index.ts'
import { streamSource } from '../../src/readers/index.ts'
import { clickhouseRows } from '../support/formats/clickhouse.ts'
import { exactJson } from '../support/formats/exact-json.ts'
import { jaegerTraces } from '../support/formats/jaeger.ts'
import { tempoBatches } from '../support/formats/tempo.ts'
import { zipkinItems } from '../support/formats/zipkin.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { sampleSpans } from '../support/otlp/sample-spans.ts'

/** Formats of JSON values, each of which holds whole spans; a recording is one per line, or a list of them. */
const formats: readonly (readonly [ReaderId, (spans: readonly Span[]) => readonly object[], string | null])[] = [
  ['jaeger-json', (spans) => jaegerTraces(spans), 'data'],
  ['zipkin-json', (spans) => zipkinItems(spans), null],
  ['tempo-json', (spans) => spans.map((span) => ({ batches: tempoBatches([span]) })), null],
  ['clickhouse-rows', (spans) => clickhouseRows(spans, { columns: 'Map' }), 'data'],
]

/** Three spans of three traces. */
const spans: readonly Span[] = ['1', '2', '3'].map((digit) => ({
  ...sampleSpans[0]!,
  traceId: digit.repeat(32),
  spanId: digit.repeat(16),
  attributes: new Map([['__proto__', 'polluted']]),
}))

function ids(list: readonly Span[]): string {
  return list.map((span) => span.spanId[0]).join('')
}

describe.each(formats)('%s', (format, encode, list) => {
  const values = encode(spans)
  const lines = values.map((value) => exactJson(value))
  const [first = '', second = '', third = ''] = lines
  const document = list === null ? exactJson(values, 1) : exactJson({ [list]: values }, 1)

  test('a zero-byte file is unreadable', async () => {
    expect((await readAll('', format)).problems).toEqual([{ byte: 0, message: 'the recording is empty' }])
  })

  test('a key `__proto__` is a key like any other', async () => {
    const { spans: read } = await readAll(lines.join('\n'), format)
    expect(read.map((span) => span.attributes.get('__proto__'))).toEqual(['polluted', 'polluted', 'polluted'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('lines cut anywhere give the spans before the cut, and a problem or a note', async () => {
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    const ends = [first, second, third].map((_, index) => Buffer.byteLength(lines.slice(0, index + 1).join('\n')))
    for (let length = 0; length < bytes.length; length += 7) {
      const { spans: read, problems, notes } = await readAll(bytes.subarray(0, length), format)
      const whole = ends.filter((end) => length >= end).length
      expect(ids(read)).toBe('123'.slice(0, whole))
      const isAtEnd = length === 0 || ends.some((end) => length === end || length === end + 1)
      if (!isAtEnd) expect(problems.length + notes.length).toBe(1)
    }
  })

  test('a document cut anywhere is a problem, or is whole', async () => {
    const bytes = Buffer.from(document)
    for (let length = 1; length < bytes.length; length += 11) {
      const { spans: read, problems } = await readAll(bytes.subarray(0, length), format)
      expect('123'.startsWith(ids(read))).toBe(true)
      expect(problems).toHaveLength(1)
    }
    expect(ids((await readAll(bytes, format)).spans)).toBe('123')
  })

  test('bytes that are not UTF-8 are named, the lines around them are read', async () => {
    const damaged = Buffer.from(second)
    damaged[second.length - 10] = 0xff
    const bytes = Buffer.concat([Buffer.from(`${first}\n`), damaged, Buffer.from(`\n${third}\n`)])
    const byte = first.length + 1 + second.length - 10
    const { spans: read, problems } = await readAll(bytes, format)
    expect(ids(read)).toBe('13')
    expect(problems).toEqual([{ line: 2, byte, message: `byte ${byte} is not UTF-8` }])
  })

  test('a line of 200 MiB is skipped without being kept', async () => {
    const before = process.memoryUsage().arrayBuffers
    let peak = 0
    async function* content(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${first}\n{"`)
      for (let count = 0; count < 200; count++) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
        yield Buffer.alloc(1024 * 1024, 'x')
      }
      yield Buffer.from(`"\n${third}\n`)
    }
    const { spans: read, problems } = await readAll(streamSource('generated', content()), format)
    expect(ids(read)).toBe('13')
    expect(problems).toEqual([{ line: 2, message: 'the line is longer than 64 MiB; split it into smaller batches' }])
    expect(peak).toBeLessThan(300 * 1024 * 1024)
  })

  test('nesting of 10 000 levels in any member overflows nothing', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    for (const name of memberNames(values[1])) {
      const nested = exactJson(withMember(values[1], name, 'DEEP')).replace('"DEEP"', deep)
      const { spans: read } = await readAll(`${first}\n${nested}\n${third}\n`, format)
      expect([name, ids(read).replace('2', '')]).toEqual([name, '13'])
    }
  })

  test('any value in place of any member gives spans or a problem, never an exception', async () => {
    const others = [null, 0, -1, 1.5, true, '', 'x', [], [null], ['x'], [[]], {}, { x: 1 }, [{}], [{ x: {} }]]
    for (const name of memberNames(values[1])) {
      for (const other of others) {
        const changed = exactJson(withMember(values[1], name, other))
        const { spans: read, problems, notes } = await readAll(`${first}\n${changed}\n${third}\n`, format)
        expect([name, ids(read).replace('2', '')]).toEqual([name, '13'])
        const isLost = !ids(read).includes('2') && !isEmpty(other, format)
        if (isLost) expect([name, other, problems.length + notes.length]).not.toEqual([name, other, 0])
      }
    }
  })

  test('spans that are their own parents, and copies, are read', async () => {
    const circle = encode([{ ...spans[0]!, parentSpanId: spans[0]!.spanId }]).map((value) => exactJson(value))
    const { spans: read, problems } = await readAll(circle.join('\n'), format)
    expect(read.map((span) => span.parentSpanId)).toEqual([read[0]?.spanId])
    const copies = await readAll(`${first}\n${first}\n`, format)
    expect(ids(copies.spans)).toBe(format === 'zipkin-json' ? '1' : '11')
    expect([problems, copies.problems]).toEqual([[], []])
  })
})

/** Nothing in place of what holds spans holds none; in OTLP, which Tempo wraps, unknown members are no damage. */
function isEmpty(json: unknown, format: ReaderId): boolean {
  const text = JSON.stringify(json)
  if (['null', '[]', '{}'].includes(text)) return true
  return format === 'tempo-json' && ['{"x":1}', '{"x":{}}', '[{}]', '[{"x":{}}]'].includes(text)
}

/** Paths of members, by their names and indexes, from the outside in. */
function memberNames(json: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([name, value]) => [[...path, name], ...memberNames(value, [...path, name])])
}

function withMember(json: unknown, [name, ...inner]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  if (Array.isArray(json))
    return json.map((entry, index) => (String(index) === name ? withMember(entry, inner, value) : entry))
  const entries = Object.entries(json as object)
  return Object.fromEntries(entries.map(([key, one]) => [key, key === name ? withMember(one, inner, value) : one]))
}
