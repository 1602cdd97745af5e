import { dualEmissionUnequal } from '../../src/rules/dual-emission-unequal.ts'
import { chat, think } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think(`attributes: {
  llm.usage.prompt: { requirement: optional, deprecated: { renamedTo: gen_ai.usage.input_tokens, sunset: '2027-01-31' } } }`)
const both = (old: unknown, renamed: unknown) => chat({ 'llm.usage.prompt': old, 'gen_ai.usage.input_tokens': renamed })

testRule(dualEmissionUnequal, [
  { name: 'Weaver blind spot 14: both keys, equal', contract, spans: [both(12, 12)], expect: [] },
  {
    name: 'Weaver blind spot 14: both keys, unequal',
    contract,
    spans: [both(12, 13)],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.llm.usage.prompt',
        data: {
          attribute: 'llm.usage.prompt',
          value: '12',
          renamedTo: 'gen_ai.usage.input_tokens',
          renamedValue: '13',
        },
        message:
          'attribute `llm.usage.prompt` of span `chat gpt-5` is `12` but `gen_ai.usage.input_tokens`, its new name, is `13`',
        help: 'set `llm.usage.prompt` and `gen_ai.usage.input_tokens` to the same value',
      },
    ],
  },
  { name: 'a number and its bigint', contract, spans: [both(12, 12n)], expect: [] },
  { name: 'NaN twice', contract, spans: [both(Number.NaN, Number.NaN)], expect: [] },
  { name: 'bytes', contract, spans: [both(new Uint8Array([1]), new Uint8Array([1]))], expect: [] },
  { name: 'maps whatever the order of keys', contract, spans: [both({ a: [1], b: 2 }, { b: 2, a: [1n] })], expect: [] },
  { name: 'maps that differ inside', contract, spans: [both({ a: [1] }, { a: ['1'] })], expect: [{ verdict: 'fail' }] },
  { name: 'a number and its text', contract, spans: [both(12, '12')], expect: [{ verdict: 'fail' }] },
  { name: 'null and 0', contract, spans: [both(null, 0)], expect: [{ verdict: 'fail' }] },
  { name: 'one key alone', contract, spans: [chat({ 'llm.usage.prompt': 12 })], expect: [] },
  { name: 'after the sunset', contract, now: '2027-02-01', spans: [both(12, 13)], expect: [] },
])
