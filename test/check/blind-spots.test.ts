import { describe, expect, test } from 'vitest'

import { exitCode } from '../../src/cli/exit-code.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { checkSketches, checkSpans, contractOf } from '../support/check-spans.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { brief } from './brief.ts'

/** What OpenTelemetry Weaver's live check passes over, each by its case. */
describe('cases that a check of single samples against a registry does not see', () => {
  const chat = 'spans: { think: { match: { gen_ai.operation.name: chat }, name: chat } }'

  test.each([
    ['error', 'error fail', 1],
    ['warning', 'warning fail', 0],
    ['info', 'info fail', 0],
  ])('3: a span that no clause names, `unknownSpans: %s`', async (severity, found, exit) => {
    const report = await checkSketches(`${chat}\ntrace: { unknownSpans: ${severity} }`, [
      { name: 'chat', attributes: { 'gen_ai.operation.name': 'chat' } },
      { name: 'other', parent: 'chat' },
      { name: 'other', id: 'again', parent: 'chat' },
      { name: 'third', parent: 'chat' },
    ])
    // One line per distinct name.
    expect(brief(report).toSorted()).toEqual([
      `${found} span-unknown trace.unknownSpans`,
      `${found} span-unknown trace.unknownSpans ×2`,
    ])
    expect(exitCode(report)).toBe(exit)
  })

  test('3: `unknownSpans: ignore` says nothing; unwritten it is an info line', async () => {
    const spans: SpanSketch[] = [
      { name: 'chat', attributes: { 'gen_ai.operation.name': 'chat' } },
      { name: 'other', parent: 'chat' },
    ]
    expect(brief(await checkSketches(`${chat}\ntrace: { unknownSpans: ignore }`, spans))).toEqual([])
    expect(brief(await checkSketches(chat, spans))).toEqual(['info fail span-unknown trace.unknownSpans'])
  })

  test('4: zero samples', async () => {
    const report = await checkSketches(chat, [])
    expect([brief(report), report.verdict, exitCode(report)]).toEqual([
      ['error inconclusive contract-unexercised contract'],
      'inconclusive',
      3,
    ])
  })

  test('5: a selector that matches 0 of 500 spans is inconclusive and named', async () => {
    const spans = Array.from({ length: 500 }, (_, index): SpanSketch => ({
      name: 'answer',
      id: String(index),
      trace: String(index),
    }))
    const report = await checkSketches(
      'spans: { answer: { name: answer }, think: { match: { gen_ai.operation.nam: chat } } }',
      spans,
    )
    expect(brief(report)).toEqual(['error inconclusive clause-unexercised spans.think'])
    expect(exitCode(report)).toBe(3)
  })

  test('5: a count that is missed fails; a clause of a pack rests', async () => {
    const counted = await checkSketches(
      'spans: { answer: { name: answer }, think: { name: chat, count: { min: 1 } } }',
      [{ name: 'answer' }],
    )
    expect([brief(counted), exitCode(counted)]).toEqual([['error fail span-count spans.think.count'], 1])
    const extended = await checkSketches('extends: [otel-genai]\nspans: { answer: { name: answer } }', [
      { name: 'answer' },
    ])
    expect([brief(extended), exitCode(extended)]).toEqual([[], 0])
    expect(extended.idle!.map(({ path }) => path)).toContain('spans.gen_ai.inference.client')
  })

  test('7: nothing that shapes the output changes the verdict', async () => {
    const broken: SpanSketch[] = [{ name: 'chat', kind: 'server', attributes: { 'gen_ai.operation.name': 'chat' } }]
    for (const settings of [
      {},
      { explain: false },
      { showValues: true },
      { redactionKey: 'other' },
      { version: '9.9.9' },
    ]) {
      const report = await checkSketches(
        'spans: { think: { match: { gen_ai.operation.name: chat }, kind: client } }',
        broken,
        { settings },
      )
      expect([brief(report), report.verdict, exitCode(report)]).toEqual([
        ['error fail span-kind spans.think.kind'],
        'fail',
        1,
      ])
    }
  })

  test.each<[name: string, clause: string, spans: SpanSketch[], finding: string]>([
    ['two roots', 'trace: { roots: 1 }', [{ name: 'a' }, { name: 'b' }], 'error fail root-count-mismatch trace.roots'],
    [
      'an orphan',
      'trace: { orphans: 0 }',
      [{ name: 'a' }, { name: 'b', parent: 'gone' }],
      'error fail span-orphaned trace.orphans',
    ],
    [
      'a child before its parent',
      'trace: { clockSkew: 50ms }',
      [
        { name: 'a', start: 500, end: 900 },
        { name: 'b', parent: 'a', start: 100, end: 600 },
      ],
      'error fail clock-skew-exceeded trace.clockSkew',
    ],
    [
      'a wrong parent',
      'trace: { unknownSpans: ignore }',
      [{ name: 'a' }, { name: 'c', parent: 'a' }, { name: 'b', parent: 'c' }],
      'error fail span-parent spans.b.parent',
    ],
    [
      'forty of a call that may occur eight times',
      'trace: { unknownSpans: ignore }',
      [{ name: 'a' }, ...Array.from({ length: 40 }, (_, index) => ({ name: 'b', id: `b${index}`, parent: 'a' }))],
      'error fail span-count spans.b.count',
    ],
    [
      'two of a call that may occur once',
      'trace: { unknownSpans: ignore }',
      [{ name: 'a' }, { name: 'refund', parent: 'a' }, { name: 'refund', id: 'r2', parent: 'a' }],
      'error fail span-count spans.refund.count',
    ],
  ])('8: %s', async (_, clause, spans, finding) => {
    const contract = `
      spans:
        a: { name: a }
        b: { name: b, parent: a, count: { max: 8 }, exercise: optional }
        refund: { name: refund, count: { max: 1 }, exercise: optional }
      ${clause}
    `
    const report = await checkSketches(contract, spans)
    expect(brief(report)).toContain(finding)
    expect(exitCode(report)).toBe(1)
  })

  test('15: an acceptance that matches nothing', async () => {
    const acceptance = {
      finding: 'span-kind',
      contract: 'test',
      reason: 'known',
      owner: 'me',
      expires: '2027-01-01',
      file: 'x.accepted.yaml',
    }
    const report = await checkSketches('spans: { s: { name: s } }', [{ name: 's' }], {
      settings: { acceptances: [acceptance] },
    })
    expect(brief(report)).toEqual(['warning fail suppression-stale '])
  })

  test('16: one rule crashes on a strange value', async () => {
    let deep: unknown = 'x'
    for (let depth = 0; depth < 200_000; depth++) deep = [deep]
    const report = await checkSketches(
      'spans: { s: { name: s, kind: client, attributes: { k: { type: any, enum: [a] } } } }',
      [{ name: 's', attributes: { k: deep } }],
    )
    expect(brief(report)).toEqual(['error fail span-kind spans.s.kind'])
    expect(report.unreadable.map(({ message }) => /^rule `([^`]+)` crashed/.exec(message)?.[1])).toEqual([
      'attribute-enum',
    ])
    expect(exitCode(report)).toBe(2)
  })

  test('20: a tool span of conventions up to 1.36, without an operation name', async () => {
    const contract = await contractOf('extends: [otel-genai/legacy]\ntrace: { unknownSpans: error }')
    const check = (name: string, attributes = {}): CheckReport =>
      checkSpans([span({ name, kind: 'internal', attributes })], [contract])
    expect(brief(check('execute_tool lookup', { 'gen_ai.tool.name': 'lookup' }))).toEqual([])
    expect(
      brief(check('execute_tool lookup', { 'gen_ai.tool.name': 'lookup', 'gen_ai.operation.name': 'execute_tool' })),
    ).toEqual([])
    const misnamed = check('execute_tool lookup', { 'gen_ai.tool.name': 'refund' })
    expect(misnamed.findings.map(({ id }) => id)).toEqual(['span-name'])
    expect(check('lookup').findings.map(({ id }) => id)).toEqual(['contract-unexercised'])
  })

  describe('21: spans are lost, or a run is still in flight', () => {
    const never =
      'spans: { a: { name: a }, refund: { name: refund, count: 0 } }\ntrace: { unknownSpans: ignore, roots: { max: 2 } }'
    const undecided = [
      'error inconclusive root-count-mismatch trace.roots',
      'error inconclusive span-count spans.refund.count',
    ]
    test.each<[name: string, spans: SpanSketch[], damage: string[], findings: string[]]>([
      ['complete: decided', [{ name: 'a' }], [], []],
      ['a part of the file is unreadable', [{ name: 'a' }], ['a part of `run.jsonl` is unreadable'], undecided],
      ['a span never ended', [{ name: 'a', end: null }], [], undecided],
      ['a parent is not recorded', [{ name: 'a' }, { name: 'b', parent: 'gone' }], [], undecided],
      [
        'what was seen too often fails all the same',
        [
          { name: 'a', end: null },
          { name: 'refund', parent: 'a' },
        ],
        [],
        ['error fail span-count spans.refund.count', undecided[0]!],
      ],
    ])('%s', async (_, spans, damage, findings) => {
      const report = await checkSketches(never, spans, { damage })
      expect(brief(report).toSorted()).toEqual(findings.toSorted())
      expect(exitCode(report)).toBe(findings.length === 0 ? 0 : findings.some((line) => line.includes('fail')) ? 1 : 3)
    })

    test('"at least" on a run with lost spans is undecided, on a complete one it fails', async () => {
      const atLeast = 'spans: { a: { name: a }, b: { name: b, count: { min: 1 } } }'
      expect(brief(await checkSketches(atLeast, [{ name: 'a', end: null }]))).toEqual([
        'error inconclusive span-count spans.b.count',
      ])
      expect(brief(await checkSketches(atLeast, [{ name: 'a' }]))).toEqual(['error fail span-count spans.b.count'])
    })

    test('an attribute that a span may have dropped is neither missing nor absent', async () => {
      const text = 'spans: { a: { name: a, attributes: { need: string, never: forbidden } } }'
      expect(brief(await checkSketches(text, [{ name: 'a', dropped: { attributes: 1 } }])).toSorted()).toEqual([
        'error inconclusive attribute-missing spans.a.attributes.need',
        'error inconclusive forbidden-attribute-present spans.a.attributes.never',
      ])
    })
  })
})
