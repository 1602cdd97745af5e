import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import type { SpanFacts } from '../../src/model/span-facts.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'

async function factsIn(file: string): Promise<readonly (SpanFacts | undefined)[]> {
  const { spans } = await readAll(fileSource(`fixtures/recordings/${file}`))
  return spans.map(factsOf)
}

function countBy(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]))
}

// Counted in the raw JSON, by `openinference.span.kind` and the token keys.
test('a deep-research agent of model calls only', async () => {
  const found = await factsIn('agent-prism/smol_deep_research_agent.json')
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
  const found = await factsIn('agent-prism/rag_earnings_agent.json')
  expect(countBy(found.map((one) => one?.kind ?? 'none'))).toEqual({ group: 11, none: 5, retrieval: 1, model: 1 })
  const model = found.find((one) => one?.kind === 'model')
  expect(model?.usage).toEqual({ input: 629, output: 19, cachedInput: 0, cacheWrite: null, reasoning: 0 })
  expect(found.find((one) => one?.kind === 'retrieval')?.args).toEqual({ value: "what was meta's revenue in Q4 2023" })
})

test('a shop without agents records no step', async () => {
  const found = await factsIn('otel-tui/test_data.lines-01-49.jsonl')
  expect(found.filter((one) => one !== undefined)).toEqual([])
  expect(found.length).toBe(263)
})
