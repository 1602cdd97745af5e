import { expect, test } from 'vitest'

import { dialectOf, dialects, vocabularyOf } from '../../src/dialects/index.ts'
import { span } from '../support/span.ts'

test.each([
  [
    'workflow spans of OpenLLMetry',
    { 'traceloop.span.kind': 'workflow', 'gen_ai.system': 'openai' },
    'openllmetry',
    'openllmetry',
  ],
  [
    'OpenInference over other keys',
    { 'openinference.span.kind': 'LLM', 'gen_ai.system': 'x' },
    'openinference',
    'openinference',
  ],
  [
    'AI SDK model calls',
    { 'ai.operationId': 'ai.generateText.doGenerate', 'gen_ai.system': 'x' },
    'vercel-ai',
    'vercel-ai',
  ],
  [
    'AI SDK 7',
    { 'ai.operationId': 'x', 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'x' },
    'otel-genai',
    'otel-genai',
  ],
  [
    'legacy calls with an operation name',
    { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'x' },
    'otel-genai-legacy',
    'otel-genai-legacy',
  ],
  [
    'an operation name alone decides for no generation',
    { 'gen_ai.operation.name': 'execute_tool' },
    'otel-genai',
    undefined,
  ],
  [
    'unreleased keys are no vocabulary of their own',
    { 'gen_ai.operation.name': 'plan' },
    'otel-genai-next',
    'otel-genai',
  ],
  [
    'a framework beside a vocabulary',
    { 'mastra.span.type': 'model_generation', 'gen_ai.provider.name': 'x', 'gen_ai.operation.name': 'chat' },
    'mastra',
    'otel-genai',
  ],
  [
    'a framework beside OpenInference',
    { 'gcp.vertex.agent.event_id': 'e', 'openinference.span.kind': 'LLM', 'gen_ai.system': 'x' },
    'google-adk',
    'openinference',
  ],
  [
    'what Langfuse adds to a vocabulary',
    { 'langfuse.observation.input': 'x', 'gen_ai.provider.name': 'x' },
    'otel-genai',
    'otel-genai',
  ],
  ['Langfuse alone', { 'langfuse.observation.type': 'generation' }, 'langfuse', undefined],
  ['LangSmith alone', { 'langsmith.span.kind': 'llm' }, 'langsmith', undefined],
  ['other spans', { 'http.request.method': 'GET' }, undefined, undefined],
])('%s', (_what, attributes, dialect, vocabulary) => {
  const one = span({ name: 'x', attributes })
  expect(dialectOf(one)).toBe(dialect)
  expect(vocabularyOf(one)).toBe(vocabulary)
})

test('ids are unique', () => {
  const ids = dialects.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
