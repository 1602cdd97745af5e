import { attributeMissing } from '../../src/rules/attribute-missing.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const tokens = think('attributes: { gen_ai.usage.input_tokens: int }')
const port = think('attributes: { server.port: { type: int, when: { server.address: { exists: true } } } }')
const failedErrorType = think('attributes: { error.type: { type: string, when: { span.status: error } } }')
const renamed = think(
  "attributes: { llm.usage.prompt: { type: int, deprecated: { renamedTo: gen_ai.usage.input_tokens, sunset: '2027-01-31' } } }",
)

testRule(attributeMissing, [
  {
    name: 'a span with the attribute',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.input_tokens': 12 })],
    expect: [],
  },
  {
    name: 'an attribute that is null is present',
    contract: think('attributes: { app.x: any }'),
    spans: [chat({ 'app.x': null })],
    expect: [],
  },
  {
    name: 'a span without the attribute',
    contract: tokens,
    spans: [chat()],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.gen_ai.usage.input_tokens',
        span: 'chat gpt-5',
        occurrences: 1,
        data: { attribute: 'gen_ai.usage.input_tokens' },
        message: 'span `chat gpt-5` lacks attribute `gen_ai.usage.input_tokens`, which the contract requires',
        help: 'set `gen_ai.usage.input_tokens` before the span ends',
      },
    ],
  },
  {
    name: 'a renamed key, while both are emitted: the other name is asked for by dual-emission-missing',
    contract: renamed,
    spans: [chat({ 'gen_ai.usage.input_tokens': 12 }), chat({ 'llm.usage.prompt': 12 }, { id: 'old', start: 1 })],
    expect: [],
  },
  {
    name: 'a renamed key, while both are emitted, and neither is there',
    contract: renamed,
    spans: [chat()],
    expect: [{ data: { attribute: 'llm.usage.prompt' } }],
  },
  {
    name: 'a renamed key is not required after its sunset',
    contract: renamed,
    now: '2027-02-01',
    spans: [chat({ 'gen_ai.usage.input_tokens': 12 }), chat({}, { id: 'neither', start: 1 })],
    expect: [],
  },
  {
    name: 'Weaver blind spot 1: a chat span without gen_ai.provider.name',
    contract: think('attributes: { gen_ai.provider.name: { type: string, enum: [openai] } }'),
    spans: [chat({ 'gen_ai.request.model': 'gpt-5' })],
    expect: [{ data: { attribute: 'gen_ai.provider.name' } }],
  },
  {
    name: 'a known rename on the span is named',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.prompt_tokens': 12 })],
    expect: [
      {
        data: { attribute: 'gen_ai.usage.input_tokens', found: 'gen_ai.usage.prompt_tokens' },
        help: 'set `gen_ai.usage.input_tokens` before the span ends; the span has `gen_ai.usage.prompt_tokens`',
      },
    ],
  },
  {
    name: 'a misspelt key is named, a key that the contract declares is not',
    contract: think('attributes: { gen_ai.usage.input_tokens: int, gen_ai.usage.input_token: optional }'),
    spans: [chat({ 'gen_ai.usage.input_token': 1, 'gen_ai.usage.imput_tokens': 12 })],
    expect: [{ data: { attribute: 'gen_ai.usage.input_tokens', found: 'gen_ai.usage.imput_tokens' } }],
  },
  {
    name: 'a key of another vocabulary with the same end is named',
    contract: think('attributes: { app.usage.cached_tokens: int }'),
    spans: [chat({ 'my.cached_tokens': 12 })],
    expect: [{ data: { attribute: 'app.usage.cached_tokens', found: 'my.cached_tokens' } }],
  },
  {
    name: 'no span of the clause in the run',
    contract: tokens,
    spans: [tool],
    expect: [],
  },
  {
    name: 'a span that dropped attributes leaves it open',
    contract: tokens,
    spans: [chat({}, { dropped: { attributes: 3 } })],
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        data: { attribute: 'gen_ai.usage.input_tokens', dropped: 3 },
        message:
          'whether span `chat gpt-5` lacks attribute `gen_ai.usage.input_tokens`, which the contract requires, is undecided: the span dropped 3 attributes',
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` so that the span keeps all its attributes',
      },
    ],
  },
  {
    name: 'Weaver blind spot 10: server.port absent with server.address set',
    contract: port,
    spans: [chat({ 'server.address': 'api.openai.com' })],
    expect: [{ data: { attribute: 'server.port' } }],
  },
  { name: 'the condition does not hold', contract: port, spans: [chat()], expect: [] },
  {
    name: 'Weaver blind spot 10: request.model that a refinement requires, for its provider only',
    contract: `
      spans:
        think:
          match: { gen_ai.operation.name: chat }
          attributes: { gen_ai.request.model: recommended }
        think-openai:
          refines: think
          match: { gen_ai.provider.name: openai }
          attributes: { gen_ai.request.model: required }
    `,
    spans: [
      chat({ 'gen_ai.provider.name': 'openai' }, { id: 'openai' }),
      chat({ 'gen_ai.provider.name': 'cohere' }, { id: 'cohere' }),
    ],
    expect: [{ span: 'openai', occurrences: 1, data: { attribute: 'gen_ai.request.model' } }],
  },
  {
    name: 'a family needs one key of it',
    contract: think('attributes: { app.prompt.*: required }'),
    spans: [chat({ 'app.prompt.version': '1' }, { id: 'with' }), chat({ 'app.prompts': '1' }, { id: 'without' })],
    expect: [
      {
        span: 'without',
        data: { attribute: 'app.prompt.*' },
        message: 'span `chat gpt-5` lacks attribute `app.prompt.*`, which the contract requires',
      },
    ],
  },
  {
    name: 'an attribute of an event',
    contract: think('events: { gen_ai.choice: { attributes: { index: int } } }'),
    spans: [chat({}, { events: [{ name: 'gen_ai.choice' }] })],
    expect: [
      {
        path: 'spans.think.events.gen_ai.choice.attributes.index',
        message: 'event `gen_ai.choice` of span `chat gpt-5` lacks attribute `index`, which the contract requires',
        help: 'set `index` on the event',
      },
    ],
  },
  {
    name: 'error.type of a failed span is left to error-type-status',
    contract: failedErrorType,
    spans: [chat({}, { status: 'error' })],
    expect: [],
  },
  {
    name: 'error.type of an event is not',
    contract: think(
      'events: { failure: { attributes: { error.type: { type: string, when: { span.status: error } } } } }',
    ),
    spans: [chat({}, { status: 'error', events: [{ name: 'failure' }] })],
    expect: [{ data: { attribute: 'error.type' } }],
  },
  {
    name: 'conditional in prose, recommended and optional ask for nothing',
    contract: think(
      'attributes: { app.a: { requirement: conditional, condition: if known }, app.b: recommended, app.c: optional }',
    ),
    spans: [chat()],
    expect: [],
  },
  {
    name: 'attributes named like members of objects',
    contract: think('attributes: { valueOf: string, toString: string }'),
    spans: [chat({ toString: 'x' })],
    expect: [{ data: { attribute: 'valueOf' } }],
  },
])
