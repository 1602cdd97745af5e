import { modelCall, testReconciliation, tokens, type ReconcileRow } from '../support/test-reconciliation.ts'

const header = 'period,model,kind,tokens,billingClass,amountUsd'
const day = '2025-10-09'
const commitment = 'commitment: { tier: scale, tokensPerMinute: 1000, within: reserved, beyond: overage }'
/** The origin is 20 s into a minute. */
const nextMinute = 40_000

function call(
  id: string,
  start: number,
  count: number,
  tier: string | undefined = 'scale',
): ReconcileRow['spans'][number] {
  return modelCall(id, { ...tokens(count, 0), ...(tier === '' ? {} : { tier }) }, { start })
}

function row(name: string, rest: Partial<ReconcileRow> & Pick<ReconcileRow, 'expect'>): ReconcileRow {
  return {
    name,
    declared: '{ invoice: {} }',
    clause: `{ billing-class-mismatch: { tier: tier, ${commitment} } }`,
    spans: [call('a', 0, 800), call('b', 10_000, 400), call('c', nextMinute, 800)],
    sources: {},
    ...rest,
  }
}

testReconciliation('billing-class-mismatch', [
  // 1200 tokens in the first minute, 200 of them beyond; 800 in the second: 1800 and 200, or 90 and 10 %.
  row('tokens beyond the commitment of their minute are overage', {
    sources: { invoice: `${header}\n${day},gpt-5,input,1800,reserved,\n${day},gpt-5,input,200,overage,\n` },
    expect: [],
  }),
  row('shares count, not sums', {
    sources: { invoice: `${header}\n${day},gpt-5,input,3600,reserved,\n${day},gpt-5,input,400,overage,\n` },
    expect: [],
  }),
  row('2 % of difference are tolerated', {
    sources: { invoice: `${header}\n${day},gpt-5,input,1760,reserved,\n${day},gpt-5,input,240,overage,\n` },
    expect: [],
  }),
  row('a larger share is a mismatch of the class that has too much', {
    sources: { invoice: `${header}\n${day},gpt-5,input,1400,reserved,\n${day},gpt-5,input,600,overage,\n` },
    expect: [
      {
        at: 'run.invoice.csv:3',
        message:
          'the invoice of 2025-10-09 puts 30 % of the tokens into class `overage`, and by the agreed rule it is 10 %; the contract tolerates 2 %',
        data: {
          classes: [
            { billingClass: 'overage', billedShare: 0.3, recordedShare: 0.1 },
            { billingClass: 'reserved', billedShare: 0.7, recordedShare: 0.9 },
          ],
        },
      },
    ],
  }),
  row('without a commitment the tier is the class', {
    clause: '{ billing-class-mismatch: { tier: tier } }',
    spans: [call('a', 0, 800), call('b', 0, 200, 'default')],
    sources: { invoice: `${header}\n${day},gpt-5,input,800,scale,\n${day},gpt-5,input,200,default,\n` },
    expect: [],
  }),
  // 1800 at 1 and 200 at 6 are 1800 and 1200: 60 and 40 %.
  row('money is compared by the rates', {
    clause: `{ billing-class-mismatch: { tier: tier, ${commitment}, rates: { reserved: 1, overage: 6 } } }`,
    sources: { invoice: `${header}\n${day},gpt-5,input,1800,reserved,0.5\n${day},gpt-5,input,200,overage,0.5\n` },
    expect: [{ data: { measure: 'money', billingClass: 'overage', billedShare: 0.5, recordedShare: 0.4 } }],
  }),
  row('a row without an amount leaves the money open', {
    clause: `{ billing-class-mismatch: { tier: tier, ${commitment}, rates: { reserved: 1, overage: 6 } } }`,
    sources: { invoice: `${header}\n${day},gpt-5,input,1800,reserved,0.6\n${day},gpt-5,input,200,overage,\n` },
    expect: [{ verdict: 'inconclusive', data: { measure: 'money', reason: 'a row of the invoice names no amount' } }],
  }),
  row('a class without a rate leaves the money open', {
    clause: `{ billing-class-mismatch: { tier: tier, ${commitment}, rates: { reserved: 1 } } }`,
    sources: { invoice: `${header}\n${day},gpt-5,input,1800,reserved,0.6\n${day},gpt-5,input,200,overage,0.4\n` },
    expect: [{ verdict: 'inconclusive', data: { measure: 'money', reason: '`rates` has no class `overage`' } }],
  }),
  row('a call without its tier leaves the shares open', {
    spans: [call('a', 0, 800), call('b', 0, 200, '')],
    sources: { invoice: `${header}\n${day},gpt-5,input,1000,reserved,\n` },
    expect: [{ verdict: 'inconclusive', data: { reason: 'a model call carries no `tier`' } }],
  }),
  row('so does a row without its class', {
    sources: { invoice: `${header}\n${day},gpt-5,input,1800,reserved,\n${day},gpt-5,input,200,,\n` },
    expect: [{ verdict: 'inconclusive', data: { reason: 'a row of the invoice names no class' } }],
  }),
  row('a call next to midnight may be part of the day, or not', {
    clause: '{ billing-class-mismatch: { tier: tier } }',
    spans: [call('a', 0, 900), call('b', 54_400_000 - 30_000, 100, 'default')],
    sources: { invoice: `${header}\n${day},gpt-5,input,900,scale,\n${day},gpt-5,input,100,default,\n` },
    expect: [{ verdict: 'inconclusive', data: { reason: 'calls at the edge of the day may be billed on another' } }],
  }),
  row('and could tip shares that look equal', {
    clause: '{ billing-class-mismatch: { tier: tier } }',
    spans: [call('a', 0, 900), call('b', 54_400_000 - 30_000, 100, 'default')],
    sources: { invoice: `${header}\n${day},gpt-5,input,900,scale,\n` },
    expect: [{ verdict: 'inconclusive', data: { billedShare: 1, recordedShare: 1 } }],
  }),
  row('a damaged recording leaves the shares open', {
    damage: ['`run.jsonl` is incomplete'],
    sources: { invoice: `${header}\n${day},gpt-5,input,1800,reserved,\n${day},gpt-5,input,200,overage,\n` },
    expect: [{ verdict: 'inconclusive', data: { reason: '`run.jsonl` is incomplete' } }],
  }),
  row('an invoice of another day decides nothing', {
    sources: { invoice: `${header}\n2025-10-08,gpt-5,input,1800,reserved,\n` },
    expect: [
      {
        id: 'source-unmatched',
        verdict: 'inconclusive',
        data: { matched: 0, onlyInSource: 1, onlyInRuns: 1, examples: ['2025-10-08', '2025-10-09'] },
      },
    ],
  }),
])
