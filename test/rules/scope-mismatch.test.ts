import { scopeMismatch } from '../../src/rules/scope-mismatch.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think(String.raw`scope: { name: support-agent, version: ['/^2\./', '1.9.0'] }`)

testRule(scopeMismatch, [
  {
    name: 'a scope as declared, by pattern and by literal',
    contract,
    spans: [
      chat({}, { id: 'a', scope: { name: 'support-agent', version: '2.1.0' } }),
      chat({}, { id: 'b', scope: { name: 'support-agent', version: '1.9.0' } }),
    ],
    expect: [],
  },
  {
    name: 'another scope and version',
    contract,
    spans: [chat({}, { scope: { name: 'openai-instrumentation', version: '1.9.00' } })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.scope',
        data: { part: 'name', allowed: ['support-agent'], received: 'openai-instrumentation' },
        message: 'scope name of span `chat gpt-5` is `openai-instrumentation`; the contract wants `support-agent`',
        help: "get the tracer with name `support-agent`, or add the name to the clause's `scope`",
      },
      {
        data: { part: 'version', allowed: [String.raw`/^2\./`, '1.9.0'], received: '1.9.00' },
        message: String.raw`scope version of span ${'`chat gpt-5`'} is ${'`1.9.00`'}; the contract wants ${'`/^2\\./`'} or ${'`1.9.0`'}`,
      },
    ],
  },
  {
    name: 'a tracer without a version',
    contract,
    spans: [chat({}, { scope: { name: 'support-agent' } })],
    expect: [{ data: { part: 'version', allowed: [String.raw`/^2\./`, '1.9.0'], received: '' } }],
  },
  {
    name: 'a recording without scopes leaves it open',
    contract,
    spans: [chat()],
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        data: { part: 'name', allowed: ['support-agent'], received: null },
        message: 'whether the scope name of span `chat gpt-5` is `support-agent` is undecided: the span names no scope',
        help: 'name the tracer, and record spans in a format that keeps the instrumentation scope',
      },
    ],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
])
