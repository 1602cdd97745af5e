import { expect, test } from 'vitest'

import { detectPack } from '../../src/cli/fallback-pack.ts'
import { bytesSource, fileSource } from '../../src/readers/index.ts'
import { jsonLines } from '../support/recording.ts'
import type { SpanSketch } from '../support/span.ts'

test.each([
  ['strands-evals/smolagents_live_spans.json', 'openinference'],
  ['openinference/vercel-v6-all-spans.json', 'vercel-ai'],
  ['strands-evals/openai_agents_genai_live_spans.json', 'openllmetry'],
  ['strands-evals/pydantic_ai_live_spans.json', 'otel-genai'],
  ['otlp2parquet/traces.jsonl', 'otel-genai'],
])('%s is compared with %s', async (recording, pack) => {
  expect(await detectPack({ name: recording, files: [fileSource(`fixtures/recordings/${recording}`)] })).toBe(pack)
})

const chat = (id: string, key: string, value: string): SpanSketch => ({ name: 'x', id, attributes: { [key]: value } })
const openinference = chat('a', 'openinference.span.kind', 'LLM')
const legacy = chat('b', 'gen_ai.system', 'openai')
const vercel = chat('c', 'ai.operationId', 'ai.embed')
const traceloop = chat('d', 'traceloop.span.kind', 'task')
const plain = chat('e', 'http.method', 'GET')

test.each<[what: string, spans: readonly SpanSketch[], pack: string]>([
  ['the dialect of most spans', [legacy, openinference, { ...openinference, id: 'f' }], 'openinference'],
  ['the same spans in another order', [openinference, { ...openinference, id: 'f' }, legacy], 'openinference'],
  ['of equally many, the first of the table', [legacy, vercel], 'vercel-ai'],
  ['one span of OpenLLMetry', [legacy, { ...legacy, id: 'f' }, traceloop], 'openllmetry'],
  ['no dialect', [plain], 'otel-genai'],
])('%s', async (_what, spans, pack) => {
  const bytes = new TextEncoder().encode(jsonLines(spans))
  expect(await detectPack({ name: 'run.jsonl', files: [bytesSource('run.jsonl', bytes)] })).toBe(pack)
})
