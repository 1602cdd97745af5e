import type { SpanFacts, ToolRequest } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { nanosUntil } from './first-token.ts'
import { mapOf } from './json-value.ts'
import { operationOf, textOf } from './keys.ts'
import { requestsIn } from './messages/read-messages.ts'

/** A generation holds steps, and a step the inference and the tools it asks for; chunks are parts of a stream. */
const kinds: ReadonlyMap<string, SpanClass['kind']> = new Map([
  ['agent_run', 'agent'],
  ['workflow_run', 'workflow'],
  ['model_generation', 'model'],
  ['model_inference', 'model'],
  ['model_step', 'group'],
  ['model_chunk', 'group'],
  ['tool_call', 'tool'],
  ['mcp_tool_call', 'tool'],
  ['client_tool_call', 'tool'],
  ['provider_tool_call', 'tool'],
  ['memory_operation', 'memory'],
  ['processor_run', 'group'],
  ['workflow_step', 'group'],
  ['workflow_conditional', 'group'],
  ['workflow_conditional_eval', 'group'],
  ['workflow_parallel', 'group'],
  ['workflow_loop', 'group'],
  ['workflow_sleep', 'group'],
  ['workflow_wait_event', 'group'],
  ['scorer_run', 'group'],
  ['scorer_step', 'group'],
  ['rag_embedding', 'other'],
  ['rag_vector_operation', 'other'],
  ['workspace_action', 'other'],
])

function classify(span: Span): SpanClass | undefined {
  const type = textOf(span, 'mastra.span.type') ?? ''
  const kind = kinds.get(type)
  if (kind === undefined) return undefined
  // Before there were spans of the inference, a step was the call of the model, and its operation the word for it.
  if (type === 'model_step' && operationOf(span) === type) return { kind: 'model', name: null }
  if (kind === 'workflow') return { kind, name: span.name.replace(/^invoke_workflow /, '') }
  return { kind, name: kind === 'other' ? type : null }
}

/** Before it wrote messages of the conventions, the output of a model was `{ text, toolCalls }` as JSON. */
function requests(span: Span): readonly ToolRequest[] | null {
  const output =
    mapOf(span, 'mastra.model_inference.output') ??
    mapOf(span, 'mastra.model_step.output') ??
    mapOf(span, 'mastra.model_generation.output')
  if (output === undefined) return null
  return output['toolCalls'] === undefined ? [] : requestsIn(output['toolCalls'])
}

function refine(span: Span, { kind, timeToFirstTokenNano }: SpanFacts): Partial<SpanFacts> {
  if (kind !== 'model' || timeToFirstTokenNano !== null) return {}
  return { timeToFirstTokenNano: nanosUntil(span, 'mastra.completion_start_time') }
}

export const mastra = defineDialect({
  id: 'mastra',
  title: 'Mastra',
  source: '@mastra/otel-exporter 1, mastra.*',
  decorates: true,
  recognises: (span) => span.attributes.has('mastra.span.type'),
  classify,
  keys: {
    callId: ['gen_ai.tool.call.id', 'mastra.tool_call.toolCallId', 'mastra.mcp_tool_call.toolCallId'],
    toolName: ['gen_ai.tool.name', 'mastra.tool_call.toolId', 'mastra.mcp_tool_call.toolId'],
    conversation: ['gen_ai.conversation.id', 'mastra.metadata.threadId'],
    args: [
      { key: 'gen_ai.tool.call.arguments', form: 'json' },
      { key: 'mastra.tool_call.input', form: 'json' },
      { key: 'mastra.mcp_tool_call.input', form: 'json' },
    ],
    result: [
      { key: 'gen_ai.tool.call.result', form: 'either' },
      { key: 'mastra.tool_call.output', form: 'either' },
      { key: 'mastra.mcp_tool_call.output', form: 'either' },
    ],
  },
  requests,
  refine,
})
