import { expect, test } from 'vitest'

import { createFindingCollector } from '../../src/check/findings.ts'
import { createCheck } from '../../src/check/index.ts'
import { createRedaction } from '../../src/check/redaction.ts'
import type { Value } from '../../src/model/value.ts'
import type { SpanRule } from '../../src/rules/rule.ts'
import { checkSpans, contractOf, defaultSettings } from '../support/check-spans.ts'
import { span } from '../support/span.ts'
import { brief } from './brief.ts'

/** Deeper than any stack: readers never give such a value, but a program in the same process may. */
function bottomless(): Value {
  let value: Value = 'x'
  for (let depth = 0; depth < 200_000; depth++) value = [value]
  return value
}

const text = `
  spans:
    s: { name: s, kind: client, attributes: { deep: { type: string, enum: [a], maxDistinct: 5 }, b: string } }
  trace: { roots: 2 }
`

test('a rule that crashes is named, all others are asked, and nothing is called passed', async () => {
  const contract = await contractOf(text)
  const spans = [
    span({ name: 's', attributes: { deep: bottomless() } }),
    span({ name: 's', trace: 'other', kind: 'client', attributes: { deep: 'b', b: 'x' } }),
  ]
  const report = checkSpans(spans, [contract])
  expect(brief(report)).toContain('error fail span-kind spans.s.kind')
  expect(brief(report)).toContain('error fail attribute-missing spans.s.attributes.b')
  expect(brief(report)).toContain('error fail root-count-mismatch trace.roots ×1'.replace(' ×1', ''))
  // The same rule still judges the other run.
  expect(report.findings.filter(({ id }) => id === 'attribute-enum').map(({ occurrences }) => occurrences)).toEqual([1])
  expect(report.unreadable.map(({ recording, message }) => [recording, message.split(' (')[0]])).toEqual([
    ['run.jsonl', 'rule `attribute-enum` crashed on test.contract.yaml `spans.s.attributes.deep`'],
    ['run.jsonl', 'rule `attribute-type` crashed on test.contract.yaml `spans.s.attributes.deep`'],
  ])
  expect(report.verdict).toBe('fail')
})

test('a rule that cannot put a fact into words is named; what it found stays a finding, and the rest is said', async () => {
  const contract = await contractOf('spans: { s: { name: s } }')
  const severity = 'error' as const
  const rule = (id: string, describe: SpanRule['describe']): SpanRule => ({
    id,
    summary: '',
    severity,
    scope: 'span',
    compile: () => undefined,
    describe,
  })
  const mute = rule('mute', () => {
    throw new Error('no words')
  })
  const fluent = rule('fluent', (_data, place) => ({ message: `${place} is odd`, help: 'mend it' }))
  const table = [mute, fluent].map((each) => ({ rule: each, contract, severity, path: 'spans.s', own: true }))
  const crashes: unknown[] = []
  const redaction = createRedaction({ sensitivities: new Map(), showValues: false, key: 'k', canaries: [] })
  const collector = createFindingCollector(table, redaction, (recording, check, cause) => {
    crashes.push([recording, check, (cause as Error).message])
  })
  const place = { location: { recording: 'r' }, recording: 'r', startUnixNano: null, words: 'span `s`' }
  collector.add(0, { data: { a: 1 } }, place)
  collector.add(0, { data: { a: 1 }, undecided: true }, undefined)
  collector.add(1, { data: {} }, place)
  expect(collector.findings().map(({ id, verdict, message, data }) => [id, verdict, message, data])).toEqual([
    ['fluent', 'fail', 'span `s` is odd', {}],
    ['mute', 'fail', 'span `s` breaks `spans.s`, which rule `mute` failed to put into words', { a: 1 }],
    [
      'mute',
      'inconclusive',
      'contract leaves undecided `spans.s`, which rule `mute` failed to put into words',
      { a: 1 },
    ],
  ])
  expect(crashes).toEqual([
    ['r', 0, 'no words'],
    ['test.contract.yaml', 0, 'no words'],
  ])
})

test('a crash without any finding is no pass', async () => {
  const contract = await contractOf('spans: { s: { name: s, attributes: { deep: { type: any, enum: [a] } } } }')
  const report = checkSpans([span({ name: 's', attributes: { deep: bottomless() } })], [contract])
  expect([report.findings, report.verdict, report.unreadable.length]).toEqual([[], 'inconclusive', 1])
})

test('a crash on every span is one line', async () => {
  const contract = await contractOf('spans: { s: { name: s, attributes: { deep: { type: any, enum: [a] } } } }')
  const deep = bottomless()
  const spans = Array.from({ length: 50 }, (_, index) => span({ name: 's', id: String(index), attributes: { deep } }))
  expect(checkSpans(spans, [contract]).unreadable).toHaveLength(1)
})

test.each<[name: string, value: unknown]>([
  ['map', Object.assign(Object.create(null) as object, { __proto__: 'x', a: 2n ** 70n })],
  ['list of maps', [Object.create(null)]],
  ['bytes', new Uint8Array(300)],
  ['bytes of a buffer', Buffer.from('secret')],
  ['null', null],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['big integer', -(2n ** 80n)],
  ['lone surrogate', '\ud800'],
  ['empty list', []],
])('an attribute that is %s crashes nothing, wherever it stands', async (_, value) => {
  const contract = await contractOf(
    `
    spans:
      s:
        name: 's {k}'
        closed: true
        attributes: { k: { type: string, enum: [a], pattern: '^a', min: 1, schema: { type: string }, maxDistinct: 1, minDistinct: 2 }, m.*: { type: int, requirement: optional } }
        events: { e: { requirement: optional, attributes: { k: { type: string, enum: [a] } } } }
        links: { count: { min: 0 }, attributes: { k: { type: string, enum: [a] } } }
        resource: { k: { type: string, enum: [a] } }
      t: { match: { k: { pattern: a } }, name: 't {k}' }
      u: { match: { or: [{ k: { contains: a } }, { k: { min: 1 } }, { k: { type: int } }, { not: { k: [a] } }] }, name: 'u {k}' }
    trace: { genericNames: forbid, dropped: forbid, duplicates: forbid, siblings: { distinguishedBy: [k] }, vocabularies: 1 }
    privacy: { deny: [secrets, email], canaries: [CANARY] }
  `.replace(', siblings: { distinguishedBy: [k] }', ''),
  )
  const attributes = { k: value, 'm.a': value, odd: value }
  const one = {
    name: 's x',
    attributes,
    resource: attributes,
    events: [{ name: 'e', attributes }],
    links: [{ to: 's x', attributes }],
  }
  const spans = [
    span(one, 1),
    span(one, 2),
    span({ ...one, id: '2', name: 't' }, 3),
    span({ ...one, id: '3', name: 'other' }, 4),
  ]
  for (const memoryBytes of [2 ** 26, 1]) {
    const check = createCheck([contract], { ...defaultSettings, memoryBytes })
    const recording = check.recording('r', ['r'], [contract])
    for (const each of spans) recording.addSpan(each, 0)
    recording.finish()
    const report = check.finish()
    expect(report.unreadable).toEqual([])
    expect(report.notes).toEqual([])
    expect(report.findings.length).toBeGreaterThan(3)
  }
})
