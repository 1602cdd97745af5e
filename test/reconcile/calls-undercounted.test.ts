import { traceId, type SpanSketch } from '../support/span.ts'
import { modelCall, testReconciliation, tokens, type ReconcileRow } from '../support/test-reconciliation.ts'

const run = traceId('t1')
const header = 'run,modelCalls,toolCalls'
const tool: SpanSketch = {
  id: 'tool',
  name: 'execute_tool search',
  start: 20,
  attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' },
}

function row(name: string, rest: Partial<ReconcileRow> & Pick<ReconcileRow, 'expect'>): ReconcileRow {
  return {
    name,
    declared: '{ counters: {} }',
    clause: '{ calls-undercounted: {} }',
    spans: [modelCall('a', tokens(1, 1)), tool],
    sources: {},
    ...rest,
  }
}

testReconciliation('calls-undercounted', [
  row('as many calls as were counted', { sources: { counters: `${header}\n${run},1,1\n` }, expect: [] }),
  row('fewer may be counted than are recorded', { sources: { counters: `${header}\n${run},0,0\n` }, expect: [] }),
  row('calls that were counted are missing', {
    sources: { counters: `${header}\n${run},29,18\n` },
    expect: [
      {
        at: 'run.counters.csv:2',
        run,
        message: `the process of run \`${run}\` counted 29 model calls and the recording holds 1`,
        help: 'keep all spans of a trace: sample at the root, and flush before the process ends',
      },
      { message: `the process of run \`${run}\` counted 18 tool calls and the recording holds 1` },
    ],
  }),
  row('tries of a call count', {
    spans: [modelCall('a', { ...tokens(1, 1), 'http.request.resend_count': 2 })],
    sources: { counters: `${header}\n${run},3,0\n` },
    expect: [],
  }),
  row('an attribute names the run', {
    declared: '{ counters: { key: app.run } }',
    spans: [modelCall('a', { ...tokens(1, 1), 'app.run': 'R' })],
    sources: { counters: `${header}\nR,2,0\n` },
    expect: [{ message: 'the process of run `R` counted 2 model calls and the recording holds 1' }],
  }),
  row('a span that sums up calls hides how many there were', {
    spans: [
      {
        name: 'invoke_agent support',
        attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support', ...tokens(100, 10) },
      },
    ],
    sources: { counters: `${header}\n${run},2,0\n` },
    expect: [
      {
        verdict: 'inconclusive',
        data: { counted: 2, recorded: 0, reason: 'a span sums up calls that have no span of their own' },
      },
    ],
  }),
  row('a damaged recording may have lost them', {
    damage: ['`run.jsonl` is incomplete'],
    sources: { counters: `${header}\n${run},2,1\n` },
    expect: [{ verdict: 'inconclusive', data: { noun: 'model call', reason: '`run.jsonl` is incomplete' } }],
  }),
  row('a run that nobody counted decides nothing', {
    sources: { counters: `${header}\nother,1,1\n` },
    expect: [{ id: 'source-unmatched', verdict: 'inconclusive', data: { matched: 0, examples: ['other', run] } }],
  }),
])
