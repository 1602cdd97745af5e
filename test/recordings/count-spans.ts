import type { RawSpan } from './raw-spans.ts'
import type { Counts } from './table-row.ts'

/** Spans, roots and orphans of a file, and its runs: traces, those that a link joins taken for one. */
export function countTree(spans: readonly RawSpan[]): Pick<Counts, 'runs' | 'spans' | 'roots' | 'orphans'> {
  const byId = new Map(spans.map((span) => [`${span.trace} ${span.id}`, span]))
  // Of several parts of one span any may name the parent.
  const parents = new Map<string, string>()
  for (const { trace, id, parent } of spans)
    if (parent !== undefined) parents.set(`${trace} ${id}`, `${trace} ${parent}`)
  return {
    runs: joinedTraces(spans),
    spans: byId.size,
    roots: [...byId.keys()].filter((id) => !parents.has(id)).length,
    orphans: [...parents.values()].filter((parent) => !byId.has(parent)).length,
  }
}

function joinedTraces(spans: readonly RawSpan[]): number {
  let groups = [...new Set(spans.map(({ trace }) => trace))].map((trace) => new Set([trace]))
  for (const { trace, links } of spans) {
    for (const link of links) {
      const joined = groups.filter((group) => group.has(trace) || group.has(link))
      if (!joined.some((group) => group.has(link)) || joined.length < 2) continue
      groups = [...groups.filter((group) => !joined.includes(group)), new Set(joined.flatMap((group) => [...group]))]
    }
  }
  return groups.length
}

/** How often each name occurs. */
export function tally(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))
}

/** Sum of an attribute; unknown as soon as one span lacks it, and of no spans. */
export function sum(spans: readonly RawSpan[], key: string): number | null {
  if (spans.length === 0) return null
  return spans.reduce<number | null>((total, { attributes }) => {
    const value = attributes.get(key)
    return total === null || value === undefined ? null : total + Number(value)
  }, 0)
}

export interface Vocabulary {
  readonly agents: (span: RawSpan) => string | undefined
  readonly tools: (span: RawSpan) => string | undefined
  readonly isModel: (span: RawSpan) => boolean
  readonly input: string
  readonly output: string
}

/** Counts the steps whose spans a vocabulary tells apart. */
export function countSteps(spans: readonly RawSpan[], words: Vocabulary): Counts {
  const models = spans.filter(words.isModel)
  return {
    ...countTree(spans),
    agents: tally(spans.flatMap((span) => words.agents(span) ?? [])),
    tools: tally(spans.flatMap((span) => words.tools(span) ?? [])),
    modelCalls: models.length,
    input: sum(models, words.input),
    output: sum(models, words.output),
  }
}

function has(span: RawSpan, key: string, ...values: readonly string[]): boolean {
  return values.includes(span.attributes.get(key) ?? '')
}

const operation = 'gen_ai.operation.name'
const kind = 'openinference.span.kind'

/** Each step one span, of an operation of the GenAI conventions. */
export const genAi: Vocabulary = {
  agents: (span) =>
    has(span, operation, 'invoke_agent') ? (span.attributes.get('gen_ai.agent.name') ?? '?') : undefined,
  tools: (span) => (has(span, operation, 'execute_tool') ? span.attributes.get('gen_ai.tool.name') : undefined),
  isModel: (span) => has(span, operation, 'chat', 'call_llm'),
  input: 'gen_ai.usage.input_tokens',
  output: 'gen_ai.usage.output_tokens',
}

/** Each model call of the Agent Development Kit has one `call_llm`, whatever else tells of it. */
export const adk: Vocabulary = {
  ...genAi,
  agents: (span) => /^(?:invoke_agent |agent_run \[)(\w+)/.exec(span.name)?.[1],
  isModel: ({ name }) => name === 'call_llm',
}

/** The agents of Microsoft's framework had no name: what stands in its place is a UUID. */
export const agentFramework: Vocabulary = {
  ...genAi,
  agents: (span) => (/^[0-9a-f-]{36}$/.test(genAi.agents(span) ?? '') ? '?' : genAi.agents(span)),
}

/** Older spans of Pydantic AI have an operation on chats alone. */
export const pydanticAi: Vocabulary = {
  ...genAi,
  agents: ({ name }) => /^(.*) run$/.exec(name)?.[1],
  tools: ({ name }) => /^running tool: (.*)$/.exec(name)?.[1],
}

export const openInference: Vocabulary = {
  agents: (span) => (has(span, kind, 'AGENT') ? span.attributes.get('graph.node.id') : undefined),
  tools: (span) => (has(span, kind, 'TOOL') ? span.attributes.get('tool.name') : undefined),
  isModel: (span) => has(span, kind, 'LLM'),
  input: 'llm.token_count.prompt',
  output: 'llm.token_count.completion',
}

/** Classes, as `CodeAgent`, are no names. */
export const smolagents: Vocabulary = {
  ...openInference,
  agents: (span) => (has(span, kind, 'AGENT') ? '?' : undefined),
}

/** Model calls of the AI SDK; what is around them adds up. */
export const vercelAi: Vocabulary = {
  agents: () => undefined,
  tools: (span) => span.attributes.get('ai.toolCall.name'),
  isModel: (span) => /\.do(?:Generate|Stream)$/.test(span.attributes.get('ai.operationId') ?? ''),
  input: genAi.input,
  output: genAi.output,
}

/** What LangGraph says through Langfuse alone: no attributes, and so no tokens but what Langfuse counted. */
export const langGraph: Vocabulary = {
  ...genAi,
  agents: () => undefined,
  tools: ({ name, parent }) => (parent === undefined ? undefined : name === 'Web-Search' ? name : undefined),
  isModel: (span) => has(span, 'type', 'GENERATION'),
}
