/** A dependency that emits spans, and the pack that describes them. */
export interface Instrumentation {
  readonly dependency: string
  readonly title: string
  readonly pack: string
}

const known: readonly { readonly name: RegExp; readonly title: string; readonly pack: string }[] = [
  { name: /^@ai-sdk\/otel$/, title: 'Vercel AI SDK 7, OpenTelemetry GenAI', pack: 'otel-genai' },
  { name: /^ai$/, title: 'Vercel AI SDK', pack: 'vercel-ai' },
  { name: /^@arizeai\/openinference-/, title: 'OpenInference', pack: 'openinference' },
  { name: /^@traceloop\//, title: 'OpenLLMetry', pack: 'openllmetry' },
  { name: /^@modelcontextprotocol\/sdk$/, title: 'Model Context Protocol', pack: 'mcp' },
  { name: /^@mastra\/core$/, title: 'Mastra', pack: 'otel-genai' },
  { name: /^@google\/adk$/, title: 'Google ADK', pack: 'otel-genai' },
  { name: /^@langchain\//, title: 'LangChain', pack: 'otel-genai' },
  { name: /^@openai\/agents/, title: 'OpenAI Agents', pack: 'otel-genai' },
  { name: /^(?:openai|@anthropic-ai\/sdk)$/, title: 'model provider SDK', pack: 'otel-genai' },
  { name: /^@opentelemetry\//, title: 'OpenTelemetry', pack: 'otel-genai' },
]

/** What of the dependencies emits spans of agents and models: frameworks first, then SDKs, then OpenTelemetry itself. */
export function instrumentationsIn(dependencies: readonly string[]): readonly Instrumentation[] {
  return known.flatMap(({ name, title, pack }) => {
    const dependency = dependencies.find((candidate) => name.test(candidate))
    return dependency === undefined ? [] : [{ dependency, title, pack }]
  })
}
