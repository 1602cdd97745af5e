import { attributeRecommended } from '../../src/rules/attribute-recommended.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('attributes: { gen_ai.response.id: string? }')

testRule(attributeRecommended, [
  { name: 'a span with the attribute', contract, spans: [chat({ 'gen_ai.response.id': 'chatcmpl-1' })], expect: [] },
  {
    name: 'a span without the attribute',
    contract,
    spans: [chat({ 'ai.response.id': 'chatcmpl-1' })],
    expect: [
      {
        severity: 'warning',
        path: 'spans.think.attributes.gen_ai.response.id',
        data: { attribute: 'gen_ai.response.id', found: 'ai.response.id' },
        message: 'span `chat gpt-5` lacks attribute `gen_ai.response.id`, which the contract recommends',
        help: 'set `gen_ai.response.id` before the span ends; the span has `ai.response.id`',
      },
    ],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
  {
    name: 'a span that dropped attributes leaves it open',
    contract,
    spans: [chat({}, { dropped: { attributes: 1 } })],
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'warning',
        data: { attribute: 'gen_ai.response.id', dropped: 1 },
        message:
          'whether span `chat gpt-5` lacks attribute `gen_ai.response.id`, which the contract recommends, is undecided: the span dropped 1 attribute',
      },
    ],
  },
  {
    name: 'a required attribute is not its business',
    contract: think('attributes: { gen_ai.response.id: string }'),
    spans: [chat()],
    expect: [],
  },
])
