import { modelCall, testReconciliation, tokens, type ReconcileRow } from '../support/test-reconciliation.ts'

function call(id: string, attributes: Record<string, unknown> = {}, start = 0): ReconcileRow['spans'][number] {
  return modelCall(id, { ...tokens(1, 1), 'app.request.id': 'r1', ...attributes }, { start })
}

function row(name: string, rest: Partial<ReconcileRow> & Pick<ReconcileRow, 'expect'>): ReconcileRow {
  return {
    name,
    declared: '{ wire: { key: app.request.id } }',
    clause: '{ attempts-hidden: {} }',
    spans: [call('a')],
    sources: {},
    ...rest,
  }
}

testReconciliation('attempts-hidden', [
  row('one request, one attempt', { sources: { wire: 'requestId\nr1\n' }, expect: [] }),
  row('a second row is an attempt that no span shows', {
    sources: { wire: 'requestId,layer\nr1,proxy\nr1,proxy\n' },
    expect: [
      {
        at: 'run.wire.csv:3',
        message: 'request `r1` went over layer `proxy` 2 times and the recording shows 1 attempt',
        data: { onWire: 2, recorded: 1 },
      },
    ],
  }),
  row('resends that the span counts are shown', {
    spans: [call('a', { 'http.request.resend_count': 1 })],
    sources: { wire: 'requestId\nr1\nr1\n' },
    expect: [],
  }),
  row('layers are not added up', {
    sources: { wire: 'requestId,layer\nr1,gateway\nr1,proxy\n' },
    expect: [],
  }),
  row('an idempotency key joins tries that have request ids of their own', {
    sources: { wire: '{"requestId":"x1","idempotencyKey":"r1"}\n{"requestId":"x2","idempotencyKey":"r1"}\n' },
    expect: [{ message: 'request `r1` went over the wire 2 times and the recording shows 1 attempt' }],
  }),
  row('a request of somebody else decides nothing', {
    sources: { wire: 'requestId\nr1\nr2\n' },
    expect: [
      { id: 'source-unmatched', verdict: 'inconclusive', data: { matched: 1, onlyInSource: 1, examples: ['r2'] } },
    ],
  }),
  row('of several spans of one call the outermost names the request', {
    spans: [
      modelCall('outer', { ...tokens(1, 1), 'app.request.id': 'r1' }, { end: 10 }),
      modelCall('inner', { ...tokens(1, 1), 'app.request.id': 'x' }, { parent: 'outer', start: 1, end: 9 }),
    ],
    sources: { wire: 'requestId\nr1\n' },
    expect: [],
  }),
  row('a damaged recording may have lost the attempt', {
    damage: ['a part of `run.jsonl` is unreadable'],
    sources: { wire: 'requestId\nr1\nr1\n' },
    expect: [{ verdict: 'inconclusive' }],
  }),
  row('nothing on either side leaves the clause unexercised', {
    spans: [{ name: 'GET /' }],
    sources: { wire: 'requestId\n' },
    expect: [{ id: 'clause-unexercised', verdict: 'inconclusive' }],
  }),
])
