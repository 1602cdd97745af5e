import { spanKind } from '../../src/rules/span-kind.ts'
import { testRule } from '../support/test-rule.ts'

testRule(spanKind, [
  {
    name: 'the declared kind',
    contract: 'spans: { think: { name: chat, kind: client } }',
    spans: [{ name: 'chat', kind: 'client' }],
    expect: [],
  },
  {
    name: 'another kind',
    contract: 'spans: { think: { name: chat, kind: client } }',
    spans: [{ name: 'chat', kind: 'internal' }],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.kind',
        span: 'chat',
        data: { received: 'internal', expected: ['client'] },
        message: 'span `chat` has kind `internal`; the contract declares `client`',
        help: 'start the span with kind `client`',
      },
    ],
  },
  {
    name: 'any of several kinds',
    contract: 'spans: { think: { name: chat, kind: [client, internal] } }',
    spans: [
      { name: 'chat', id: 'a', kind: 'client' },
      { name: 'chat', id: 'b', kind: 'internal' },
      { name: 'chat', id: 'c', kind: 'server' },
    ],
    expect: [{ span: 'c', data: { received: 'server', expected: ['client', 'internal'] } }],
  },
  {
    name: 'an unspecified kind counts as internal',
    contract: 'spans: { think: { name: chat, kind: internal } }',
    spans: [{ name: 'chat', kind: 'unspecified' }],
    expect: [],
  },
  {
    name: 'an unspecified kind is not client',
    contract: 'spans: { think: { name: chat, kind: client } }',
    spans: [{ name: 'chat', kind: 'unspecified' }],
    expect: [{ data: { received: 'unspecified', expected: ['client'] } }],
  },
  {
    name: 'spans of no clause are not judged',
    contract: 'spans: { think: { name: chat, kind: client } }',
    spans: [{ name: 'other', kind: 'server' }],
    expect: [],
  },
])
