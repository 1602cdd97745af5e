import {
  adk,
  agentFramework,
  countSteps,
  genAi,
  langGraph,
  openInference,
  pydanticAi,
  smolagents,
  sum,
  vercelAi,
  type Vocabulary,
} from './count-spans.ts'
import { agentDojo, inspect, miniSweAgent, sweAgent, tauBench, whoAndWhen } from './count-transcripts.ts'
import { jaeger, javascript, langfuse, otlp, otlpLines, protobuf, python, zipkin, type RawSpan } from './raw-spans.ts'
import type { Counts } from './table-row.ts'

type Count = (file: string) => Counts

function by(read: (file: string) => RawSpan[], words: Vocabulary): Count {
  return (file) => countSteps(read(file), words)
}

/** The crew says the roles of its agents; each task has one span of an agent. */
const crew: Count = (file) => {
  const spans = langfuse(file)
  const roles = spans.flatMap(({ attributes }) => {
    const agents = JSON.parse(attributes.get('crew_agents') ?? '[]') as { readonly role: string }[]
    return attributes.get('openinference.span.kind') === 'CHAIN' ? agents.map(({ role }) => role) : []
  })
  return { ...countSteps(spans, openInference), agents: Object.fromEntries(roles.map((role) => [role, 1])) }
}

/** No span is a model call; the query has the sum, of which `prompt` leaves out what was cached or written to the cache. */
const claude: Count = (file) => {
  const spans = python(file)
  const query = spans.filter(({ name }) => name === 'ClaudeAgentSDK.query')
  const prompt = ['', '_details.cache_read', '_details.cache_write']
  return {
    ...countSteps(spans, smolagents),
    modelCalls: null,
    input: prompt.reduce((total, part) => total + Number(sum(query, `llm.token_count.prompt${part}`)), 0),
    output: sum(query, 'llm.token_count.completion'),
  }
}

/** Runs of nothing but a sum hold an unknown number of calls, so that the file does. */
const vercelRuns: Count = (file) => {
  const spans = javascript(file)
  const sums = spans.filter((span) => !vercelAi.isModel(span) && span.attributes.has('ai.response.finishReason'))
  if (sums.length === 0) throw new Error('every run has a model call')
  return { ...countSteps(spans, vercelAi), modelCalls: null, input: null, output: null }
}

/** By the beginning of the path; the first that fits counts the file. */
const counters: readonly (readonly [string, Count])[] = [
  ['agent-prism/', by(otlp, openInference)],
  ['agentdojo/', agentDojo],
  ['agentevals/', by(jaeger, adk)],
  ['agentrx/', tauBench],
  ['any-agent/', by(python, genAi)],
  ['inspect-ai/', inspect],
  ['jaeger/otlp2jaeger-in', by(otlp, genAi)],
  ['jaeger/otlp2jaeger-out', by(jaeger, genAi)],
  ['langfuse/crewai', crew],
  ['langfuse/csharp', by(langfuse, genAi)],
  ['langfuse/google-adk', by(langfuse, adk)],
  ['langfuse/langgraph', by(langfuse, langGraph)],
  ['langfuse/microsoft', by(langfuse, agentFramework)],
  ['langfuse/openai-agents', by(langfuse, openInference)],
  ['langfuse/pydantic-ai', by(langfuse, pydanticAi)],
  ['langfuse/vercel', by(langfuse, vercelAi)],
  ['mini-swe-agent/', miniSweAgent],
  ['openinference/vercel', vercelRuns],
  ['opentelemetry-proto/', by(otlp, genAi)],
  ['otel-tui/', by(otlpLines, genAi)],
  ['otlp2parquet/traces.jsonl', by(otlpLines, genAi)],
  ['otlp2parquet/traces.pb', by(protobuf, genAi)],
  ['strands-evals/adk', by(python, adk)],
  ['strands-evals/claude', claude],
  ['strands-evals/smolagents', by(python, smolagents)],
  ['strands-evals/', by(python, genAi)],
  ['swe-agent/', sweAgent],
  ['tau-bench/', tauBench],
  ['who-and-when/', whoAndWhen],
  ['zipkin/', by(zipkin, genAi)],
]

/** Counts a recording without the help of any reader or dialect. */
export function countOf(file: string): Counts {
  const count = counters.find(([start]) => file.startsWith(start))?.[1]
  if (count === undefined) throw new Error(`nothing counts ${file}`)
  return count(file)
}
