import { dualEmissionMissing } from '../../src/rules/dual-emission-missing.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think(`attributes: {
  llm.usage.prompt: { type: int, requirement: optional, deprecated: { renamedTo: gen_ai.usage.input_tokens, sunset: '2027-01-31' } } }`)

testRule(dualEmissionMissing, [
  {
    name: 'Weaver blind spot 14: old and new key both present',
    contract,
    spans: [chat({ 'llm.usage.prompt': 12, 'gen_ai.usage.input_tokens': 12 })],
    expect: [],
  },
  { name: 'neither', contract, spans: [chat()], expect: [] },
  {
    name: 'the old key alone',
    contract,
    spans: [chat({ 'llm.usage.prompt': 12 })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.llm.usage.prompt',
        data: { attribute: 'gen_ai.usage.input_tokens', present: 'llm.usage.prompt', sunset: '2027-01-31' },
        message:
          'span `chat gpt-5` carries `llm.usage.prompt` without `gen_ai.usage.input_tokens`, its other name until `2027-01-31`',
        help: 'set `gen_ai.usage.input_tokens` to the value of `llm.usage.prompt` too',
      },
    ],
  },
  {
    name: 'the new key alone',
    contract,
    spans: [chat({ 'gen_ai.usage.input_tokens': 12 })],
    expect: [{ data: { attribute: 'llm.usage.prompt', present: 'gen_ai.usage.input_tokens', sunset: '2027-01-31' } }],
  },
  {
    name: 'the last moment of the window is in, the next day is out',
    contract,
    now: '2027-01-31',
    spans: [chat({ 'llm.usage.prompt': 12 })],
    expect: [{ verdict: 'fail' }],
  },
  { name: 'after the sunset', contract, now: '2027-02-01', spans: [chat({ 'llm.usage.prompt': 12 })], expect: [] },
  {
    name: 'a span that dropped attributes leaves it open',
    contract,
    spans: [chat({ 'llm.usage.prompt': 12 }, { dropped: { attributes: 1 } })],
    expect: [
      {
        verdict: 'inconclusive',
        data: { attribute: 'gen_ai.usage.input_tokens', present: 'llm.usage.prompt', sunset: '2027-01-31', dropped: 1 },
        message:
          'whether span `chat gpt-5` carries `llm.usage.prompt` without `gen_ai.usage.input_tokens`, its other name until `2027-01-31`, is undecided: the span dropped 1 attribute',
      },
    ],
  },
  {
    name: 'a deprecation without a sunset opens no window',
    contract: think(
      'attributes: { llm.usage.prompt: { requirement: optional, deprecated: { renamedTo: gen_ai.usage.input_tokens } } }',
    ),
    spans: [chat({ 'llm.usage.prompt': 12 })],
    expect: [],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
])
