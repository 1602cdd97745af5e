import { modelCall, testReconciliation, tokens, type ReconcileRow } from '../support/test-reconciliation.ts'

const declared = '{ invoice: {} }'
const clause = 'billed-not-recorded: {}'
const header = 'period,model,kind,tokens'
const day = '2025-10-09'
/** 86 400 000 ms a day; the origin is at 08:53:20, or 32 000 000 ms into it. */
const untilMidnight = 54_400_000

function row(name: string, rest: Partial<ReconcileRow> & Pick<ReconcileRow, 'expect'>): ReconcileRow {
  return { name, declared, clause: `{ ${clause} }`, spans: [modelCall('a', tokens(100, 50))], sources: {}, ...rest }
}

testReconciliation('billed-not-recorded', [
  row('what is billed is recorded', {
    sources: { invoice: `${header}\n${day},gpt-5,input,100\n${day},gpt-5,output,50\n` },
    expect: [],
  }),
  row('less may be billed than is recorded', {
    sources: { invoice: `${header}\n${day},gpt-5,input,10\n` },
    expect: [],
  }),
  row('2 % more is tolerated, and no token above that', {
    spans: [modelCall('a', tokens(1000, 50))],
    sources: { invoice: `${header}\n${day},gpt-5,input,1020\n` },
    expect: [],
  }),
  row('sums that exceed the tolerance fail at the row that bills most', {
    spans: [modelCall('a', tokens(1000, 50))],
    sources: { invoice: `${header}\n${day},gpt-5,input,21\n${day},gpt-5,input,1000\n` },
    expect: [
      {
        at: 'run.invoice.csv:3',
        message:
          'the invoice bills 1021 input tokens of `gpt-5` on 2025-10-09 and the runs record 1000 (1.02 times as much); the contract tolerates 2 % more',
        help: 'find the calls that are billed and not recorded: tries of SDK and gateway, reasoning tokens, cancelled streams, callers without telemetry',
        data: {
          billed: '1021',
          recorded: '1000',
          difference: '21',
          ratio: 1.02,
          rows: [
            { line: 3, tokens: 1000 },
            { line: 2, tokens: 21 },
          ],
        },
      },
    ],
  }),
  row('cached input and reasoning are compared apart where the invoice lists them', {
    spans: [modelCall('a', tokens(100, 50, { cached: 40, reasoning: 30 }))],
    sources: {
      invoice: `${header}\n${day},gpt-5,input,60\n${day},gpt-5,cached,40\n${day},gpt-5,output,20\n${day},gpt-5,reasoning,60\n`,
    },
    expect: [{ data: { kind: 'reasoning', billed: '60', recorded: '30', ratio: 2 } }],
  }),
  row('without their kinds the same rows are one sum', {
    clause: '{ billed-not-recorded: { groupBy: [model, day] } }',
    spans: [modelCall('a', tokens(100, 50, { cached: 40, reasoning: 30 }))],
    sources: { invoice: `${header}\n${day},gpt-5,input,60\n${day},gpt-5,cached,40\n${day},gpt-5,reasoning,50\n` },
    expect: [],
  }),
  row('reasoning that no call counts may be any part of the output', {
    sources: { invoice: `${header}\n${day},gpt-5,reasoning,50\n` },
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'whether the runs record reasoning tokens of `gpt-5` on 2025-10-09 is undecided: the invoice bills 50, at least 0 are recorded, and of some model calls tokens, cost, model or day are unknown',
      },
    ],
  }),
  row('and no more than all of the output', {
    sources: { invoice: `${header}\n${day},gpt-5,reasoning,60\n` },
    expect: [{ data: { billed: '60', recorded: '50' } }],
  }),
  row('a call without usage could be any difference', {
    spans: [modelCall('a', tokens(100, 50)), modelCall('b', {}, { start: 20 })],
    sources: { invoice: `${header}\n${day},gpt-5,input,900\n` },
    expect: [{ verdict: 'inconclusive', data: { billed: '900', recorded: '100' } }],
  }),
  row('the model that answered is billed, if the invoice knows it', {
    spans: [modelCall('a', { ...tokens(100, 50), 'gen_ai.response.model': 'gpt-5-2026-01-15' })],
    sources: { invoice: `${header}\n${day},gpt-5-2026-01-15,input,100\n` },
    expect: [],
  }),
  row('else the one that was asked for', {
    spans: [modelCall('a', { ...tokens(100, 50), 'gen_ai.response.model': 'gpt-5-2026-01-15' })],
    sources: { invoice: `${header}\n${day},gpt-5,input,100\n` },
    expect: [],
  }),
  row('a call of another day is another sum', {
    spans: [modelCall('a', tokens(100, 50)), modelCall('b', tokens(70, 50), { start: untilMidnight + 120_000 })],
    sources: { invoice: `${header}\n${day},gpt-5,input,100\n2025-10-10,gpt-5,input,140\n` },
    expect: [{ data: { day: '2025-10-10', billed: '140', recorded: '70' } }],
  }),
  row('a call next to midnight may be billed on either day', {
    spans: [
      modelCall('a', tokens(100, 50)),
      modelCall('b', tokens(70, 50), { start: untilMidnight + 30_000 }),
      modelCall('c', tokens(10, 50), { start: untilMidnight + 600_000 }),
    ],
    sources: { invoice: `${header}\n${day},gpt-5,input,170\n2025-10-10,gpt-5,input,10\n` },
    expect: [{ verdict: 'inconclusive', data: { day: '2025-10-09', billed: '170', recorded: '100' } }],
  }),
  row('and explains no more than its own tokens', {
    spans: [modelCall('a', tokens(100, 50)), modelCall('b', tokens(70, 50), { start: untilMidnight - 30_000 })],
    sources: { invoice: `${header}\n${day},gpt-5,input,200\n` },
    expect: [{ data: { billed: '200', recorded: '170' } }],
  }),
  row('a day that only the invoice knows decides nothing, and hides no failure', {
    sources: { invoice: `${header}\n${day},gpt-5,input,300\n2025-10-10,gpt-5,input,10\n` },
    expect: [
      { data: { billed: '300', recorded: '100' } },
      {
        id: 'source-unmatched',
        verdict: 'inconclusive',
        message:
          '`billed-not-recorded` is undecided: of the models and days, 1 are on both sides, 1 only in `invoice` (`gpt-5 2025-10-10`); at most 1 % may be on one side',
      },
    ],
  }),
  row('a model that only the runs know decides nothing', {
    spans: [
      modelCall('a', tokens(100, 50)),
      modelCall('b', { ...tokens(1, 1), 'gen_ai.request.model': 'other' }, { start: 20 }),
    ],
    sources: { invoice: `${header}\n${day},gpt-5,input,100\n` },
    expect: [
      {
        id: 'source-unmatched',
        verdict: 'inconclusive',
        data: { onlyInSource: 0, onlyInRuns: 1, examples: ['other 2025-10-09'] },
      },
    ],
  }),
  row('a damaged recording cannot tell what it lost', {
    damage: ['a part of `run.jsonl` is unreadable'],
    sources: { invoice: `${header}\n${day},gpt-5,input,300\n` },
    expect: [{ verdict: 'inconclusive', data: { reason: 'a part of `run.jsonl` is unreadable' } }],
  }),
  row('an invoice without rows and runs without calls leave the clause unexercised', {
    spans: [{ name: 'GET /' }],
    sources: { invoice: `${header}\n` },
    expect: [{ id: 'clause-unexercised', verdict: 'inconclusive' }],
  }),
  row('money is compared by the prices of the configuration', {
    spans: [modelCall('a', tokens(1_000_000, 0))],
    prices: [
      {
        model: 'gpt-5',
        provider: null,
        from: '2025-01-01',
        input: 1.25,
        output: 10,
        cachedInput: null,
        cacheWrite: null,
        reasoning: null,
      },
    ],
    sources: { invoice: `${header},amountUsd\n${day},gpt-5,input,1000000,2.5\n` },
    expect: [
      {
        message:
          'the invoice bills 2.5 USD of `gpt-5` on 2025-10-09 and the runs record 1.25 USD (2 times as much); the contract tolerates 2 % more',
        data: { measure: 'money', billed: '2.5 USD', recorded: '1.25 USD', difference: '1.25 USD' },
      },
    ],
  }),
  row('without prices nobody knows what the runs cost, and tokens decide', {
    sources: { invoice: `${header},amountUsd\n${day},gpt-5,input,100,2.5\n` },
    expect: [],
  }),
])
