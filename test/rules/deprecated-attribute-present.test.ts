import { deprecatedAttributePresent } from '../../src/rules/deprecated-attribute-present.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const deprecation = "since: '2.0.0', renamedTo: gen_ai.usage.input_tokens, sunset: '2027-01-31'"
const contract = think(
  `attributes: { llm.usage.prompt: { type: int, requirement: optional, deprecated: { ${deprecation} } } }`,
)
const spans = [chat({ 'llm.usage.prompt': 12 })]
const data = {
  attribute: 'llm.usage.prompt',
  since: '2.0.0',
  renamedTo: 'gen_ai.usage.input_tokens',
  sunset: '2027-01-31',
}

testRule(deprecatedAttributePresent, [
  { name: 'a span without it', contract, now: '2027-02-01', spans: [chat()], expect: [] },
  {
    name: 'a span with it, after the sunset, whether or not the new key is there',
    contract,
    now: '2027-02-01',
    spans: [...spans, chat({ 'llm.usage.prompt': 12, 'gen_ai.usage.input_tokens': 12 }, { id: 'both', start: 1 })],
    expect: [
      {
        severity: 'warning',
        path: 'spans.think.attributes.llm.usage.prompt',
        occurrences: 2,
        data,
        message:
          'span `chat gpt-5` carries attribute `llm.usage.prompt`, deprecated since `2.0.0` with sunset `2027-01-31`',
        help: 'set `gen_ai.usage.input_tokens` in place of `llm.usage.prompt`',
      },
    ],
  },
  { name: 'on the last day of the window', contract, now: '2027-01-31', spans, expect: [] },
  {
    name: 'without a sunset there is no window',
    contract: think('attributes: { gen_ai.prompt: { requirement: optional, deprecated: { note: use messages } } }'),
    spans: [chat({ 'gen_ai.prompt': 'x' })],
    expect: [
      {
        severity: 'warning',
        data: { attribute: 'gen_ai.prompt', note: 'use messages' },
        message: 'span `chat gpt-5` carries attribute `gen_ai.prompt`, deprecated (use messages)',
        help: 'stop setting `gen_ai.prompt` on this span',
      },
    ],
  },
  {
    name: 'a definition of the contract holds on every span it selects',
    contract: `
      attributes: { gen_ai.system: { type: string, deprecated: { renamedTo: gen_ai.provider.name } } }
      ${think('attributes: { gen_ai.operation.name: string }')}
    `,
    spans: [chat({ 'gen_ai.system': 'openai' })],
    expect: [{ severity: 'warning', data: { attribute: 'gen_ai.system', renamedTo: 'gen_ai.provider.name' } }],
  },
  {
    name: 'a definition of an inherited pack is only said',
    contract: `
      extends: [otel-genai]
      spans: { gen_ai.inference.client: { attributes: { app.prompt.version: optional } } }
    `,
    spans: [chat({ 'gen_ai.usage.prompt_tokens': 12 })],
    expect: [
      {
        severity: 'info',
        data: { attribute: 'gen_ai.usage.prompt_tokens', since: '1.27.0', renamedTo: 'gen_ai.usage.input_tokens' },
      },
    ],
  },
  { name: 'no span of the clause in the run', contract, now: '2027-02-01', spans: [tool], expect: [] },
])
