import { expect, test } from 'vitest'

import { retain, runIdOf } from '../../src/runs/index.ts'
import { span, spanId, traceId } from '../support/span.ts'

test('a retained span has what runs are built from', () => {
  const kept = { file: 2, tag: 3, payload: 'x', values: new Map([['v', 1]]) }
  const sketch = {
    name: 'chat',
    parent: 'root',
    kind: 'client',
    status: 'error',
    flags: 0x301,
    links: [{ to: 'other', trace: 't2' }],
  } as const
  expect(retain(span({ ...sketch, links: [...sketch.links], start: 1, end: null }, 7), kept)).toEqual({
    traceId: traceId('t1'),
    spanId: spanId('chat'),
    parentSpanId: spanId('root'),
    name: 'chat',
    kind: 'client',
    status: 'error',
    startUnixNano: 1_760_000_000_001_000_000n,
    endUnixNano: null,
    hasRemoteParent: true,
    links: [{ traceId: traceId('t2'), spanId: spanId('other') }],
    values: new Map([['v', 1]]),
    file: 2,
    position: 7,
    tag: 3,
    payload: 'x',
  })
})

test.each([
  [{}, undefined],
  [{ 'spanpact.run.id': 'a' }, 'spanpact.run.id a'],
  [{ 'gen_ai.agent.call.id': 'a' }, 'gen_ai.agent.call.id a'],
  [{ 'spanpact.run.id': 'a', 'gen_ai.agent.call.id': 'b' }, 'spanpact.run.id a'],
  [{ 'spanpact.run.id': '' }, undefined],
  [{ 'spanpact.run.id': 5 }, undefined],
  [{ 'run.id': 'a' }, undefined],
])('run id of %j', (attributes, expected) => {
  expect(runIdOf(span({ name: 'x', attributes }))).toBe(expected)
})
