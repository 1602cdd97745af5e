import { errorTypeStatus } from '../../src/rules/error-type-status.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('attributes: { error.type: { type: string, when: { span.status: error } } }')

testRule(errorTypeStatus, [
  {
    name: 'a failed span with error.type, a good one without',
    contract,
    spans: [
      chat({ 'error.type': 'timeout' }, { id: 'failed', status: 'error' }),
      chat({}, { id: 'good', status: 'ok' }),
    ],
    expect: [],
  },
  {
    name: 'Weaver blind spot 11: status error without error.type',
    contract,
    spans: [chat({}, { status: 'error' })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.error.type',
        data: { status: 'error' },
        message: 'span `chat gpt-5` has status error and lacks attribute `error.type`',
        help: 'set `error.type` to the class or code of the error when the operation fails',
      },
    ],
  },
  {
    name: 'Weaver blind spot 11: error.type without status error',
    contract,
    spans: [chat({ 'error.type': '429' })],
    expect: [
      {
        severity: 'error',
        data: { status: 'unset', value: '"429"' },
        message: 'span `chat gpt-5` has status unset and carries attribute `error.type` `"429"`',
        help: 'set the status to error when the operation fails, or leave out `error.type`',
      },
    ],
  },
  {
    name: 'an optional error.type asks only for a warning',
    contract: think('attributes: { error.type: optional }'),
    spans: [chat({}, { status: 'error' })],
    expect: [{ severity: 'warning' }],
  },
  {
    name: 'a failed span that dropped attributes leaves it open',
    contract,
    spans: [chat({}, { status: 'error', dropped: { attributes: 2 } })],
    expect: [
      {
        verdict: 'inconclusive',
        data: { status: 'error', dropped: 2 },
        message:
          'whether span `chat gpt-5` has status error and lacks attribute `error.type` is undecided: the span dropped 2 attributes',
      },
    ],
  },
  {
    name: 'a good span that dropped attributes is not held against',
    contract,
    spans: [chat({}, { dropped: { attributes: 2 } })],
    expect: [],
  },
  {
    name: 'a clause that forbids error.type, and one that does not name it',
    contract: `
      spans:
        think: { match: { gen_ai.operation.name: chat }, attributes: { error.type: forbidden } }
        act: { match: { gen_ai.operation.name: execute_tool } }
    `,
    spans: [chat({}, { status: 'error' }), { ...tool, status: 'error' }],
    expect: [],
  },
  { name: 'no span of the clause in the run', contract, spans: [{ ...tool, status: 'error' }], expect: [] },
])
