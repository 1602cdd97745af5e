import { describe, expect, test } from 'vitest'

import type { CheckReport } from '../../src/model/report.ts'
import type { SpanEvent } from '../../src/model/span.ts'
import { createCheck } from '../../src/check/index.ts'
import { contractOf, defaultSettings } from '../support/check-spans.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { brief } from './brief.ts'

type Step =
  | { readonly span: SpanSketch }
  | {
      readonly log: {
        readonly of: string
        readonly trace?: string
        readonly name: string
        readonly attributes?: object
        readonly body?: string
      }
    }

/** Feeds spans and log records in the order given. */
async function check(text: string, steps: readonly Step[], memoryBytes = 2 ** 26): Promise<CheckReport> {
  const contract = await contractOf(text)
  const whole = createCheck([contract], { ...defaultSettings, memoryBytes })
  const recording = whole.recording('run.jsonl', ['run.jsonl'], [contract])
  steps.forEach((step, index) => {
    if ('span' in step) return recording.addSpan(span(step.span, index + 1), 0)
    const { of, trace = 't1', name, attributes = {}, body = null } = step.log
    const event: SpanEvent = {
      name,
      timeUnixNano: null,
      attributes: new Map(Object.entries(attributes)),
      source: 'log',
      body,
      droppedAttributes: 0,
    }
    const { traceId, spanId } = span({ name: of, trace })
    return recording.addLog({ traceId, spanId, event })
  })
  recording.finish()
  return whole.finish()
}

const text = `
  spans:
    s: { name: s, events: { done: { requirement: required, count: { max: 1 }, attributes: { code: int } }, exception: forbidden } }
`
const s: Step = { span: { name: 's' } }
const done: Step = { log: { of: 's', name: 'done', attributes: { code: 1 } } }

describe('a log record is a late event of its span', () => {
  test.each<[name: string, steps: Step[], findings: string[]]>([
    ['no log record', [s], ['error fail event-missing spans.s.events.done']],
    ['before the span', [done, s], []],
    ['after the span', [s, done], []],
    ['of another span', [s, { log: { of: 'other', name: 'done' } }], ['error fail event-missing spans.s.events.done']],
    [
      'of the same span id in another trace',
      [s, { log: { of: 's', trace: 'other', name: 'done' } }],
      ['error fail event-missing spans.s.events.done'],
    ],
    [
      'beside the span’s own event',
      [done, { span: { name: 's', events: [{ name: 'done', attributes: { code: 1 } }] } }],
      ['error fail event-count spans.s.events.done'],
    ],
    [
      'with attributes that are judged',
      [s, { log: { of: 's', name: 'done', attributes: { code: 'x' } } }],
      ['error fail attribute-type spans.s.events.done.attributes.code'],
    ],
    [
      'forbidden',
      [s, done, { log: { of: 's', name: 'exception' } }],
      ['error fail event-count spans.s.events.exception'],
    ],
  ])('%s', async (_, steps, findings) => {
    expect(brief(await check(text, steps))).toEqual(findings)
  })

  test('without its span it is counted in a note, and decides nothing', async () => {
    const report = await check(text, [
      s,
      done,
      { log: { of: 'gone', name: 'exception' } },
      { log: { of: 'x', trace: 'nowhere', name: 'exception' } },
    ])
    expect(brief(report)).toEqual([])
    expect(report.notes).toEqual([
      { recording: 'run.jsonl', message: '2 log records name spans that the recording does not hold' },
    ])
    expect(report.summary.runs).toBe(1)
  })

  test('a recording of log records alone has no run', async () => {
    const report = await check(text, [done])
    expect(brief(report)).toEqual(['error inconclusive contract-unexercised contract'])
    expect(report.summary.runs).toBe(0)
  })

  test('all is the same when spans and log records were written to disk', async () => {
    const many: Step[] = Array.from({ length: 3000 }, (_, index): Step[] => [
      { log: { of: 's', trace: String(index), name: index === 1500 ? 'exception' : 'done', attributes: { code: 1 } } },
      { span: { name: 's', trace: String(index) } },
    ]).flat()
    const found = ['error fail event-count spans.s.events.exception', 'error fail event-missing spans.s.events.done']
    expect(brief(await check(text, many))).toEqual(found)
    expect(brief(await check(text, many, 2 ** 20))).toEqual(found)
  })
})

describe('a selector that asks for an event', () => {
  const undecided = 'error inconclusive clause-unexercised spans'
  const unexercised = 'error inconclusive clause-unexercised spans.s'
  const failed: Step = { span: { name: 's', attributes: { op: 'chat' } } }
  const exception: Step = { log: { of: 's', name: 'exception' } }
  const other: Step = { span: { name: 'other', attributes: { op: 'db' } } }
  const match = (asked: string, rest = ''): string =>
    `spans: { s: { match: { op: chat, event.exception: ${asked} }, attributes: { must: string } }, o: { name: other, exercise: optional }${rest} }\ntrace: { unknownSpans: ignore }`

  test.each<[name: string, contract: string, steps: Step[], findings: string[]]>([
    [
      'that only a log record gives the span is undecided',
      match('true'),
      [failed, exception, other],
      [undecided, unexercised],
    ],
    [
      'whose log record comes first is undecided too',
      match('true'),
      [exception, failed, other],
      [undecided, unexercised],
    ],
    [
      'by its absence, where a log record gives it, is undecided',
      match('{ exists: false }'),
      [failed, exception, other],
      [undecided, unexercised],
    ],
    [
      'that the span has itself is decided',
      match('true'),
      [{ span: { name: 's', attributes: { op: 'chat' }, events: [{ name: 'exception' }] } }, exception],
      ['error fail attribute-missing spans.s.attributes.must'],
    ],
    [
      'by its absence is decided without log records of that name',
      match('{ exists: false }'),
      [failed, { log: { of: 's', name: 'done' } }],
      ['error fail attribute-missing spans.s.attributes.must'],
    ],
    [
      'is decided where the log record belongs to a span that the selector passes over anyway',
      match('{ exists: false }'),
      [failed, other, { log: { of: 'other', name: 'exception' } }],
      ['error fail attribute-missing spans.s.attributes.must'],
    ],
    [
      'in the condition of an attribute is undecided',
      'spans: { s: { name: s, attributes: { must: { type: string, when: { event.exception: true } } } } }',
      [failed, exception],
      [undecided],
    ],
    [
      'in the condition of an event waits for log records',
      'spans: { s: { name: s, events: { e: { when: { event.exception: true } } } } }',
      [failed, exception],
      ['error fail event-missing spans.s.events.e'],
    ],
    [
      'in `appliesTo` is undecided',
      'appliesTo: { event.exception: true }\nspans: { s: { name: s, attributes: { must: string } } }',
      [failed, exception],
      [undecided],
    ],
    [
      'leaves open how many spans its clause has',
      match('true', ', c: { match: { op: chat }, count: { min: 1 } }'),
      [failed, exception, other],
      [undecided, 'error inconclusive span-count spans.c.count', unexercised],
    ],
    [
      'leaves what is asked of every span as it is',
      `${match('true')}\nprivacy: { deny: [email] }`,
      [{ span: { name: 's', attributes: { op: 'chat', to: 'me@example.com' } } }, exception, other],
      [undecided, 'error fail sensitive-value-exported privacy.deny.email', unexercised],
    ],
  ])('%s', async (_, contract, steps, findings) => {
    expect(brief(await check(contract, steps))).toEqual(findings)
  })

  test('says which event it is, and what to do', async () => {
    const { findings } = await check(match('true'), [failed, exception])
    expect(findings.map(({ message, help }) => [message, help])).toEqual([
      [
        'what the contract asks of span `s` is undecided: a log record gives it event `exception`, which a selector asks for when the span is read',
        'add event `exception` to the span itself, or select by what the span carries',
      ],
    ])
  })

  test('another contract that does not ask for it judges the span', async () => {
    const contracts = [
      await contractOf(`contract: one\n${match('true')}`, 'one.contract.yaml'),
      await contractOf('contract: two\nspans: { s: { name: s, attributes: { must: string } } }', 'two.contract.yaml'),
    ]
    const whole = createCheck(contracts, defaultSettings)
    const recording = whole.recording('run.jsonl', ['run.jsonl'], contracts)
    recording.addSpan(span({ name: 's', attributes: { op: 'chat' } }, 1), 0)
    const { traceId, spanId } = span({ name: 's' })
    const event = { name: 'exception', timeUnixNano: null, attributes: new Map(), source: 'log', body: null } as const
    recording.addLog({ traceId, spanId, event: { ...event, droppedAttributes: 0 } })
    recording.finish()
    expect(brief(whole.finish())).toEqual(['error fail attribute-missing spans.s.attributes.must', undecided])
  })
})

test('secrets in a log record are found, in its body, its name and its attributes', async () => {
  const privacy = 'spans: { s: { name: s } }\nprivacy: { deny: [email], canaries: [CANARY] }'
  const steps: Step[] = [
    s,
    { log: { of: 's', name: 'CANARY', body: 'to me@example.com', attributes: { k: 'CANARY' } } },
  ]
  expect(brief(await check(privacy, steps))).toEqual([
    'error fail canary-exported privacy.canaries.fe0344af',
    'error fail canary-exported privacy.canaries.fe0344af',
    'error fail sensitive-value-exported privacy.deny.email',
  ])
})

test('rules about spans are not asked of log records', async () => {
  const rules = 'spans: { s: { name: s } }\ntrace: { genericNames: forbid, unknownSpans: error, dropped: forbid }'
  expect(brief(await check(rules, [s, { log: { of: 's', name: 'done' } }]))).toEqual([])
})
