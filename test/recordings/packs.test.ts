import { expect, test } from 'vitest'

import { fileSource } from '../../src/readers/index.ts'
import { checkSketches, checkSpans, contractOf } from '../support/check-spans.ts'
import { readAll } from '../support/otlp/read-all.ts'
import type { SpanSketch } from '../support/span.ts'

/** Severity, finding id, clause path and number of occurrences. */
type Row = readonly [severity: string, id: string, path: string, occurrences: number]

function contractText(pack: string): string {
  return `extends: [${pack}]\ntrace: { unknownSpans: ignore }`
}

function rows(report: ReturnType<typeof checkSpans>): readonly Row[] {
  return report.findings.map(({ severity, verdict, id, contract, occurrences }) => [
    verdict === 'fail' ? severity : `${severity}, undecided`,
    id,
    contract?.path ?? '',
    occurrences,
  ])
}

// "llm.system: Required" (LLM spans of the specification); the instrumentations of LiteLLM, LangChain and Google ADK do
// not set it, those of OpenAI do.
const noSystem = (spans: number): Row => [
  'error',
  'attribute-missing',
  'spans.openinference.llm.attributes.llm.system',
  spans,
]

// MIGRATION.md of version 0.5 renames them; the recordings were made with 0.4.
const renamedIn05 = (calls: number): readonly Row[] =>
  [
    'gen_ai.openai.system_fingerprint',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.completion_tokens',
    'gen_ai.usage.prompt_tokens',
    'llm.headers',
    'llm.is_streaming',
    'llm.request.type',
    'llm.usage.total_tokens',
  ].map((key) => ['info', 'deprecated-attribute-present', `spans.openllmetry.model.attributes.${key}`, calls])

test.each<[pack: string, recording: string, findings: readonly Row[]]>([
  ['openinference', 'strands-evals/smolagents_live_spans.json', [noSystem(2)]],
  ['openinference', 'strands-evals/claude_adot_spans.json', []],
  ['openinference', 'agent-prism/smol_deep_research_agent.json', []],
  ['openinference', 'agent-prism/rag_earnings_agent.json', [noSystem(1)]],
  ['openinference', 'langfuse/crewai-2025-07-11.trace.json', [noSystem(1)]],
  ['openinference', 'langfuse/google-adk-2025-08-28.trace.json', [noSystem(2)]],
  ['openinference', 'langfuse/openai-agents-2025-09-30.trace.json', []],
  ['vercel-ai', 'openinference/vercel-v6-all-spans.json', []],
  // Langfuse shows a tool span under the name of the tool; the producer's name is not in the export.
  [
    'vercel-ai',
    'langfuse/vercel-aisdk-2025-11-17.trace.json',
    [['error, undecided', 'span-name', 'spans.vercel.tool.name', 1]],
  ],
  // "gen_ai.request.model - The model requested"; the instrumentation of the Agents SDK sets the response's alone.
  [
    'openllmetry',
    'strands-evals/openai_agents_genai_live_spans.json',
    [['warning', 'attribute-recommended', 'spans.openllmetry.model.attributes.gen_ai.request.model', 8]],
  ],
  ['openllmetry', 'agentevals/helm.json', renamedIn05(2)],
  ['openllmetry', 'agentevals/k8s.json', renamedIn05(1)],
])('%s: %s', async (pack, recording, findings) => {
  const { spans, problems } = await readAll(fileSource(`fixtures/recordings/${recording}`))
  expect(problems).toEqual([])
  expect(rows(checkSpans(spans, [await contractOf(contractText(pack))]))).toEqual(findings)
})

const llm = {
  'openinference.span.kind': 'LLM',
  'llm.system': 'openai',
  'llm.model_name': 'gpt-4o',
  'llm.token_count.prompt': 10,
  'llm.token_count.completion': 5,
}
const vercelCall = {
  'ai.operationId': 'ai.generateText.doGenerate',
  'operation.name': 'ai.generateText.doGenerate',
  'ai.model.id': 'gpt-4o',
  'ai.model.provider': 'openai.chat',
  'gen_ai.system': 'openai.chat',
  'gen_ai.request.model': 'gpt-4o',
  'ai.response.finishReason': 'stop',
  'ai.response.id': 'r1',
  'ai.response.model': 'gpt-4o-2024-08-06',
  'ai.usage.inputTokens': 10,
  'ai.usage.outputTokens': 5,
}
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.usage.input_tokens': 10,
  'gen_ai.usage.output_tokens': 5,
}
const doGenerate = { name: 'ai.generateText.doGenerate' }

test.each<[what: string, pack: string, SpanSketch, findings: readonly Row[]]>([
  ['a model call as specified', 'openinference', { name: 'x', attributes: llm }, []],
  [
    'a failed call has no response to report',
    'openinference',
    { name: 'x', status: 'error', attributes: { 'openinference.span.kind': 'LLM', 'llm.system': 'openai' } },
    [],
  ],
  [
    'what a call that succeeded reports',
    'openinference',
    { name: 'x', attributes: { 'openinference.span.kind': 'LLM', 'llm.system': 'openai' } },
    ['llm.model_name', 'llm.token_count.prompt', 'llm.token_count.completion'].map((key) => [
      'warning',
      'attribute-recommended',
      `spans.openinference.llm.attributes.${key}`,
      1,
    ]),
  ],
  [
    'a kind in lower case',
    'openinference',
    { name: 'x', attributes: { ...llm, 'openinference.span.kind': 'llm' } },
    [['warning', 'attribute-enum', 'spans.openinference.span.attributes.openinference.span.kind', 1]],
  ],
  [
    'a span that does not say its kind',
    'openinference',
    { name: 'x', attributes: { 'llm.model_name': 'gpt-4o' } },
    [['error', 'attribute-missing', 'spans.openinference.unclassified.attributes.openinference.span.kind', 1]],
  ],
  [
    'tokens as text, a message that is none, a system nobody knows',
    'openinference',
    {
      name: 'x',
      attributes: {
        ...llm,
        'llm.system': 'opnai',
        'llm.token_count.prompt': '10',
        'llm.input_messages.0.message.content': { text: 'hi' },
      },
    },
    [
      ['warning', 'attribute-enum', 'spans.openinference.llm.attributes.llm.system', 1],
      ['error', 'attribute-type', 'spans.openinference.llm.attributes.llm.input_messages.*', 1],
      ['error', 'attribute-type', 'spans.openinference.llm.attributes.llm.token_count.prompt', 1],
    ],
  ],
  [
    'the name of an embedding span',
    'openinference',
    {
      name: 'embed',
      attributes: { 'openinference.span.kind': 'EMBEDDING', 'embedding.model_name': 'm', 'llm.function_call': '{}' },
    },
    [
      ['info', 'deprecated-attribute-present', 'attributes.llm.function_call', 1],
      ['error', 'span-name', 'spans.openinference.embedding.name', 1],
    ],
  ],
  ['a call of a provider', 'vercel-ai', { ...doGenerate, attributes: vercelCall }, []],
  [
    'token names of version 4',
    'vercel-ai',
    {
      ...doGenerate,
      attributes: {
        ...without(vercelCall, 'ai.usage.inputTokens', 'ai.usage.outputTokens'),
        'ai.usage.promptTokens': 10,
        'ai.usage.completionTokens': 5,
        'ai.finishReason': 'stop',
      },
    },
    [['info', 'deprecated-attribute-present', 'spans.vercel.call.attributes.ai.finishReason', 1]],
  ],
  [
    'no tokens, another name, a time that is none',
    'vercel-ai',
    {
      name: 'generate',
      attributes: {
        ...without(vercelCall, 'ai.usage.inputTokens', 'ai.usage.outputTokens', 'gen_ai.system'),
        'ai.response.timestamp': 'yesterday',
      },
    },
    [
      ['error', 'attribute-missing', 'spans.vercel.call.attributes.gen_ai.system', 1],
      ['error', 'attribute-pattern', 'spans.vercel.call.attributes.ai.response.timestamp', 1],
      ['warning', 'attribute-recommended', 'spans.vercel.call.attributes.ai.usage.inputTokens', 1],
      ['warning', 'attribute-recommended', 'spans.vercel.call.attributes.ai.usage.outputTokens', 1],
      ['error', 'span-name', 'spans.vercel.call.name', 1],
    ],
  ],
  [
    'a streamed call with the old name of its speed',
    'vercel-ai',
    {
      name: 'ai.streamText.doStream',
      attributes: {
        ...vercelCall,
        'ai.operationId': 'ai.streamText.doStream',
        'ai.response.msToFirstChunk': -1,
        'ai.response.avgCompletionTokensPerSecond': 20.5,
      },
      events: [{ name: 'ai.stream.firstChunk', attributes: { 'ai.response.msToFirstChunk': '12' } }],
    },
    [
      ['error', 'attribute-range', 'spans.vercel.stream.attributes.ai.response.msToFirstChunk', 1],
      [
        'error',
        'attribute-type',
        'spans.vercel.stream.events.ai.stream.firstChunk.attributes.ai.response.msToFirstChunk',
        1,
      ],
      [
        'info',
        'deprecated-attribute-present',
        'spans.vercel.stream.attributes.ai.response.avgCompletionTokensPerSecond',
        1,
      ],
    ],
  ],
  [
    'a tool call without its id',
    'vercel-ai',
    {
      name: 'ai.toolCall',
      attributes: { 'ai.operationId': 'ai.toolCall', 'operation.name': 'ai.toolCall', 'ai.toolCall.name': 'search' },
    },
    [['error', 'attribute-missing', 'spans.vercel.tool.attributes.ai.toolCall.id', 1]],
  ],
  [
    'a step of version 7',
    'vercel-ai',
    { name: 'step one', attributes: { 'gen_ai.operation.name': 'agent_step' } },
    [['error', 'span-name', 'spans.vercel.step.name', 1]],
  ],
  ['a model call', 'openllmetry', { name: 'openai.chat', attributes: chat }, []],
  [
    'a workflow without a name, of a kind nobody knows',
    'openllmetry',
    { name: 'x', attributes: { 'traceloop.span.kind': 'wrkflow' } },
    [
      ['warning', 'attribute-enum', 'spans.openllmetry.entity.attributes.traceloop.span.kind', 1],
      ['warning', 'attribute-recommended', 'spans.openllmetry.entity.attributes.traceloop.entity.name', 1],
    ],
  ],
  [
    'a tool named by its own key',
    'openllmetry',
    { name: 'x.tool', attributes: { 'traceloop.span.kind': 'tool', 'gen_ai.tool.name': 'x' } },
    [],
  ],
  [
    'no provider and no tokens under any name',
    'openllmetry',
    {
      name: 'x',
      attributes: { 'llm.request.type': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.response.model': 'm' },
    },
    [
      ['warning', 'attribute-recommended', 'spans.openllmetry.model.attributes.gen_ai.provider.name', 1],
      ['warning', 'attribute-recommended', 'spans.openllmetry.model.attributes.gen_ai.usage.input_tokens', 1],
      ['warning', 'attribute-recommended', 'spans.openllmetry.model.attributes.gen_ai.usage.output_tokens', 1],
      ['info', 'deprecated-attribute-present', 'spans.openllmetry.model.attributes.llm.request.type', 1],
    ],
  ],
  [
    'a search of a vector database',
    'openllmetry',
    { name: 'chroma.query', attributes: { 'db.system': 'chroma', 'db.vector.query.top_k': '3' } },
    [['error', 'attribute-type', 'spans.openllmetry.vector-db.attributes.db.vector.query.top_k', 1]],
  ],
])('%s', async (_what, pack, sketch, findings) => {
  expect(sorted(rows(await checkSketches(contractText(pack), [sketch])))).toEqual(sorted(findings))
})

function sorted(findings: readonly Row[]): readonly Row[] {
  return findings.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))
}

function without(map: Readonly<Record<string, unknown>>, ...keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)))
}
