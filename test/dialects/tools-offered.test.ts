import { describe, expect, test } from 'vitest'

import { toolsOfferedBy } from '../../src/dialects/index.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { span } from '../support/span.ts'

async function offeredIn(file: string): Promise<readonly string[]> {
  const { spans } = await readAll(fileSource(`fixtures/recordings/${file}`))
  return [...new Set(spans.flatMap((one) => toolsOfferedBy(one) ?? []))].sort()
}

/** Read off the files. */
test.each([
  ['gen_ai.tool.definitions', 'strands-evals/otel_genai_convention_spans.json', ['get_weather']],
  [
    'gen_ai.tool.definitions of several agents',
    'strands-evals/openai_agents_genai_live_spans.json',
    [
      'add_numbers',
      'ask_math_specialist',
      'ask_research_specialist',
      'divide_numbers',
      'get_weather',
      'lookup_stock_price',
      'multiply_numbers',
    ],
  ],
  [
    'gen_ai.tool.definitions of .NET',
    'langfuse/csharp-agent-with-gemini-2026-03-09.trace.json',
    ['final_result', 'get_adset_infos', 'get_custom_report'],
  ],
  ['llm.tools.N.tool.json_schema', 'langfuse/openai-agents-2025-09-30.trace.json', ['get_weather']],
  ['llm.tools.N.tool.json_schema of ADK', 'langfuse/google-adk-2025-08-28.trace.json', ['say_hello']],
  ['ai.prompt.tools', 'langfuse/vercel-aisdk-2025-11-17.trace.json', ['getWeather']],
  [
    'llm.request.functions.N.name',
    'agentevals/helm.json',
    [
      'helm_get_release',
      'helm_list_releases',
      'helm_repo_add',
      'helm_repo_update',
      'helm_uninstall',
      'helm_upgrade',
      'k8s_apply_manifest',
      'k8s_get_available_api_resources',
      'k8s_get_resources',
    ],
  ],
  ['no list', 'any-agent/OPENAI_trace.json', []],
])('%s: %s', async (_key, file, expected) => {
  expect(await offeredIn(file)).toEqual(expected)
})

describe('a list that is there', () => {
  const offered = (attributes: Record<string, unknown>): readonly string[] | undefined =>
    toolsOfferedBy(span({ name: 'chat', attributes }))
  test.each<[string, Record<string, unknown>, readonly string[] | undefined]>([
    ['may be empty', { 'gen_ai.tool.definitions': '[]' }, []],
    ['is none where it cannot be read', { 'gen_ai.tool.definitions': '[{"name": "f' }, undefined],
    ['is none where nothing in it has a name', { 'gen_ai.tool.definitions': '[{"type": "x"}]' }, undefined],
    ['may hold each tool as JSON text', { 'ai.prompt.tools': ['{"name":"f"}', '{"name":"g"}'] }, ['f', 'g']],
    ['names each once', { 'gen_ai.tool.definitions': '[{"name":"f"},{"function":{"name":"f"}}]' }, ['f']],
  ])('%s', (_name, attributes, expected) => {
    expect(offered(attributes)).toEqual(expected)
  })
})
