import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { SpanEvent } from '../../src/model/span.ts'
import { assembleRun, type RetainedLog, type RetainedSpan, type Run, type RunSpan } from '../../src/runs/index.ts'
import { retained, spanIdOf, traceIdOf } from './random-spans.ts'
import { byOrder, placesOf } from './tree-oracle.ts'

function assemble(spans: readonly RetainedSpan[], logs: readonly RetainedLog[] = [], damage: string[] = []): Run {
  return assembleRun({ spans, logs }, 'set', ['a.jsonl', 'b.jsonl'], damage)
}

/** `1<2` reads: span 1 has parent 2; `1` has none. */
function tree(...edges: string[]): Run {
  return assemble(
    edges.map((edge) => {
      const [id, parent] = edge.split('<')
      return retained({
        spanId: spanIdOf(Number(id)),
        parentSpanId: parent === undefined ? null : spanIdOf(Number(parent)),
      })
    }),
  )
}

function ids(spans: readonly RunSpan[]): number[] {
  return spans.map((span) => Number.parseInt(span.spanId, 16))
}

function shown(run: Run): Record<string, unknown> {
  return {
    edges: Object.fromEntries(
      run.spans.map((span) => [ids([span])[0], span.parent === null ? null : ids([span.parent])[0]]),
    ),
    circular: ids(run.circular),
    entries: ids(run.entries),
    roots: ids(run.roots),
    orphans: ids(run.orphans),
  }
}

describe('circles of parents', () => {
  test('a span that is its own parent is cut', () => {
    expect(shown(tree('1<1'))).toEqual({ edges: { 1: null }, circular: [1], entries: [1], roots: [], orphans: [] })
  })

  test('a span that is its own parent beside a root', () => {
    expect(shown(tree('1', '2<2', '3<2'))).toEqual({
      edges: { 1: null, 2: null, 3: 2 },
      circular: [2],
      entries: [],
      roots: [1],
      orphans: [],
    })
  })

  test('two spans that are each other’s parent, with a tail on each', () => {
    expect(shown(tree('5<6', '6<5', '1<5', '2<6', '3<2'))).toEqual({
      edges: { 5: null, 6: 5, 1: 5, 2: 6, 3: 2 },
      circular: [5],
      entries: [5],
      roots: [],
      orphans: [],
    })
  })

  test('several circles are cut each at its first span', () => {
    expect(shown(tree('9<8', '8<7', '7<9', '4<3', '3<4', '2<9', '1<2', '6<6'))).toEqual({
      edges: { 1: 2, 2: 9, 3: null, 4: 3, 6: null, 7: null, 8: 7, 9: 8 },
      circular: [7, 3, 6],
      entries: [],
      roots: [],
      orphans: [],
    })
  })

  test('the circle is cut at the earliest start, not at the smallest id', () => {
    const run = assemble([
      retained({ spanId: spanIdOf(1), parentSpanId: spanIdOf(2), startUnixNano: 9n }),
      retained({ spanId: spanIdOf(2), parentSpanId: spanIdOf(1), startUnixNano: 3n }),
      retained({ spanId: spanIdOf(3), parentSpanId: spanIdOf(1), startUnixNano: 1n }),
    ])
    expect(ids(run.circular)).toEqual([2])
    expect(run.losses).toEqual([])
  })

  test('a circle of 50 000 spans, and a chain as long, are walked without recursion', () => {
    const count = 50_000
    const edge = (at: number, parent: number | null): RetainedSpan =>
      retained({ spanId: spanIdOf(at), parentSpanId: parent === null ? null : spanIdOf(parent) })
    const circle = assemble(Array.from({ length: count }, (_, at) => edge(at + 1, at === 0 ? count : at)))
    expect(ids(circle.circular)).toEqual([1])
    const chain = assemble(Array.from({ length: count }, (_, at) => edge(at + 1, at === 0 ? null : at)))
    expect(ids(chain.circular)).toEqual([])
    expect(chain.spans.filter((span) => span.parent === null)).toHaveLength(1)
  })
})

describe('roots, entries and orphans', () => {
  const internal = { kind: 'internal' } as const
  const remote = { hasRemoteParent: true } as const
  const gone = { parentSpanId: spanIdOf(99) } as const

  test.each<[name: string, spans: Partial<RetainedSpan>[], entries: number[], orphans: number[]]>([
    ['the only root', [internal], [1], []],
    ['two internal roots: neither is an entry', [internal, internal], [], []],
    ['a server root beside an internal root', [{ kind: 'server' }, internal], [1], []],
    ['two consumers', [{ kind: 'consumer' }, { kind: 'consumer' }], [1, 2], []],
    ['the only span, whose parent is not recorded', [gone], [1], []],
    ['a root and an orphan', [internal, gone], [], [2]],
    ['a root and a span of a remote parent that is not recorded', [internal, { ...gone, ...remote }], [2], []],
    ['a root and a server span of a parent that is not recorded', [internal, { ...gone, kind: 'server' }], [2], []],
    ['a root that is flagged remote', [internal, remote], [2], []],
    ['clients and producers are no entries', [{ kind: 'client' }, { kind: 'producer' }], [], []],
    ['one root in each of two traces', [internal, { traceId: traceIdOf(2) }], [1, 2], []],
    [
      'a server span below a recorded parent',
      [internal, { kind: 'server', parentSpanId: spanIdOf(1), ...remote }],
      [1],
      [],
    ],
    [
      'a parent of the same id in another trace is not the parent',
      [{ traceId: traceIdOf(2) }, { parentSpanId: spanIdOf(1) }],
      [2, 1],
      [],
    ],
  ])('%s', (_, spans, entries, orphans) => {
    const run = assemble(spans.map((fields, index) => retained({ spanId: spanIdOf(index + 1), ...fields })))
    expect(ids(run.entries)).toEqual(entries)
    expect(ids(run.orphans)).toEqual(orphans)
    expect(run.losses).toEqual(orphans.length === 0 ? [] : ['1 span names a parent that is not recorded'])
  })
})

test('losses: damage, orphans and spans that never ended', () => {
  const run = assemble(
    [
      retained({ spanId: spanIdOf(1), endUnixNano: null }),
      retained({ spanId: spanIdOf(2), endUnixNano: null, parentSpanId: spanIdOf(1) }),
      retained({ spanId: spanIdOf(3), parentSpanId: spanIdOf(77) }),
      retained({ spanId: spanIdOf(4), parentSpanId: spanIdOf(77) }),
      // Without any time the source has none: the span did end.
      retained({ spanId: spanIdOf(5), parentSpanId: spanIdOf(1), startUnixNano: null, endUnixNano: null }),
    ],
    [],
    ['a part of `a.jsonl` is unreadable'],
  )
  expect(run.losses).toEqual([
    'a part of `a.jsonl` is unreadable',
    '2 spans name a parent that is not recorded',
    '2 spans never ended',
  ])
})

describe('copies of a span', () => {
  const one = retained({ spanId: spanIdOf(1), name: 'b' })
  const other = retained({ spanId: spanIdOf(1), name: 'a' })

  test('identical copies count once', () => {
    const run = assemble([one, { ...one, position: 2 }, { ...one, file: 1, position: 1 }])
    expect(run.spans.map((span) => [span.name, span.copies, span.hasConflictingCopy])).toEqual([['b', 3, false]])
  })

  test.each([[[one, other]], [[other, one]], [[one, one, other]], [[one, other, one]]])(
    'of conflicting copies the canonically smallest is kept (%#)',
    (spans) => {
      const run = assemble(spans)
      expect(run.spans.map((span) => [span.name, span.copies, span.hasConflictingCopy])).toEqual([
        ['a', spans.length, true],
      ])
    },
  )

  test('copies differ by anything a check can see, and by nothing else', () => {
    const base = retained({
      spanId: spanIdOf(1),
      values: new Map<string, never>([
        ['a', 1n as never],
        ['b', { x: 1 } as never],
      ]),
    })
    const differing: Partial<RetainedSpan>[] = [
      { parentSpanId: spanIdOf(9) },
      { kind: 'client' },
      { status: 'error' },
      { startUnixNano: null },
      { endUnixNano: 2n },
      { hasRemoteParent: true },
      { links: [{ traceId: traceIdOf(1), spanId: spanIdOf(2) }] },
      {
        values: new Map<string, never>([
          ['a', 2n as never],
          ['b', { x: 1 } as never],
        ]),
      },
      { tag: 1 },
      { payload: { occurrences: [{ check: 1 }] } },
    ]
    for (const fields of differing) {
      expect(
        assemble([base, { ...base, ...fields }]).spans[0]!.hasConflictingCopy,
        JSON.stringify(Object.keys(fields)),
      ).toBe(true)
    }
    const reordered = { ...base, values: new Map([...base.values].toReversed()), file: 1, position: 500 }
    expect(assemble([base, reordered]).spans[0]!.hasConflictingCopy).toBe(false)
  })

  test('retained values that are maps without a prototype are compared, not a crash', () => {
    const map = Object.assign(Object.create(null) as object, { x: 2n ** 60n }) as never
    const span = retained({
      spanId: spanIdOf(1),
      values: new Map<string, never>([
        ['a', map],
        ['b', map],
      ]),
    })
    expect(assemble([span, { ...span }]).spans[0]!.hasConflictingCopy).toBe(false)
  })

  test('the same span id in two traces is two spans', () => {
    const run = assemble([one, { ...one, traceId: traceIdOf(2) }])
    expect(run.spans.map((span) => span.copies)).toEqual([1, 1])
    expect(run.find(traceIdOf(2), spanIdOf(1))).toBe(run.spans[1])
    expect(run.find(traceIdOf(3), spanIdOf(1))).toBe(undefined)
  })
})

test('log records go to their span; those of other spans to none', () => {
  const event = (name: string): SpanEvent => ({
    name,
    timeUnixNano: null,
    attributes: new Map(),
    source: 'log',
    body: null,
    droppedAttributes: 0,
  })
  const log = (id: number, name: string): RetainedLog => ({
    traceId: traceIdOf(1),
    spanId: spanIdOf(id),
    event: event(name),
    payload: undefined,
  })
  const run = assemble(
    [retained({ spanId: spanIdOf(1) }), retained({ spanId: spanIdOf(2) })],
    [log(1, 'a'), log(9, 'lost'), log(1, 'b')],
  )
  expect(run.spans.map((span) => span.logEvents.map(({ name }) => name))).toEqual([['a', 'b'], []])
})

/** Small runs of two traces with every shape of parents. */
const spansOfRun: fc.Arbitrary<RetainedSpan[]> = fc
  .array(
    fc.record({
      parent: fc.option(fc.nat(9)),
      kind: fc.constantFrom('internal', 'internal', 'server', 'client', 'consumer'),
      hasRemoteParent: fc.constantFrom(false, false, false, true),
      start: fc.option(fc.nat(3)),
      trace: fc.constantFrom(1, 1, 2),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((sketches) =>
    sketches.map((sketch, index) =>
      retained({
        spanId: spanIdOf(index),
        traceId: traceIdOf(sketch.trace),
        parentSpanId: sketch.parent === null ? null : spanIdOf(sketch.parent),
        kind: sketch.kind,
        hasRemoteParent: sketch.hasRemoteParent,
        startUnixNano: sketch.start === null ? null : BigInt(sketch.start),
      }),
    ),
  )

test('the tree is what the definitions say, in any order of the spans', () => {
  fc.assert(
    fc.property(
      spansOfRun.chain((spans) =>
        fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
      ),
      ([spans, shuffled]) => {
        const expected = placesOf(spans)
        for (const run of [assemble(spans), assemble(shuffled)]) {
          const received = new Map(
            run.spans.map((span) => [
              span.spanId,
              {
                parent: span.parent?.spanId ?? null,
                children: span.children.map((child) => child.spanId),
                isRoot: run.roots.includes(span),
                isEntry: span.isEntry,
                isOrphan: span.isOrphan,
                isCut: run.circular.includes(span),
              },
            ]),
          )
          expect(received).toEqual(expected)
          expect(run.spans.map((span) => span.spanId)).toEqual(spans.toSorted(byOrder).map((span) => span.spanId))
          expect(run.entries).toEqual(run.spans.filter((span) => span.isEntry))
          expect(run.orphans).toEqual(run.spans.filter((span) => span.isOrphan))
          expect(run.traceIds).toEqual([...new Set(spans.map((span) => span.traceId))].toSorted())
          expect(run.id).toBe(run.traceIds[0])
          expect(run.recording).toBe('set')
        }
      },
    ),
    { numRuns: 200 },
  )
})
