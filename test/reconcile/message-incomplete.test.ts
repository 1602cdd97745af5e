import { modelCall, testReconciliation, tokens, type ReconcileRow } from '../support/test-reconciliation.ts'

const header = 'messageId,requestId,state,tokens'
const stop = { 'gen_ai.response.finish_reasons': ['stop'] }

function call(
  attributes: Record<string, unknown>,
  more: Partial<ReconcileRow['spans'][number]> = {},
): ReconcileRow['spans'] {
  return [modelCall('a', { 'app.request.id': 'r1', ...attributes }, more)]
}

function row(name: string, rest: Partial<ReconcileRow> & Pick<ReconcileRow, 'spans' | 'expect'>): ReconcileRow {
  return {
    name,
    declared: '{ messages: { key: app.request.id } }',
    clause: '{ message-incomplete: {} }',
    sources: { messages: `${header}\nm1,r1,complete,50\n` },
    ...rest,
  }
}

testReconciliation('message-incomplete', [
  row('a finished call with as many tokens', {
    spans: call({ ...tokens(10, 50, { reasoning: 0 }), ...stop }),
    expect: [],
  }),
  row('reasoning is in no message', { spans: call({ ...tokens(10, 80, { reasoning: 30 }), ...stop }), expect: [] }),
  row('a call that failed before it finished', {
    spans: call({ ...tokens(10, 50), 'error.type': 'reset' }, { status: 'error' }),
    expect: [
      {
        at: 'run.messages.csv:2',
        message:
          'message `m1` is stored as complete, and the model call of request `r1` ended with status error and no finish reason',
        help: 'store a message as complete only after the terminal event of its stream',
      },
    ],
  }),
  row('the same call, stored as partial', {
    spans: call({ ...tokens(10, 50), 'error.type': 'reset' }, { status: 'error' }),
    sources: { messages: `${header}\nm1,r1,partial,50\n` },
    expect: [],
  }),
  row('other tokens than the model wrote', {
    spans: call({ ...tokens(10, 80, { reasoning: 0 }), ...stop }),
    expect: [
      { message: 'message `m1` is stored as complete with 50 tokens, and the model call of request `r1` wrote 80' },
    ],
  }),
  row('a difference that may be reasoning is open', {
    spans: call({ ...tokens(10, 80), ...stop }),
    expect: [{ verdict: 'inconclusive', data: { reason: 'tokens-unknown' } }],
  }),
  row('more tokens than the model wrote are no reasoning', {
    spans: call({ ...tokens(10, 20), ...stop }),
    expect: [{ data: { reason: 'tokens', stored: 50, recorded: 20 } }],
  }),
  row('a call without finish reason and without error is open', {
    spans: call(tokens(10, 50)),
    expect: [{ verdict: 'inconclusive', data: { reason: 'end-unknown' } }],
  }),
  row('a call that asks for a tool is no message', {
    spans: [
      ...call({ ...tokens(10, 50), ...stop }),
      modelCall('b', { 'app.request.id': 'r2', 'gen_ai.response.finish_reasons': ['tool_call'] }, { start: 20 }),
    ],
    expect: [],
  }),
  row('a message of a request that no call carries decides nothing', {
    spans: call({ ...tokens(10, 50), ...stop }),
    sources: { messages: `${header}\nm1,r1,complete,50\nm2,r2,complete,50\n` },
    expect: [
      { id: 'source-unmatched', verdict: 'inconclusive', data: { matched: 1, onlyInSource: 1, examples: ['r2'] } },
    ],
  }),
])
