import type { SpanFacts } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { transferTarget } from './handoff-tools.ts'
import { asMap, mapOf } from './json-value.ts'
import { hasAnyKey, textOf } from './keys.ts'
import { textIn } from './messages/message-shape.ts'
import { readToolMessage } from './tool-message.ts'

const scope = 'openinference.instrumentation.langchain'

/** LangGraph's metadata by the keys of whoever passes it on. */
const markers = [
  'langfuse.observation.metadata.langgraph_node',
  'langsmith.metadata.langgraph_node',
  'traceloop.association.properties.langgraph_node',
]

function recognises(span: Span): boolean {
  return (
    hasAnyKey(span, markers) ||
    (span.attributes.has('openinference.span.kind') &&
      (span.scope.name === scope || textOf(span, 'metadata')?.includes('"langgraph_node"') === true))
  )
}

/** Langfuse's callbacks once wrote tools as spans like any other: only tools have inputs apart from their text. */
function classify(span: Span): SpanClass | undefined {
  const isSpan = textOf(span, 'langfuse.observation.type') === 'span'
  return isSpan && mapOf(span, 'langfuse.observation.metadata.inputs') !== undefined
    ? { kind: 'tool', name: span.name }
    : undefined
}

function refine(span: Span, facts: SpanFacts): Partial<SpanFacts> {
  const thread = facts.conversation ?? textIn(asMap(mapOf(span, 'metadata'))?.['thread_id'])
  if (facts.kind !== 'tool') return { conversation: thread }
  return {
    conversation: thread,
    handoffTo: facts.handoffTo ?? transferTarget(facts.name),
    ...readToolMessage(facts),
  }
}

export const langgraph = defineDialect({
  id: 'langgraph',
  title: 'LangGraph and LangChain',
  source:
    'metadata of LangGraph 0.6 and 1; openinference-instrumentation-langchain 0.1; callbacks of the Langfuse SDK 3',
  decorates: true,
  recognises,
  classify,
  keys: {
    conversation: ['session.id', 'langfuse.observation.metadata.thread_id', 'langsmith.metadata.thread_id'],
    requestModel: ['langfuse.observation.metadata.ls_model_name'],
    provider: ['langfuse.observation.metadata.ls_provider'],
    args: [{ key: 'langfuse.observation.metadata.inputs', form: 'json' }],
  },
  refine,
})
