import { describe, expect, test } from 'vitest'

import { createCheck } from '../../src/check/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { contractOf, defaultSettings } from '../support/check-spans.ts'
import { checkWithSources, sourceOf } from '../support/check-sources.ts'
import { span } from '../support/span.ts'
import { modelCall, tokens } from '../support/test-reconciliation.ts'

const contract = `
  spans: { think: { match: { gen_ai.operation.name: chat } } }
  sources: { invoice: {}, deliveries: { key: app.request.id } }
  reconcile: [{ billed-not-recorded: {} }, { billed-not-delivered: {} }]
`

function invoice(input: number, output: number): string {
  return `period,model,kind,tokens\n2025-10-09,gpt-5,input,${input}\n2025-10-09,gpt-5,output,${output}\n`
}

/** Recordings `a` and `b` of one call each, 100 input and 50 output tokens, all delivered. */
async function checkTwo(texts: {
  readonly shared: string
  readonly deliveries: readonly string[]
}): Promise<CheckReport> {
  const contracts = [await contractOf(contract)]
  const check = createCheck(contracts, { ...defaultSettings, poolsSources: true })
  check.source(await sourceOf('invoice', texts.shared))
  for (const name of ['a', 'b']) {
    const beside = texts.deliveries.includes(name)
      ? { deliveries: await sourceOf('deliveries', `requestId,deliveredTokens\n${name},50\n`) }
      : {}
    const recording = check.recording(`${name}.jsonl`, [`${name}.jsonl`], contracts, beside)
    const attributes = { ...tokens(100, 50, { reasoning: 0 }), 'app.request.id': name }
    recording.addSpan(span(modelCall(name, attributes, { trace: name })), 0)
    recording.finish()
  }
  return check.finish()
}

function brief(report: CheckReport): readonly string[] {
  return report.findings.map(({ id, verdict, contract: clause }) => `${verdict} ${id} ${clause?.path}`)
}

describe('sources of all recordings together', () => {
  test('are compared with the sum of the recordings', async () => {
    expect(brief(await checkTwo({ shared: invoice(200, 100), deliveries: ['a', 'b'] }))).toEqual([])
    const report = await checkTwo({ shared: invoice(300, 100), deliveries: ['a', 'b'] })
    expect(brief(report)).toEqual(['fail billed-not-recorded reconcile.billed-not-recorded'])
    expect(report.findings[0]?.location).toEqual({
      recording: '2 recordings',
      source: { file: 'run.invoice.csv', line: 2 },
    })
  })

  test('a source that lies beside one recording only is missing', async () => {
    expect(brief(await checkTwo({ shared: invoice(200, 100), deliveries: ['a'] }))).toEqual([
      'inconclusive source-missing reconcile.billed-not-delivered',
    ])
  })
})

describe('clauses of one contract', () => {
  const calls = [modelCall('a', { ...tokens(100, 50, { reasoning: 0 }), 'app.request.id': 'a' })]

  test('each missing source of a clause is named', async () => {
    const report = await checkWithSources(contract, calls, {})
    expect(report.findings.map(({ message }) => message).toSorted()).toEqual([
      '`billed-not-delivered` is undecided: source `deliveries` is missing',
      '`billed-not-delivered` is undecided: source `invoice` is missing',
      '`billed-not-recorded` is undecided: source `invoice` is missing',
    ])
    expect(report.verdict).toBe('inconclusive')
  })

  test('a contract that applies to no run compares nothing', async () => {
    const report = await checkWithSources(contract, [{ name: 'GET /' }], { invoice: invoice(900, 900) })
    expect(brief(report)).toEqual(['inconclusive contract-unexercised contract'])
  })

  test('the configuration sets severities, and switches reconciliations off', async () => {
    const sources = { invoice: invoice(900, 50), deliveries: 'requestId,deliveredTokens\na,50\n' }
    const warned = await checkWithSources(contract, calls, sources, {
      settings: { severities: { 'billed-not-recorded': 'warning' } },
    })
    expect([warned.verdict, warned.findings.map(({ severity }) => severity)]).toEqual(['pass', ['warning']])
    const off = await checkWithSources(contract, calls, sources, {
      settings: { severities: { 'billed-not-recorded': 'off' } },
    })
    expect(brief(off)).toEqual([])
  })

  test('the order of rows and of spans changes nothing', async () => {
    const spans = [1, 2, 3].map((number) =>
      modelCall(`c${number}`, { ...tokens(number * 100, 50, { reasoning: 0 }), 'app.request.id': `c${number}` }),
    )
    const rows = ['2025-10-09,gpt-5,input,700', '2025-10-09,gpt-5,input,90', '2025-10-09,gpt-5,output,400']
    const reports = await Promise.all(
      [false, true].map((isTurned) =>
        checkWithSources(contract, isTurned ? spans.toReversed() : spans, {
          invoice: `period,model,kind,tokens\n${(isTurned ? [rows[2], rows[1], rows[0]] : rows).join('\n')}\n`,
          deliveries: 'requestId,deliveredTokens\nc1,50\nc2,50\nc3,50\n',
        }),
      ),
    )
    const [messages, turned] = reports.map((report) => report.findings.map(({ message }) => message).toSorted())
    expect(messages).toHaveLength(3)
    expect(turned).toEqual(messages)
  })
})
