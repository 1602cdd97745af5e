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
