import { vocabularyMixed } from '../../src/rules/vocabulary-mixed.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { vocabularies: 1 }'
const root = { name: 'invoke_agent support', end: 100, attributes: { 'gen_ai.operation.name': 'invoke_agent' } }
const child = (name: string, start: number, attributes: Record<string, unknown>) => ({
  name,
  start,
  parent: root.name,
  attributes,
})
const current = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' }
const legacy = { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai' }

testRule(vocabularyMixed, [
  {
    name: 'one vocabulary; the unreleased version is no other one, an operation name alone fits both',
    contract,
    spans: [
      root,
      child('chat gpt-5', 1, current),
      child('chat gpt-6', 2, { ...current, 'gen_ai.usage.cache_write.input_tokens': 1 }),
    ],
    expect: [],
  },
  {
    name: 'a legacy model call beside a tool call that fits both generations',
    contract,
    spans: [
      root,
      child('chat', 1, legacy),
      child('execute_tool refund', 2, { 'gen_ai.operation.name': 'execute_tool' }),
    ],
    expect: [],
  },
  {
    name: 'two instrumentations',
    contract,
    spans: [
      root,
      child('chat gpt-5', 1, current),
      child('ChatOpenAI', 2, { 'openinference.span.kind': 'LLM', 'llm.model_name': 'gpt-5' }),
      child('RunnableSequence', 3, { 'openinference.span.kind': 'CHAIN' }),
    ],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.vocabularies',
        span: null,
        data: {
          received: 2,
          max: 1,
          uses: [
            { vocabulary: 'openinference', spans: 2, example: 'ChatOpenAI' },
            { vocabulary: 'otel-genai', spans: 1, example: 'chat gpt-5' },
          ],
        },
        message:
          'run mixes 2 attribute vocabularies: `openinference` (2 spans, such as `ChatOpenAI`), `otel-genai` (1 span, such as `chat gpt-5`); the contract allows 1',
        help: 'remove the instrumentation that emits the vocabulary you do not query, or set one version for all with `OTEL_SEMCONV_STABILITY_OPT_IN`',
      },
    ],
  },
  {
    name: 'an operation name fits both generations of one vocabulary, but no other vocabulary',
    contract,
    spans: [root, child('ChatOpenAI', 1, { 'openinference.span.kind': 'LLM', 'llm.model_name': 'gpt-5' })],
    expect: [
      {
        data: {
          received: 2,
          max: 1,
          uses: [
            { vocabulary: 'openinference', spans: 1, example: 'ChatOpenAI' },
            { vocabulary: 'otel-genai', spans: 1, example: 'invoke_agent support' },
          ],
        },
      },
    ],
  },
  {
    name: 'one span enriched with the keys of another vocabulary counts once',
    contract,
    spans: [{ ...root, attributes: { ...current, 'openinference.span.kind': 'LLM' } }],
    expect: [],
  },
  {
    name: 'the workflow spans of OpenLLMetry beside an operation name that fits both generations',
    contract,
    spans: [root, child('research.workflow', 1, { 'traceloop.span.kind': 'workflow' })],
    expect: [],
  },
  {
    name: 'two generations of one convention',
    contract,
    spans: [root, child('chat a', 1, current), child('chat b', 2, legacy)],
    expect: [
      {
        data: {
          received: 2,
          max: 1,
          uses: [
            { vocabulary: 'otel-genai', spans: 1, example: 'chat a' },
            { vocabulary: 'otel-genai-legacy', spans: 1, example: 'chat b' },
          ],
        },
      },
    ],
  },
  {
    name: 'the workflow spans of OpenLLMetry belong to its model calls',
    contract,
    spans: [
      root,
      child('research.workflow', 1, { 'traceloop.span.kind': 'workflow' }),
      child('openai.chat', 2, legacy),
    ],
    expect: [],
  },
  {
    name: 'as many as allowed',
    contract: 'trace: { vocabularies: 2 }',
    spans: [root, child('chat a', 1, current), child('chat b', 2, legacy)],
    expect: [],
  },
  {
    name: 'lost spans leave it open',
    contract,
    spans: [{ name: 'chat a', attributes: current }],
    damage: ['line 3 is cut'],
    expect: [
      {
        verdict: 'inconclusive',
        message: 'the number of attribute vocabularies of the run is undecided: spans may be lost (line 3 is cut)',
      },
    ],
  },
])
