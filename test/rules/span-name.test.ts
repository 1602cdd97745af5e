import { spanName } from '../../src/rules/span-name.ts'
import { testRule } from '../support/test-rule.ts'

const contract = `
  spans:
    think:
      name: 'chat {gen_ai.request.model}'
      match: { gen_ai.operation.name: chat }
`
const chat = { 'gen_ai.operation.name': 'chat' }

testRule(spanName, [
  {
    name: 'a template is filled in from the span itself',
    contract,
    spans: [{ name: 'chat gpt-5', attributes: { ...chat, 'gen_ai.request.model': 'gpt-5' } }],
    expect: [],
  },
  {
    name: 'a missing attribute leaves out the placeholder and the space before it',
    contract,
    spans: [{ name: 'chat', attributes: chat }],
    expect: [],
  },
  {
    name: 'another name',
    contract,
    spans: [{ name: 'llm.call', attributes: { ...chat, 'gen_ai.request.model': 'gpt-5' } }],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'spans.think.name',
        span: 'llm.call',
        data: { received: 'llm.call', expected: ['chat gpt-5'] },
        message: 'span `llm.call` has another name than the contract declares: `chat gpt-5`',
        help: 'name the span `chat gpt-5`',
      },
    ],
  },
  {
    name: 'none of several names',
    contract: `
      spans:
        think: { name: [chat, /^completion /], match: { gen_ai.operation.name: chat } }
    `,
    spans: [
      { name: 'completion gpt-5', attributes: chat },
      { name: 'llm', id: 'bad', attributes: chat },
    ],
    expect: [{ span: 'bad', data: { received: 'llm', expected: ['chat', '/^completion /'] } }],
  },
  {
    name: 'dropped attributes leave a template open',
    contract,
    spans: [{ name: 'chat gpt-5', attributes: chat, dropped: { attributes: 3 } }],
    expect: [
      {
        verdict: 'inconclusive',
        data: { received: 'chat gpt-5', expected: ['chat {gen_ai.request.model}'], dropped: 3 },
        message:
          'whether the name of span `chat gpt-5` is `chat {gen_ai.request.model}` is undecided: the span dropped 3 attributes',
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` so that the span keeps all its attributes',
      },
    ],
  },
  {
    name: 'a clause without a name asks for none',
    contract: 'spans: { think: { match: { gen_ai.operation.name: chat } } }',
    spans: [{ name: 'whatever', attributes: chat }],
    expect: [],
  },
  {
    name: 'spans of no clause are not judged',
    contract,
    spans: [{ name: 'GET', attributes: { 'http.request.method': 'GET' } }],
    expect: [],
  },
])
