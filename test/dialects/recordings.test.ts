import { expect, test } from 'vitest'

import { recordedFacts } from '../support/recorded-facts.ts'

function countBy(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]))
}

// Counted in the raw JSON, by `openinference.span.kind` and the token keys.
test('a deep-research agent of model calls only', async () => {
  const found = await recordedFacts('agent-prism/smol_deep_research_agent.json')
  expect(countBy(found.map((one) => one?.kind ?? 'none'))).toEqual({ model: 6, none: 2 })
  const sum = (part: 'input' | 'output' | 'cachedInput' | 'reasoning'): number =>
    found.reduce((total, one) => total + (one?.usage?.[part] ?? 0), 0)
  expect([sum('input'), sum('output'), sum('cachedInput'), sum('reasoning')]).toEqual([17952, 7122, 5504, 4352])
  const asked = found.flatMap((one) => one?.requests ?? []).map(({ callId, name }) => [callId, name])
  expect(asked).toEqual([
    ['call_TzKWLXOFTa6np870KErcqInF', 'web_search'],
    ['call_4by1BwCUZuVjAErexOsd9gQ9', 'final_answer'],
  ])
})

test('a chain with one retrieval and one model call', async () => {
  const found = await recordedFacts('agent-prism/rag_earnings_agent.json')
  expect(countBy(found.map((one) => one?.kind ?? 'none'))).toEqual({ group: 11, none: 5, retrieval: 1, model: 1 })
  const model = found.find((one) => one?.kind === 'model')
  expect(model?.usage).toEqual({ input: 629, output: 19, cachedInput: 0, cacheWrite: null, reasoning: 0 })
  expect(found.find((one) => one?.kind === 'retrieval')?.args).toEqual({ value: "what was meta's revenue in Q4 2023" })
})

test('a shop without agents records no step', async () => {
  const found = await recordedFacts('otel-tui/test_data.lines-01-49.jsonl')
  expect(found.filter((one) => one !== undefined)).toEqual([])
  expect(found.length).toBe(263)
})

// Counted in the raw JSON, by the types and names of spans.
test.each<[string, Record<string, number>]>([
  ['langfuse/openai-agents-2025-09-30.trace.json', { workflow: 1, agent: 1, model: 2, tool: 1 }],
  ['langfuse/google-adk-2025-08-28.trace.json', { group: 1, agent: 1, model: 2, tool: 1 }],
  ['langfuse/pydantic-ai-tools-2025-12-04.trace.json', { none: 1, agent: 3, model: 4, group: 1, tool: 3 }],
  ['langfuse/crewai-2025-07-11.trace.json', { none: 3, group: 1, agent: 1, model: 1 }],
  ['langfuse/langgraph-python-2025-08-22.trace.json', { none: 6, model: 2, tool: 1 }],
  ['langfuse/microsoft-agent-2025-10-14.json', { agent: 1, model: 2, tool: 1 }],
  ['langfuse/microsoft-agent-2025-12-17.trace.json', { agent: 1, model: 2, tool: 1 }],
  ['langfuse/vercel-aisdk-2025-11-17.trace.json', { group: 1, model: 1, tool: 1 }],
  ['langfuse/csharp-agent-with-gemini-2026-03-09.trace.json', { none: 1, group: 2, model: 3, tool: 2 }],
  // Each model call is recorded by ADK and by OpenLLMetry; the rest is transport.
  ['agentevals/helm.json', { none: 89, group: 1, agent: 1, model: 4, tool: 1 }],
  ['agentevals/k8s.json', { none: 69, group: 1, agent: 1, model: 2 }],
  ['strands-evals/smolagents_live_spans.json', { group: 2, agent: 1, model: 2, tool: 2 }],
])('%s', async (file, kinds) => {
  const found = await recordedFacts(file)
  expect(countBy(found.map((one) => one?.kind ?? 'none'))).toEqual(kinds)
})

test.each([
  // One chat reported nothing, and the root what the other one did.
  [
    '2025-10-14.json',
    [
      ['agent', 631, 35, false],
      ['model', 631, 35, false],
      ['model', 25, 70, true],
    ],
  ],
  [
    '2025-12-17.trace.json',
    [
      ['agent', 44, 180, true],
      ['model', 77, 86, false],
      ['model', 216, 20, false],
    ],
  ],
])('tokens that Langfuse counted by itself: microsoft-agent-%s', async (file, tokens) => {
  const found = await recordedFacts(`langfuse/microsoft-agent-${file}`)
  const reported = found.flatMap((one) =>
    one === undefined || one.usage === null
      ? []
      : [[one.kind, one.usage.input, one.usage.output, one.isUsageEstimated]],
  )
  expect(reported).toEqual(tokens)
})

test('a call id that is the name of the tool is an id nowhere in the recording', async () => {
  const found = await recordedFacts('langfuse/csharp-agent-with-gemini-2026-03-09.trace.json')
  const ids = found.flatMap((one) => [
    one?.callId ?? null,
    ...(one?.requests ?? []).map(({ callId }) => callId),
    ...(one?.answers ?? []),
  ])
  expect(ids.filter((id) => id !== null)).toEqual([])
})
