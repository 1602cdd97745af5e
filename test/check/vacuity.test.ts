import { describe, expect, test } from 'vitest'

import { loadPack } from '../../src/contract/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { checkSpans, contractOf } from '../support/check-spans.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { brief, contractWithPack } from './brief.ts'

async function check(
  text: string,
  sketches: readonly SpanSketch[],
  packIds: readonly string[] = [],
): Promise<CheckReport> {
  const contract = await contractWithPack(text, packIds)
  return checkSpans(
    sketches.map((sketch, index) => span(sketch, index + 1)),
    [contract],
  )
}

function idle(report: CheckReport): string[] {
  return report.idle!.map(({ path }) => path)
}

const answer: SpanSketch = { name: 'answer' }

describe('a span clause that no run exercised', () => {
  const unexercised = ['error inconclusive clause-unexercised spans.think']
  const rests = ['spans.think']

  test.each<[keys: string, findings: string[], idle: string[]]>([
    ['', unexercised, []],
    ['exercise: required,', unexercised, []],
    ['exercise: optional,', [], rests],
    ['count: { max: 3 },', unexercised, []],
    ['count: { min: 0 },', unexercised, []],
    ['count: 0,', [], rests],
    ['count: { max: 0 },', [], rests],
    ['count: 1,', ['error fail span-count spans.think.count'], rests],
    ['count: { min: 1 },', ['error fail span-count spans.think.count'], rests],
    ['count: { min: 1, per: trace },', ['error fail span-count spans.think.count'], rests],
    ['count: { min: 1, per: recording },', ['error fail span-count spans.think.count'], rests],
    ['deprecated: { since: 1.0.0 },', [], rests],
    ['deprecated: { since: 1.0.0 }, exercise: required,', unexercised, []],
    ['count: 0, exercise: required,', unexercised, []],
  ])('own clause with `%s`', async (keys, findings, resting) => {
    const report = await check(`spans: { answer: { name: answer }, think: { ${keys} name: think } }`, [answer])
    expect(brief(report)).toEqual(findings)
    expect(idle(report)).toEqual(resting)
    expect(report.summary.idle).toBe(resting.length)
  })

  test('a pack’s clause is idle', async () => {
    const report = await check('spans: { answer: { name: answer }, think: { name: think } }', [answer], ['think'])
    expect([brief(report), idle(report), report.verdict]).toEqual([[], ['spans.think'], 'pass'])
  })

  test('one run of the invocation is enough', async () => {
    const contract = await contractOf('spans: { answer: { name: answer }, think: { name: think } }')
    const spans = [
      span({ name: 'answer', trace: 'a' }),
      span({ name: 'answer', trace: 'b' }),
      span({ name: 'think', trace: 'b' }),
    ]
    expect(brief(checkSpans(spans, [contract]))).toEqual([])
  })

  test('a span in a run the contract does not apply to exercises nothing', async () => {
    const report = await check('appliesTo: { span.name: answer }\nspans: { think: { name: think } }', [
      { name: 'answer', trace: 'a' },
      { name: 'think', trace: 'b' },
    ])
    expect(brief(report).filter((line) => !line.includes('span-unknown'))).toEqual(unexercised)
  })

  test('a refinement exercises what it refines', async () => {
    const report = await check('spans: { think: { match: { op: chat } }, more: { refines: think, match: { p: x } } }', [
      { name: 'a', attributes: { op: 'chat', p: 'x' } },
    ])
    expect(brief(report)).toEqual([])
  })
})

describe('clauses below a span', () => {
  test('a condition that never held is idle; one that held is not', async () => {
    const text = `
      spans:
        answer:
          name: answer
          attributes: { a: { type: string, when: { mode: x } }, b: { type: string, when: { mode: y } } }
          events: { done: optional, x: { when: { mode: x } }, y: { when: { mode: y } } }
          duration: { max: 1s }
    `
    const report = await check(text, [{ name: 'answer', attributes: { mode: 'x', a: 'v' }, events: [{ name: 'x' }] }])
    expect([brief(report), idle(report)]).toEqual([[], ['spans.answer.attributes.b', 'spans.answer.events.y']])
  })

  test('a count per parent without any parent counted nothing', async () => {
    const text =
      'spans: { answer: { name: answer }, tools: { name: tools }, tool: { name: tool, parent: tools, count: { min: 1, per: parent } } }'
    const report = await check(text.replace('tools: { name: tools }', 'tools: { name: tools, exercise: optional }'), [
      answer,
    ])
    expect(brief(report)).toEqual(['error inconclusive clause-unexercised spans.tool.count'])
    // `exercise: optional` speaks for everything the clause says.
    const optional = text
      .replaceAll('name: tools }', 'name: tools, exercise: optional }')
      .replace('per: parent }', 'per: parent }, exercise: optional')
    expect(brief(await check(optional, [answer]))).toEqual([])
  })
})

describe('a trace clause without subjects', () => {
  test.each([
    ['coverage: { of: think, min: 0.5 }', 'trace.coverage'],
    ['carry: [app.tenant]', 'trace.carry'],
    ['siblings: [app.slot]', 'trace.siblings'],
    ['boundaries: [mcp]', 'trace.boundaries'],
    ['handoffs: { sender: think, receiver: think }', 'trace.handoffs'],
  ])('%s', async (clause, path) => {
    const report = await check(
      `spans: { answer: { name: answer }, think: { name: think, exercise: optional } }\ntrace: { ${clause} }`,
      [answer],
    )
    expect(brief(report)).toEqual([`error inconclusive clause-unexercised ${path}`])
  })

  test.each(['clockSkew: 50ms', 'handoffs: matched', 'vocabularies: 1', 'genericNames: forbid', 'roots: 1'])(
    '%s names nothing that could be missing',
    async (clause) => {
      const report = await check(`spans: { answer: { name: answer } }\ntrace: { ${clause} }`, [answer])
      expect([brief(report), idle(report)]).toEqual([[], []])
    },
  )

  test('with subjects in one of the runs it is exercised', async () => {
    const report = await check('spans: { answer: { name: answer } }\ntrace: { carry: [app.tenant] }', [
      { name: 'answer', trace: 'a' },
      { name: 'answer', trace: 'b', attributes: { 'app.tenant': 'x' } },
      { name: 'answer', id: 'child', parent: 'answer', trace: 'b', attributes: { 'app.tenant': 'x' } },
    ])
    expect(brief(report)).toEqual([])
  })
})

describe('a contract that applied to no run', () => {
  test.each<[name: string, text: string, sketches: SpanSketch[], reason: string]>([
    ['no runs', 'spans: { think: { name: think } }', [], 'no-runs'],
    ['no span of its clauses', 'spans: { think: { name: think, count: 1 } }', [answer], 'no-match'],
    ['no entry that it applies to', 'appliesTo: { a: b }\ntrace: { roots: 5 }', [answer], 'applies-to'],
    [
      'only required spans, and none occurs',
      'spans: { think: { name: think, count: { min: 1 } } }',
      [answer],
      'no-match',
    ],
  ])('%s', async (_, text, sketches, reason) => {
    const report = await check(text, sketches)
    expect(brief(report)).toEqual(['error inconclusive contract-unexercised contract'])
    expect(report.findings[0]!.data['reason']).toBe(reason)
    expect(report.findings[0]!.location).toBe(undefined)
    expect([report.verdict, report.summary.inconclusive, report.summary.errors]).toEqual(['inconclusive', 1, 0])
  })

  test('own clauses decide, not those of a pack', async () => {
    const text = 'spans: { mine: { name: mine }, theirs: { name: answer } }'
    expect(brief(await check(text, [answer], ['theirs']))).toEqual(['error inconclusive contract-unexercised contract'])
  })

  test('without own span clauses, a pack’s decide', async () => {
    const report = await check('spans: { theirs: { name: answer } }\ntrace: { roots: 2 }', [answer], ['theirs'])
    expect(brief(report)).toEqual(['error fail root-count-mismatch trace.roots'])
  })

  test('one pack for want of a contract: inconclusive whatever it found', async () => {
    const pack = await loadPack('mcp')
    for (const sketches of [[], [answer]]) {
      const report = checkSpans(
        sketches.map((sketch) => span(sketch)),
        [pack],
      )
      const meta = report.findings.filter(({ id }) => id === 'contract-unexercised')
      expect(meta.map(({ data, verdict }) => [data['reason'], verdict])).toEqual([['no-contract', 'inconclusive']])
      expect(report.verdict).toBe('inconclusive')
    }
  })

  test('beside a contract that did apply, it is still named', async () => {
    const contracts = await Promise.all([
      contractOf('contract: one\nspans: { answer: { name: answer } }', 'one.contract.yaml'),
      contractOf('contract: other\nspans: { think: { name: think } }', 'other.contract.yaml'),
    ])
    const report = checkSpans([span(answer)], contracts)
    expect(report.findings.map(({ id, contract }) => [id, contract?.name])).toEqual([['contract-unexercised', 'other']])
  })
})
