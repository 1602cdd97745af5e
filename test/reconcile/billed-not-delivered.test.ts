import { modelCall, testReconciliation, tokens, type ReconcileRow } from '../support/test-reconciliation.ts'

const declared = '{ invoice: {}, deliveries: { key: app.request.id } }'
const header = 'period,model,kind,tokens'
const day = '2025-10-09'

function call(id: string, output: number, reasoning?: number): ReconcileRow['spans'][number] {
  const usage = tokens(10, output, reasoning === undefined ? {} : { reasoning })
  return modelCall(id, { ...usage, 'app.request.id': id })
}

function row(name: string, rest: Partial<ReconcileRow> & Pick<ReconcileRow, 'expect'>): ReconcileRow {
  return {
    name,
    declared,
    clause: '{ billed-not-delivered: {} }',
    spans: [call('r1', 600, 0), call('r2', 400, 0)],
    sources: {},
    ...rest,
  }
}

const delivered = 'requestId,deliveredTokens\nr1,600\nr2,400\n'

testReconciliation('billed-not-delivered', [
  row('what is billed was delivered, give or take 2 %', {
    sources: { invoice: `${header}\n${day},gpt-5,output,1020\n`, deliveries: delivered },
    expect: [],
  }),
  row('more than that was billed', {
    sources: { invoice: `${header}\n${day},gpt-5,input,20\n${day},gpt-5,output,1140\n`, deliveries: delivered },
    expect: [
      {
        at: 'run.invoice.csv:3',
        message:
          'the invoice bills 1140 output tokens of `gpt-5` on 2025-10-09 and clients received 1000 (1.14 times as many); the contract tolerates 2 % more',
        data: { difference: '140' },
      },
    ],
  }),
  row('reasoning is delivered to nobody', {
    spans: [call('r1', 700, 100), call('r2', 400, 0)],
    sources: { invoice: `${header}\n${day},gpt-5,output,1100\n`, deliveries: delivered },
    expect: [],
  }),
  row('reasoning that is billed apart excuses nothing', {
    spans: [call('r1', 700, 100), call('r2', 400, 0)],
    sources: { invoice: `${header}\n${day},gpt-5,output,1100\n${day},gpt-5,reasoning,100\n`, deliveries: delivered },
    expect: [{ data: { billed: '1100', delivered: '1000', reasoning: '0' } }],
  }),
  row('calls that do not count their reasoning leave it open', {
    spans: [call('r1', 700), call('r2', 400, 0)],
    sources: { invoice: `${header}\n${day},gpt-5,output,1100\n`, deliveries: delivered },
    expect: [{ verdict: 'inconclusive', data: { billed: '1100', delivered: '1000', reasoning: '0' } }],
  }),
  row('and explain no more than the output of the call', {
    spans: [call('r1', 700), call('r2', 400, 0)],
    sources: { invoice: `${header}\n${day},gpt-5,output,1900\n`, deliveries: delivered },
    expect: [{ data: { billed: '1900', delivered: '1000', reasoning: '700' } }],
  }),
  row('an invoice that names requests is joined by them', {
    sources: {
      invoice: `${header},requestId\n${day},gpt-5,output,600,r1\n${day},gpt-5,output,500,r2\n`,
      deliveries: delivered,
    },
    expect: [{ data: { billed: '1100', delivered: '1000' } }],
  }),
  row('a request that only the invoice names decides nothing', {
    sources: {
      invoice: `${header},requestId\n${day},gpt-5,output,600,r1\n${day},gpt-5,output,400,r2\n${day},gpt-5,output,5,r3\n`,
      deliveries: delivered,
    },
    expect: [
      {
        id: 'source-unmatched',
        verdict: 'inconclusive',
        message:
          '`billed-not-delivered` is undecided: of the requests, 2 are on both sides, 1 only in `invoice` (`r3`); at most 1 % may be on one side',
      },
    ],
  }),
  row('a delivery of a request that no call carries decides nothing', {
    sources: { invoice: `${header}\n${day},gpt-5,output,1000\n`, deliveries: `${delivered}r3,5\n` },
    expect: [
      { id: 'source-unmatched', verdict: 'inconclusive', data: { matched: 2, onlyInSource: 1, examples: ['r3'] } },
    ],
  }),
  row('a call without the key decides nothing', {
    spans: [call('r1', 600, 0), modelCall('x', tokens(10, 400, { reasoning: 0 }))],
    sources: { invoice: `${header}\n${day},gpt-5,output,600\n`, deliveries: 'requestId,deliveredTokens\nr1,600\n' },
    expect: [
      {
        id: 'source-unmatched',
        verdict: 'inconclusive',
        data: { onlyInRuns: 1, examples: ['a model call without app.request.id'] },
      },
    ],
  }),
  row('without deliveries nothing is compared', {
    sources: { invoice: `${header}\n${day},gpt-5,output,9999\n` },
    expect: [{ id: 'source-missing', verdict: 'inconclusive', data: { source: 'deliveries', file: null } }],
  }),
])
