import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'

import { createRunStore, type RetainedLog, type RetainedSpan } from '../../src/runs/index.ts'
import { components } from './components.ts'
import { retained, spanIdOf, traceIdOf } from './random-spans.ts'

const directory = mkdtempSync(join(tmpdir(), 'spanpact-test-'))
afterAll(() => rmSync(directory, { recursive: true }))

interface Row {
  readonly span: RetainedSpan
  readonly runId: string | undefined
}

/** Runs as sets: groups in order of their smallest trace, spans and logs in order of their ids. */
function runsOf(
  rows: readonly Row[],
  logs: readonly RetainedLog[],
  budgetBytes: number,
): { runs: unknown; spilled: boolean } {
  const store = createRunStore(budgetBytes, directory)
  for (const { span, runId } of rows) store.add(span, runId)
  for (const one of logs) store.addLog(one)
  const runs = [...store.runs()]
    .map((run) => ({
      spans: run.spans.toSorted((left, right) => compare(idOf(left), idOf(right))),
      logs: run.logs.toSorted((left, right) => compare(left.event.name, right.event.name)),
    }))
    .toSorted((left, right) => compare(smallest(left), smallest(right)))
  return { runs, spilled: store.spilled() }
}

function smallest(run: { spans: readonly RetainedSpan[]; logs: readonly RetainedLog[] }): string {
  return [...run.spans, ...run.logs].map(({ traceId }) => traceId).toSorted()[0]!
}

function idOf(span: RetainedSpan): string {
  return `${span.traceId} ${span.spanId} ${span.position}`
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function log(trace: number, name: string): RetainedLog {
  const event = {
    name,
    timeUnixNano: 5n,
    attributes: new Map([['k', 'v']]),
    source: 'log',
    body: null,
    droppedAttributes: 0,
  } as const
  return { traceId: traceIdOf(trace), spanId: spanIdOf(1), event, payload: undefined }
}

/** 3000 spans over 500 traces, linked and named into runs, each with something of everything. */
function manyRows(): Row[] {
  return Array.from({ length: 3000 }, (_, index): Row => {
    const trace = (index * 7919) % 500
    const span = retained({
      traceId: traceIdOf(trace + 1),
      spanId: spanIdOf(index + 1),
      parentSpanId: index % 4 === 0 ? null : spanIdOf(index),
      name: `step ${index % 10}`,
      startUnixNano: index % 11 === 0 ? null : BigInt(index) * 10n ** 15n,
      position: index + 1,
      tag: index % 3,
      // Every fifth trace names the next one: components of two, joined across partitions.
      links: trace % 5 === 0 && index % 2 === 0 ? [{ traceId: traceIdOf(trace + 2), spanId: spanIdOf(1) }] : [],
      values: index % 6 === 0 ? new Map([['v', ['a', index]]]) : new Map(),
      payload: index % 9 === 0 ? { occurrences: [{ check: index, data: { big: 2n ** 70n } }] } : undefined,
    })
    return { span, runId: trace % 100 === 7 ? 'run-id seven' : undefined }
  })
}

test('spilled and unspilled runs are the same', () => {
  const rows = manyRows()
  const logs = [log(1, 'a'), log(2, 'b'), log(9999, 'no span')]
  const inMemory = runsOf(rows, logs, 2 ** 30)
  const spilled = runsOf(rows, logs, 1)
  expect([inMemory.spilled, spilled.spilled]).toEqual([false, true])
  expect(spilled.runs).toEqual(inMemory.runs)
  expect(readdirSync(directory)).toEqual([])
})

test('runs are the components of links and run ids, whole, each span once', () => {
  const trace = fc.integer({ min: 1, max: 6 })
  const row = fc.record({
    trace,
    link: fc.option(fc.integer({ min: 1, max: 8 })),
    runId: fc.option(fc.constantFrom('r1', 'r2')),
  })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (sketch) => {
      const rows = sketch.map((one, index) => ({
        span: retained({
          traceId: traceIdOf(one.trace),
          spanId: spanIdOf(index + 1),
          links: one.link === null ? [] : [{ traceId: traceIdOf(one.link), spanId: spanIdOf(1) }],
        }),
        runId: one.runId ?? undefined,
      }))
      const store = createRunStore(2 ** 30, directory)
      for (const { span, runId } of rows) store.add(span, runId)
      const received = [...store.runs()].map((run) => run.spans.map((span) => span.spanId).toSorted())

      const edges = sketch.flatMap((one) => [
        // A link to a trace that the recording does not hold joins nothing.
        ...(sketch.some((other) => other.trace === one.link)
          ? [[traceIdOf(one.trace), traceIdOf(one.link!)] as const]
          : []),
        ...sketch
          .filter((other) => one.runId !== null && other.runId === one.runId)
          .map((other) => [traceIdOf(one.trace), traceIdOf(other.trace)] as const),
      ])
      const nodes = [...new Set([...sketch.map((one) => traceIdOf(one.trace)), ...edges.flat()])]
      const expected = components(nodes, edges)
        .map((group) => rows.flatMap(({ span }) => (group.includes(span.traceId) ? [span.spanId] : [])).toSorted())
        .filter((spans) => spans.length > 0)
      const sorted = (groups: string[][]): string[][] => groups.toSorted((left, right) => compare(left[0]!, right[0]!))
      expect(sorted(received)).toEqual(sorted(expected))
    }),
    { numRuns: 200 },
  )
})

test('spans that were spilled have the values they had', () => {
  const value = Object.assign(Object.create(null) as Record<string, unknown>, { big: 2n ** 70n, nested: ['x', null] })
  Object.defineProperty(value, '__proto__', { value: 'own', enumerable: true, configurable: true, writable: true })
  const values = new Map<string, never>([
    ['bytes', Buffer.from('abc').subarray(1) as never],
    ['map', value as never],
  ])
  const store = createRunStore(1, directory)
  for (let index = 1; index <= 2048; index++) store.add(retained({ spanId: spanIdOf(index), values }), undefined)
  const [run, ...others] = [...store.runs()]
  expect(store.spilled()).toBe(true)
  expect(others).toEqual([])
  expect(run!.spans).toHaveLength(2048)
  const read = run!.spans[1000]!.values
  expect([...(read.get('bytes') as Uint8Array)]).toEqual([98, 99])
  const map = read.get('map') as Record<string, unknown>
  expect(Object.entries(map).toSorted(([left], [right]) => compare(left, right))).toEqual([
    ['__proto__', 'own'],
    ['big', 2n ** 70n],
    ['nested', ['x', null]],
  ])
})

test('as many traces as there are spans do not take as many open files', () => {
  const count = 30_000
  const store = createRunStore(1, directory)
  for (let index = 0; index < count; index++)
    store.add(retained({ spanId: spanIdOf(1), traceId: traceIdOf(index) }), undefined)
  const seen = new Set([...store.runs()].map((run) => run.spans[0]!.traceId))
  expect(seen.size).toBe(count)
  expect(readdirSync(directory)).toEqual([])
})

test('temporary files go when the runs are no longer wanted', () => {
  const store = createRunStore(1, directory)
  for (let index = 0; index < 2048; index++)
    store.add(retained({ spanId: spanIdOf(1), traceId: traceIdOf(index) }), undefined)
  for (const run of store.runs()) {
    expect(run.spans).toHaveLength(1)
    break
  }
  expect(readdirSync(directory)).toEqual([])
})
