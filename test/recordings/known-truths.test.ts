import { describe, expect, test } from 'vitest'

import type { ShownRun, ShownStep } from '../../src/model/report.ts'
import { deriveRun } from '../support/derive-run.ts'
import { json } from './raw-spans.ts'
import { recordedFiles, recordedSpans, show } from './recorded-run.ts'

async function onlyRun(file: string): Promise<ShownRun> {
  const { runs } = await show(file)
  expect(runs).toHaveLength(1)
  return runs[0]!
}

function flat(steps: readonly ShownStep[] = []): ShownStep[] {
  return steps.flatMap((step) => [step, ...flat(step.steps)])
}

describe('two agents are asked for the releases of Helm', () => {
  test.each([
    ['agentevals/helm.json', 96, { helm_list_releases: 1 }],
    // That nothing was called is sure: no step is missing.
    ['agentevals/k8s.json', 73, {}],
  ])('%s', async (file, spans, byName) => {
    const run = await onlyRun(file)
    expect([run.spans, run.toolCalls.byName, run.complete]).toEqual([spans, byName, true])
  })

  test('tasks that were cancelled while they waited are no failures', async () => {
    const spans = await recordedSpans('agentevals/helm.json')
    const cancelled = spans.flatMap(({ events }) =>
      events.filter(({ attributes }) => attributes.get('exception.type') === 'asyncio.exceptions.CancelledError'),
    )
    expect(cancelled.length).toBe(7)
    const run = await onlyRun('agentevals/helm.json')
    expect(flat(run.steps).filter(({ status }) => status === 'error' || status === 'cancelled')).toEqual([])
  })
})

describe('any-agent: one task on four frameworks', () => {
  const task = ['get_current_time', 'write_file']

  test.each([
    ['OPENAI', []],
    ['LANGCHAIN', []],
    ['SMOLAGENTS', ['final_answer']],
    ['GOOGLE', ['final_output']],
  ])('%s', async (framework, outputs) => {
    const { derived } = deriveRun(await recordedSpans(`any-agent/${framework}_trace.json`))
    const tools = derived.steps.filter(({ kind }) => kind === 'tool')
    expect(tools.map(({ name, isOutput }) => [name, isOutput])).toEqual([
      ...task.map((name) => [name, false]),
      ...outputs.map((name) => [name, true]),
    ])
    expect(tools.slice(1).map((tool, index) => derived.order.before(tools[index]!, tool))).toEqual(
      tools.slice(1).map(() => true),
    )
  })
})

test('tau-bench: 50 runs with 282 tool calls and 642 model calls', async () => {
  const { totals } = await show('tau-bench/gpt-4o-airline.trial-0.json')
  expect(totals).toEqual({ recordings: 1, runs: 50, spans: 974, toolCalls: 282, modelCalls: 642 })
})

describe('agentdojo', () => {
  const files = recordedFiles.filter((file) => file.startsWith('agentdojo/'))

  test('42 runs with 241 calls, of which two failed', async () => {
    const runs = (await Promise.all(files.map(show))).flatMap((report) => report.runs)
    const sum = (count: (run: ShownRun) => number): number => runs.reduce((total, run) => total + count(run), 0)
    expect([runs.length, sum(({ toolCalls }) => toolCalls.count), sum(({ toolCalls }) => toolCalls.failed)]).toEqual([
      42, 241, 2,
    ])
  })

  test('behind a detector that blanks results, `get_channels` is called 74 times', async () => {
    const reports = await Promise.all(files.filter((file) => file.includes('pi_detector')).map(show))
    const calls = reports.flatMap(({ runs }) => runs.map(({ toolCalls }) => toolCalls.byName['get_channels'] ?? 0))
    expect(calls.reduce((sum, count) => sum + count, 0)).toBe(74)
  })
})

test.each([
  ['smartthings-oauth-authorization.json', 175, 130],
  ['yelp.json', 16, 13],
  ['skew.json', 4, 3],
])('zipkin/%s: halves that share an id are one span', async (name, items, spans) => {
  const file = `zipkin/${name}`
  const raw = json(file) as readonly { readonly id: string; readonly kind?: string }[]
  expect(raw).toHaveLength(items)
  const run = await onlyRun(file)
  expect([run.spans, run.roots, run.orphans]).toEqual([spans, 1, 0])
  const read = new Map((await recordedSpans(file)).map((span) => [span.spanId, span.kind]))
  const halves = [...Map.groupBy(raw, ({ id }) => id)].filter(([, parts]) =>
    ['CLIENT', 'SERVER'].every((kind) => parts.some((part) => part.kind === kind)),
  )
  expect(halves.length).toBeGreaterThan(0)
  expect(halves.map(([id]) => read.get(id))).toEqual(halves.map(() => 'client'))
})

test('the twins of jaeger/ are one run', async () => {
  const [otlp, jaeger] = await Promise.all(['in', 'out'].map((side) => onlyRun(`jaeger/otlp2jaeger-${side}.json`)))
  const { recording: _one, format: _otlp, ...first } = otlp!
  const { recording: _other, format: _jaeger, ...second } = jaeger!
  expect(second).toEqual(first)
})

test('otlp2parquet: lines and protobuf hold the same runs', async () => {
  const sides = await Promise.all(['traces.jsonl', 'traces.pb'].map((name) => show(`otlp2parquet/${name}`)))
  const [lines, protobuf] = sides.map(({ runs }) =>
    runs.map(({ recording: _recording, format: _format, ...run }) => run),
  )
  expect(lines).toHaveLength(19)
  expect(protobuf).toEqual(lines)
})

test('a shop without agents has 15 error spans and no step', async () => {
  const { runs } = await show('otel-tui/test_data.lines-01-49.jsonl')
  expect(runs.reduce((sum, { errorSpans }) => sum + errorSpans, 0)).toBe(15)
  expect(new Set(runs.flatMap(({ traceIds }) => traceIds)).size).toBe(61)
  expect(runs.flatMap(({ steps }) => steps)).toEqual([])
})

// Input, output, cached, written to the cache, reasoning.
test.each<[string, (number | null)[]]>([
  ['agent-prism/smol_deep_research_agent.json', [17952, 7122, 5504, null, 4352]],
  ['agent-prism/rag_earnings_agent.json', [629, 19, 0, null, 0]],
  // The first call read nothing from the cache, the second 1792.
  ['agentevals/helm.json', [3776, 130, 1792, null, 0]],
  ['strands-evals/adk_live_spans.json', [379, 84, null, null, 52]],
  // `prompt` is 4: it leaves out 29447 that were cached and 2861 that were written.
  ['strands-evals/claude_adot_spans.json', [32312, 767, 29447, 2861, null]],
  ['strands-evals/otel_genai_convention_spans.json', [200, 60, null, null, null]],
  ['strands-evals/pydantic_ai_live_spans.json', [1251, 78, null, null, null]],
  ['strands-evals/smolagents_live_spans.json', [6256, 163, null, null, null]],
  ['strands-evals/openai_agents_genai_live_spans.json', [1870, 253, 0, null, 0]],
  // One of the two chats says nothing; what Langfuse counted by itself is no usage.
  ['langfuse/microsoft-agent-2025-10-14.json', [null, null, null, null, null]],
])('tokens of %s', async (file, [input, output, cachedInput, cacheWrite, reasoning]) => {
  expect((await onlyRun(file)).tokens).toEqual({ input, output, cachedInput, cacheWrite, reasoning })
})

test('a chain retrieves once', async () => {
  const run = await onlyRun('agent-prism/rag_earnings_agent.json')
  expect(flat(run.steps).map(({ kind }) => kind)).toEqual(['retrieval', 'model'])
})

test('calls that a model asked for and no span records leave the run incomplete', async () => {
  const run = await onlyRun('agent-prism/smol_deep_research_agent.json')
  expect([run.toolCalls.count, run.complete, run.gaps.filter(({ facet }) => facet === 'calls').length]).toEqual([
    0,
    false,
    1,
  ])
})

test('tools that stand for agents hand over to them', async () => {
  const handoffs = async (file: string): Promise<unknown[]> =>
    flat((await onlyRun(file)).steps).flatMap(({ name, handoffTo }) => (handoffTo === null ? [] : [[name, handoffTo]]))
  expect(await handoffs('strands-evals/claude_adot_spans.json')).toEqual([
    ['Agent', 'math-agent'],
    ['Agent', 'conversion-agent'],
  ])
  expect(await handoffs('strands-evals/openai_agents_genai_live_spans.json')).toEqual([
    ['ask_research_specialist', 'research_specialist'],
    ['ask_math_specialist', 'math_specialist'],
  ])
})

test('vercel-v6: each span is a run of its own, and a sum tells no number of calls', async () => {
  const file = 'openinference/vercel-v6-all-spans.json'
  const raw = json(file) as readonly {
    readonly spanContext: { readonly traceId: string }
    readonly attributes: { readonly 'ai.operationId': string }
  }[]
  const { runs } = await show(file)
  const byTrace = new Map(runs.map((run) => [run.run, run]))
  expect(
    raw.map(({ spanContext, attributes }) => {
      const run = byTrace.get(spanContext.traceId)
      return [attributes['ai.operationId'], run?.modelCalls?.count ?? null, run?.tokens.input, run?.tokens.output]
    }),
  ).toEqual([
    ['ai.generateText.doGenerate', 1, 14, 20],
    ['ai.generateText', null, 14, 20],
    ['ai.generateText.doGenerate', 1, 50, 9],
    ['ai.generateText', null, 50, 9],
    ['ai.generateObject.doGenerate', 1, 63, 156],
    ['ai.generateObject', null, 63, 156],
    ['ai.streamText.doStream', 1, 15, 112],
    ['ai.streamText', null, 15, 112],
    ['ai.embed.doEmbed', 0, null, null],
    ['ai.embed', 0, null, null],
  ])
})
