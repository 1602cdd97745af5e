import { describe, expect, test } from 'vitest'

import type { CheckReport } from '../../src/model/report.ts'
import { checkSpans, contractOf } from '../support/check-spans.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { brief } from './brief.ts'

async function check(texts: readonly string[], sketches: readonly SpanSketch[]): Promise<CheckReport> {
  const contracts = await Promise.all(texts.map((text, index) => contractOf(text, `c${index}.contract.yaml`)))
  return checkSpans(
    sketches.map((sketch, index) => span(sketch, index + 1)),
    contracts,
  )
}

const support = `
  contract: support
  spans: { answer: { name: answer, count: 1 }, think: { name: think, count: { max: 1 }, exercise: optional } }
  trace: { unknownSpans: error }
`
const billing = `
  contract: billing
  spans: { invoice: { name: invoice, count: 1, kind: server } }
  trace: { unknownSpans: error }
`

describe('several contracts on one recording', () => {
  test('each speaks of its own runs; neither asks anything of the other’s', async () => {
    const report = await check(
      [support, billing],
      [
        { name: 'answer', trace: 'a' },
        { name: 'invoice', trace: 'b', kind: 'server' },
      ],
    )
    expect(brief(report)).toEqual([])
    expect([report.verdict, report.summary.runs]).toEqual(['pass', 2])
  })

  test('on one run, spans of the other contract are not unknown; spans of neither are unknown to both', async () => {
    const both: SpanSketch[] = [
      { name: 'answer', start: 0 },
      { name: 'invoice', parent: 'answer', kind: 'server', start: 1 },
    ]
    expect(brief(await check([support, billing], both))).toEqual([])
    expect(brief(await check([support, billing], [...both, { name: 'other', parent: 'answer', start: 2 }]))).toEqual([
      'error fail span-unknown trace.unknownSpans',
      'error fail span-unknown trace.unknownSpans',
    ])
  })

  test('a contract that does not apply to the run knows none of its spans', async () => {
    // `billing` speaks of runs that enter at `invoice`; here `invoice` is a span within a run of `support`.
    const onlyEntered = billing.replace('contract: billing', 'contract: billing\n  appliesTo: { span.name: invoice }')
    const report = await check(
      [support, onlyEntered],
      [{ name: 'answer' }, { name: 'invoice', parent: 'answer', start: 1 }],
    )
    expect(brief(report)).toEqual([
      'error fail span-unknown trace.unknownSpans',
      'error inconclusive contract-unexercised contract',
    ])
  })

  test('the order of contracts decides nothing', async () => {
    const sketches: SpanSketch[] = [
      { name: 'answer' },
      { name: 'invoice', parent: 'answer', start: 1 },
      { name: 'other', parent: 'answer', start: 2 },
    ]
    const [one, other] = [await check([support, billing], sketches), await check([billing, support], sketches)]
    const bare = (report: CheckReport): unknown =>
      report.findings.map(({ contract, ...rest }) => ({ ...rest, name: contract?.name }))
    expect(bare(other)).toEqual(bare(one))
  })
})

describe('which runs a contract speaks of', () => {
  const run = (root: SpanSketch, ...others: SpanSketch[]): SpanSketch[] => [root, ...others]

  test.each<[name: string, appliesTo: string, sketches: SpanSketch[], applies: boolean]>([
    ['the entry span', '{ agent: support }', run({ name: 'root', attributes: { agent: 'support' } }), true],
    [
      'not a span within',
      '{ agent: support }',
      run({ name: 'root' }, { name: 'child', parent: 'root', attributes: { agent: 'support' } }),
      false,
    ],
    [
      'the server entry, not the root beside it',
      '{ agent: support }',
      run({ name: 'root', attributes: { agent: 'support' } }, { name: 'server', kind: 'server' }),
      false,
    ],
    [
      'any of several entries',
      '{ agent: support }',
      run({ name: 'one', kind: 'server' }, { name: 'two', kind: 'consumer', attributes: { agent: 'support' } }),
      true,
    ],
    [
      'any root where there is no entry',
      '{ agent: support }',
      run({ name: 'one' }, { name: 'two', attributes: { agent: 'support' } }),
      true,
    ],
    [
      'the entry whose parent is elsewhere',
      '{ agent: support }',
      run({ name: 'root', parent: 'gone', attributes: { agent: 'support' } }),
      true,
    ],
    [
      'resource keys',
      '{ resource.service.name: support }',
      run({ name: 'root', resource: { 'service.name': 'support' } }),
      true,
    ],
    [
      'never a resource key for a bare key',
      '{ service.name: support }',
      run({ name: 'root', resource: { 'service.name': 'support' } }),
      false,
    ],
    ['reserved keys', '{ span.kind: server }', run({ name: 'root', kind: 'server' }), true],
    [
      'an entry that dropped the attribute decides nothing',
      '{ agent: support }',
      run({ name: 'root', dropped: { attributes: 1 } }),
      false,
    ],
  ])('appliesTo %s', async (_, appliesTo, sketches, applies) => {
    const report = await check([`appliesTo: ${appliesTo}\ntrace: { roots: 9, unknownSpans: ignore }`], sketches)
    expect(report.findings.map(({ id }) => id)).toEqual([applies ? 'root-count-mismatch' : 'contract-unexercised'])
  })

  test('without `appliesTo`: runs in which a span of its own clauses occurs, at any depth', async () => {
    const report = await check(
      ['spans: { think: { name: think } }\ntrace: { roots: 9, unknownSpans: ignore }'],
      [
        { name: 'root', trace: 'a' },
        { name: 'think', trace: 'a', parent: 'root', start: 1 },
        { name: 'root', trace: 'b' },
        { name: 'tool', trace: 'b', parent: 'root' },
      ],
    )
    expect(
      report.findings.filter(({ id }) => id === 'root-count-mismatch').map(({ occurrences }) => occurrences),
    ).toEqual([1])
  })

  test('linked traces and traces of one run id are one run', async () => {
    const report = await check(
      ['spans: { think: { name: think, count: 3 } }'],
      [
        { name: 'think', trace: 'a', links: [{ to: 'x', trace: 'b' }] },
        { name: 'think', trace: 'b', attributes: { 'spanpact.run.id': 'r' } },
        { name: 'think', trace: 'c', attributes: { 'spanpact.run.id': 'r' } },
        { name: 'think', trace: 'd' },
      ],
    )
    expect(report.summary.runs).toBe(2)
    expect(report.findings.map(({ id, data }) => [id, data['received']])).toEqual([['span-count', 1]])
  })
})
