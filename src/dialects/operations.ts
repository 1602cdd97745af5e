import type { Span } from '../model/span.ts'
import type { SpanClass } from './dialect.ts'
import { hasAnyKey, operationOf, textOf } from './keys.ts'

/** What the operations of the GenAI conventions record, of any generation. */
const kinds: Readonly<Record<string, SpanClass['kind']>> = {
  chat: 'model',
  generate_content: 'model',
  text_completion: 'model',
  invoke_agent: 'agent',
  execute_tool: 'tool',
  retrieval: 'retrieval',
  invoke_workflow: 'workflow',
  plan: 'plan',
  create_memory: 'memory',
  update_memory: 'memory',
  upsert_memory: 'memory',
  search_memory: 'memory',
  delete_memory: 'memory',
  create_memory_store: 'memory',
  delete_memory_store: 'memory',
  embeddings: 'other',
  create_agent: 'other',
  fetch_response: 'other',
  // Not of the conventions: the AI SDK and Mastra open one around a model call and the tools it asks for.
  agent_step: 'group',
}

const kindOf = new Map(Object.entries(kinds))

const nameKeys: Partial<Record<SpanClass['kind'], string>> = {
  workflow: 'gen_ai.workflow.name',
  retrieval: 'gen_ai.data_source.id',
  memory: 'gen_ai.memory.store.id',
  plan: 'gen_ai.agent.name',
}

/** What a span records by its `gen_ai.operation.name`; undefined for an unknown operation, and for none. */
export function classifyByOperation(span: Span): SpanClass | undefined {
  const operation = operationOf(span)
  const kind = operation === undefined ? undefined : kindOf.get(operation)
  if (kind === undefined) return undefined
  const key = nameKeys[kind]
  return { kind, name: kind === 'other' ? (operation ?? null) : key === undefined ? null : textOf(span, key) }
}

/**
 * What a span without operation name records by its other keys: tools had none before 1.37, model calls none before 1.27.
 * Only called for spans that a GenAI dialect recognises by more than their model.
 */
export function classifyByKeys(span: Span): SpanClass | undefined {
  if (operationOf(span) !== undefined || span.attributes.has('mcp.method.name')) return undefined
  if (hasAnyKey(span, ['gen_ai.tool.name', 'gen_ai.tool.call.id'])) return { kind: 'tool', name: null }
  const type = textOf(span, 'llm.request.type')
  if (type !== null) return { kind: type === 'chat' || type === 'completion' ? 'model' : 'other', name: null }
  return hasAnyKey(span, ['gen_ai.request.model', 'gen_ai.response.model']) ? { kind: 'model', name: null } : undefined
}
