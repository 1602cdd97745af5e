import { expect, test } from 'vitest'

import { fileSource } from '../../src/readers/index.ts'
import { checkSpans, contractOf } from '../support/check-spans.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { checkRun, reasonsOf, type RunSketch } from '../support/step-sketch.ts'

/** Fails in runs that it speaks of; the contract is unexercised where it speaks of none. */
const trajectory = (input: string): string => `
  trajectories:
    asked:
      when: { input: ${input} }
      expect:
        - step-count: { kind: any, scope: deep, max: 0 }`

/** Input of the run, read off the files. */
test.each([
  ['strands-evals/otel_genai_convention_spans.json', "What's the weather in Paris and London?"],
  ['strands-evals/smolagents_live_spans.json', 'What is the population of Tokyo?'],
  ['strands-evals/adk_live_spans.json', 'What is 15 multiplied by 37?'],
  ['langfuse/langgraph-python-2025-08-22.trace.json', "Search the web for 'example' and summarize."],
  ['langfuse/openai-agents-2025-09-30.trace.json', "What's the weather in Tokyo?"],
  ['langfuse/vercel-aisdk-2025-11-17.trace.json', 'What is the weather like today in San Francisco?'],
  ['agent-prism/rag_earnings_agent.json', "what was meta's revenue in Q4 2023"],
  ['agentevals/k8s.json', 'list all Helm releases'],
  ['agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_7.json', 'Add Charlie to the channel starting with External'],
])('%s', async (file, asked) => {
  const { spans, logEvents } = await readAll(fileSource(`fixtures/recordings/${file}`))
  const reasons = async (input: string): Promise<string[]> =>
    reasonsOf(checkSpans(spans, [await contractOf(trajectory(input))], { logs: logEvents })).reasons
  expect(await reasons(JSON.stringify({ eq: asked }))).toEqual(['step-count too-many'])
  expect(await reasons(JSON.stringify({ contains: asked.slice(3, 12) }))).toEqual(['step-count too-many'])
  expect(await reasons('{ contains: refund }')).toEqual(['contract-unexercised no-trajectory'])
})

const ask = (text: string): Record<string, unknown> => ({
  'gen_ai.input.messages': JSON.stringify([{ role: 'user', content: text }]),
})

test('the root of a run says it, else the earliest span that does', async () => {
  const run = (attributes: Record<string, unknown>): RunSketch => ({
    attributes,
    steps: [
      { model: 'late', at: [50, 60], attributes: ask('late') },
      { model: 'early', at: [5, 10], attributes: ask('early') },
    ],
  })
  expect(reasonsOf(await checkRun(trajectory('root'), run(ask('root')))).reasons).toEqual(['step-count too-many'])
  expect(reasonsOf(await checkRun(trajectory('early'), run({}))).reasons).toEqual(['step-count too-many'])
})

test('what no span says leaves it open', async () => {
  const report = await checkRun(trajectory('{ contains: refund }'), [{ model: 'gpt-5' }])
  expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['step-count when-open'] })
})
