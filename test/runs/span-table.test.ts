import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createSpanTable } from '../../src/runs/span-table.ts'
import { anyRetained, retained, spanIdOf, traceIdOf } from './random-spans.ts'

test('any spans come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(anyRetained, { maxLength: 30 }), (spans) => {
      const table = createSpanTable()
      for (const span of spans) table.add(span)
      expect(table.size()).toBe(spans.length)
      expect(spans.map((_, index) => table.row(index))).toEqual(spans)
    }),
    { numRuns: 100 },
  )
})

test('rows by trace are all rows, each once, in the order they were added', () => {
  const trace = fc.integer({ min: 0, max: 5 }).map(traceIdOf)
  fc.assert(
    fc.property(fc.array(trace, { maxLength: 40 }), (traceIds) => {
      const table = createSpanTable()
      traceIds.forEach((traceId, index) => table.add(retained({ traceId, spanId: spanIdOf(index) })))
      const expected = Map.groupBy(
        traceIds.map((_, index) => index),
        (index) => traceIds[index]!,
      )
      const received = new Map([...table.byTrace()].map(([traceId, rows]) => [traceId, [...rows]]))
      expect(received).toEqual(expected)
    }),
    { numRuns: 100 },
  )
})

test('blocks of rows join without a seam', () => {
  const table = createSpanTable()
  // Many blocks of 4096 rows, and a part of one.
  const count = 70_000
  for (let index = 0; index < count; index++) {
    const start = index % 3 === 0 ? null : BigInt(index)
    table.add(retained({ spanId: spanIdOf(index), traceId: traceIdOf(index % 7), startUnixNano: start, tag: index }))
  }
  for (const index of [0, 4095, 4096, 8191, 8192, 69_631, 69_632, 69_999]) {
    const start = index % 3 === 0 ? null : BigInt(index)
    expect(table.row(index)).toEqual(
      retained({ spanId: spanIdOf(index), traceId: traceIdOf(index % 7), startUnixNano: start, tag: index }),
    )
  }
  const rows = [...table.byTrace()].map(([, indexes]) => indexes.length)
  expect(rows.reduce((sum, length) => sum + length, 0)).toBe(count)
  expect(rows).toEqual(Array(7).fill(10_000))
})

test('a span without extras takes about 60 bytes', () => {
  const table = createSpanTable()
  for (let index = 0; index < 100_000; index++) table.add(retained({ spanId: spanIdOf(index) }))
  expect(table.bytes() / 100_000).toBeLessThan(80)
})

test('a payload that many spans share is counted once, and is theirs alone', () => {
  const table = createSpanTable()
  const shared = { bytes: 1000 }
  for (let index = 0; index < 100_000; index++) {
    table.add(
      retained({ traceId: traceIdOf(1), spanId: spanIdOf(index), payload: index % 2 === 0 ? shared : undefined }),
    )
  }
  table.add(retained({ traceId: traceIdOf(1), spanId: spanIdOf(100_000), payload: { bytes: 5 } }))
  expect([0, 1, 99_998, 100_000].map((index) => table.row(index).payload)).toEqual([
    shared,
    undefined,
    shared,
    { bytes: 5 },
  ])
  expect(table.bytes() / 100_000).toBeLessThan(120)
})
