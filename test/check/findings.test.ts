import { describe, expect, test } from 'vitest'

import { createCheck } from '../../src/check/index.ts'
import type { Span } from '../../src/model/span.ts'
import { reporters } from '../../src/reporters/index.ts'
import { checkSketches, contractOf, defaultSettings } from '../support/check-spans.ts'
import { span, spanId, traceId, type SpanSketch } from '../support/span.ts'
import { brief } from './brief.ts'

describe('one entry per finding id, clause and run', () => {
  test('occurrences are counted, the five smallest locations listed by start, trace and span id', async () => {
    const starts = [7, 3, 9, 1, 5, 8, 2]
    const sketches = starts.map((start): SpanSketch => ({ name: 's', id: String(start), start }))
    const { findings } = await checkSketches('spans: { s: { name: s, kind: client } }', sketches)
    expect(findings.map(({ occurrences }) => occurrences)).toEqual([7])
    expect(findings[0]!.location).toEqual({
      recording: 'run.jsonl',
      line: 4,
      run: traceId('t1'),
      traceId: traceId('t1'),
      spanId: spanId('1'),
      spanName: 's',
      ancestors: [],
    })
    expect(findings[0]!.locations!.map(({ line, spanId: id }) => [line, id])).toEqual(
      [1, 2, 3, 5, 7].map((start) => [starts.indexOf(start) + 1, spanId(String(start))]),
    )
  })

  test('equal starts are ordered by span id, spans without a start come last', async () => {
    const sketches: SpanSketch[] = ['a', 'b', 'c'].map((id) => ({ name: 's', id }))
    const spans = sketches.map((sketch, index) => span(sketch, index + 1))
    const late: Span = { ...span({ name: 's', id: 'late' }), spanId: '0'.repeat(15) + '1', startUnixNano: null }
    const { findings } = await checkSketches('spans: { s: { name: s, kind: client } }', sketches)
    expect(findings[0]!.locations!.map((location) => location.spanId)).toEqual(
      spans.map((one) => one.spanId).toSorted(),
    )
    const contract = await contractOf('spans: { s: { name: s, kind: client } }')
    const again = createCheck([contract], defaultSettings)
    const inMemory = again.recording('r', ['r'], [contract])
    for (const one of [late, ...spans]) inMemory.addSpan(one, 0)
    inMemory.finish()
    expect(
      again
        .finish()
        .findings[0]!.locations!.map((location) => location.spanId)
        .at(-1),
    ).toBe(late.spanId)
  })

  test('a single occurrence has a location and no list', async () => {
    const { findings } = await checkSketches('spans: { s: { name: s, kind: client } }', [{ name: 's' }])
    expect([findings[0]!.occurrences, findings[0]!.locations]).toEqual([1, undefined])
  })

  test('two runs are two entries, and so are failing and undecided', async () => {
    const sketches: SpanSketch[] = [
      { name: 's', trace: 'a' },
      { name: 's', trace: 'b' },
      { name: 's', id: 'x', trace: 'b', dropped: { attributes: 1 } },
    ]
    const report = await checkSketches('spans: { s: { name: s, attributes: { k: string } } }', sketches)
    expect(new Set(report.findings.map(({ verdict, location }) => `${verdict} ${location!.traceId}`))).toEqual(
      new Set([`fail ${traceId('a')}`, `fail ${traceId('b')}`, `inconclusive ${traceId('b')}`]),
    )
    expect(report.findings).toHaveLength(3)
  })

  test('members of a family are entries of their own', async () => {
    const sketches: SpanSketch[] = [
      { name: 's', attributes: { 'app.a': 'x', 'app.b': 'x', 'app.c': 1 } },
      { name: 's', id: 'y', attributes: { 'app.a': 'x' } },
    ]
    const report = await checkSketches(
      'spans: { s: { name: s, attributes: { app.*: { type: int, requirement: optional } } } }',
      sketches,
    )
    expect(report.findings.map(({ data, occurrences }) => [data['attribute'], occurrences])).toEqual([
      ['app.a', 2],
      ['app.b', 1],
    ])
  })

  test('a run over two files is one run, and its findings one entry', async () => {
    const contract = await contractOf('spans: { s: { name: s, kind: client } }')
    const check = createCheck([contract], defaultSettings)
    const recording = check.recording('set', ['a.jsonl', 'b.jsonl'], [contract])
    recording.addSpan(span({ name: 's', id: 'second', start: 2 }, 1), 1)
    recording.addSpan(span({ name: 's', id: 'first', start: 1 }, 1), 0)
    recording.finish()
    const report = check.finish()
    expect(
      report.findings.map(({ occurrences, locations }) => [
        occurrences,
        locations?.map((location) => location.recording),
      ]),
    ).toEqual([[2, ['a.jsonl', 'b.jsonl']]])
    expect([report.summary.recordings, report.summary.runs]).toEqual([2, 1])
  })

  test('the same trace in two recordings is two runs', async () => {
    const contract = await contractOf('spans: { s: { name: s, kind: client } }')
    const check = createCheck([contract], defaultSettings)
    for (const name of ['b.jsonl', 'a.jsonl']) {
      const recording = check.recording(name, [name], [contract])
      recording.addSpan(span({ name: 's' }, 1), 0)
      recording.finish()
    }
    const report = check.finish()
    expect(report.findings.map(({ location }) => location!.recording)).toEqual(['a.jsonl', 'b.jsonl'])
    expect(report.summary.runs).toBe(2)
  })
})

test('report order: recording, run, span start, span id, finding id, clause path; whole runs after spans, the rest last', async () => {
  const contract = await contractOf(`
    spans:
      s: { name: s, kind: client, status: ok, attributes: { b: string, a: string } }
      never: { name: never }
    trace: { roots: 5 }
  `)
  const check = createCheck([contract], defaultSettings)
  const [small, large] = ['x', 'y'].toSorted((left, right) => (traceId(left) < traceId(right) ? -1 : 1)) as [
    string,
    string,
  ]
  for (const [name, sketches] of [
    ['b.jsonl', [{ name: 's', trace: small }]],
    [
      'a.jsonl',
      [
        { name: 's', trace: large, start: 0 },
        { name: 's', trace: small, start: 5, id: 'late' },
        { name: 's', trace: small, start: 1, kind: 'client', id: 'early', attributes: { a: '', b: '' } },
      ],
    ],
  ] as [string, SpanSketch[]][]) {
    const recording = check.recording(name, [name], [contract])
    sketches.forEach((sketch, index) => recording.addSpan(span(sketch, index + 1), 0))
    recording.finish()
  }
  const report = check.finish()
  const place = (run: string): string => (run === traceId(small) ? 'small' : 'large')
  expect(
    report.findings.map(
      ({ id, contract: clause, location }) =>
        `${location === undefined ? '-' : `${location.recording} ${place(location.run!)} ${location.spanId === undefined ? 'run' : 'span'}`} ${id} ${clause!.path}`,
    ),
  ).toEqual([
    // The status of the early span comes first; its other findings begin with the late one.
    'a.jsonl small span span-status spans.s.status',
    'a.jsonl small span attribute-missing spans.s.attributes.a',
    'a.jsonl small span attribute-missing spans.s.attributes.b',
    'a.jsonl small span span-kind spans.s.kind',
    'a.jsonl small run root-count-mismatch trace.roots',
    'a.jsonl large span attribute-missing spans.s.attributes.a',
    'a.jsonl large span attribute-missing spans.s.attributes.b',
    'a.jsonl large span span-kind spans.s.kind',
    'a.jsonl large span span-status spans.s.status',
    'a.jsonl large run root-count-mismatch trace.roots',
    'b.jsonl small span attribute-missing spans.s.attributes.a',
    'b.jsonl small span attribute-missing spans.s.attributes.b',
    'b.jsonl small span span-kind spans.s.kind',
    'b.jsonl small span span-status spans.s.status',
    'b.jsonl small run root-count-mismatch trace.roots',
    '- clause-unexercised spans.never',
  ])
})

test('binary recordings are placed by byte, and ancestors are listed root first', async () => {
  const contract = await contractOf('spans: { s: { name: s, kind: client } }')
  const check = createCheck([contract], defaultSettings)
  const recording = check.recording('r.binpb', ['r.binpb'], [contract])
  recording.positions(0, 'byte')
  recording.addSpan(span({ name: 's', parent: 'mid' }, 812), 0)
  recording.addSpan(span({ name: 'mid', parent: 'top' }, 300), 0)
  recording.addSpan(span({ name: 'top' }, 0), 0)
  recording.finish()
  const finding = check.finish().findings.find(({ id }) => id === 'span-kind')!
  expect(finding.location).toMatchObject({ byte: 812, ancestors: ['top', 'mid'] })
  expect(finding.location).not.toHaveProperty('line')
})

describe('facts of a whole recording', () => {
  const cardinality =
    'spans: { s: { name: s, attributes: { k: { type: string, requirement: optional, maxDistinct: 2, minDistinct: 2 } } } }'
  const values = (...list: string[]): SpanSketch[] =>
    list.map((k, index) => ({ name: 's', trace: String(index), attributes: { k } }))

  test.each<[list: string[], expected: string[]]>([
    [['a', 'b'], []],
    [['a', 'a', 'a'], ['error fail attribute-cardinality spans.s.attributes.k']],
    [['a', 'b', 'c'], ['error fail attribute-cardinality spans.s.attributes.k']],
    [['c', 'b', 'a', 'a'], ['error fail attribute-cardinality spans.s.attributes.k']],
  ])('distinct values over all runs: %j', async (list, expected) => {
    const report = await checkSketches(cardinality, values(...list))
    expect(brief(report)).toEqual(expected)
    for (const { location } of report.findings) expect(location).toEqual({ recording: 'run.jsonl' })
  })

  test('each recording is counted for itself', async () => {
    const contract = await contractOf(cardinality)
    const check = createCheck([contract], defaultSettings)
    for (const [name, list] of [
      ['a', ['x', 'y']],
      ['b', ['y', 'z', 'x']],
      ['c', ['x']],
    ] as const) {
      const recording = check.recording(name, [name], [contract])
      for (const one of values(...list)) recording.addSpan(span(one), 0)
      recording.finish()
    }
    expect(check.finish().findings.map(({ location }) => location!.recording)).toEqual(['b', 'c'])
  })

  test('a count per recording counts over runs', async () => {
    const contract = 'spans: { s: { name: s, count: { min: 2, max: 3, per: recording } } }'
    const received = async (...list: string[]): Promise<unknown[]> =>
      (await checkSketches(contract, values(...list))).findings.map(({ data }) => data['received'])
    expect(await received('a')).toEqual([1])
    expect(await received('a', 'b')).toEqual([])
    expect(await received('a', 'b', 'c')).toEqual([])
    expect(await received('a', 'b', 'c', 'd')).toEqual([4])
    // It is of no run.
    const { findings } = await checkSketches(contract, values('a'))
    expect(findings.map(({ location }) => location)).toEqual([{ recording: 'run.jsonl' }])
    const tooMany = await checkSketches(contract, values('a', 'b', 'c', 'd'))
    expect(tooMany.findings.map(({ location }) => Object.keys(location!))).toEqual([
      ['recording', 'line', 'traceId', 'spanId', 'spanName', 'ancestors'],
    ])
  })
})

test.each(['text', 'markdown', 'junit', 'sarif', 'github', 'json'] as const)(
  'a name of 5000 characters has its own length wherever it is cut: %s',
  async (format) => {
    const name = `begin${'x'.repeat(4990)}final`
    const report = await checkSketches('spans: { s: { name: /^begin/, kind: client } }', [{ name }])
    const shown = reporters[format].render(report, { color: false })
    expect(shown).not.toContain('xxxxx'.repeat(300))
    expect(new Set(shown.match(/\d+ characters/g))).toEqual(new Set(['5000 characters']))
  },
)
