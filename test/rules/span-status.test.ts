import { spanStatus } from '../../src/rules/span-status.ts'
import { testRule } from '../support/test-rule.ts'

testRule(spanStatus, [
  {
    name: 'allowed codes',
    contract: 'spans: { think: { name: chat, status: [ok, unset] } }',
    spans: [
      { name: 'chat', id: 'a', status: 'ok' },
      { name: 'chat', id: 'b', status: 'unset' },
    ],
    expect: [],
  },
  {
    name: 'a failed span',
    contract: 'spans: { think: { name: chat, status: [ok, unset] } }',
    spans: [{ name: 'chat', status: 'error', statusMessage: 'rate limited' }],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.status',
        span: 'chat',
        data: { received: 'error', expected: ['ok', 'unset'] },
        message: 'span `chat` has status `error`; the contract allows `ok` or `unset`',
        help: "repair what failed, or add `error` to the clause's `status`",
      },
    ],
  },
  {
    name: 'no status where ok is asked for',
    contract: 'spans: { think: { name: chat, status: ok } }',
    spans: [{ name: 'chat' }],
    expect: [
      {
        message: 'span `chat` has status `unset`; the contract allows `ok`',
        help: 'end the span with status `ok`',
      },
    ],
  },
  {
    name: 'spans of no clause are not judged',
    contract: 'spans: { think: { name: chat, status: ok } }',
    spans: [{ name: 'other', status: 'error' }],
    expect: [],
  },
])
