import type { Content, SpanFacts, ToolRequest } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { isValueMap } from '../model/value.ts'
import { notCaptured } from './content.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { asMap, mapOf } from './json-value.ts'
import { hasAnyKey, operationOf, textOf } from './keys.ts'
import { geminiParts } from './messages/gemini-parts.ts'
import { mapsIn, textIn } from './messages/message-shape.ts'
import { classifyByOperation } from './operations.ts'

const markers = [
  'gcp.vertex.agent.event_id',
  'gcp.vertex.agent.invocation_id',
  'gcp.vertex.agent.session_id',
  'gcp.vertex.agent.llm_request',
  'gcp.vertex.agent.llm_response',
  'gcp.vertex.agent.tool_call_args',
  'gcp.vertex.agent.tool_response',
  'adk.node.path',
  'adk.node.run_id',
  'adk.node.attempt',
]

/** Spans that may have no key at all are told by their name, and only in the scopes that write it. */
const scopes = new Set(['gcp.vertex.agent', 'openinference.instrumentation.google_adk'])
const invocation = /^invocation(?: \[.*\])?$/s
const agentRun = /^agent_run \[(.+)\]$/s

/** What the SDK writes where it knows nothing. */
const unspecified = '<not specified>'

function classify(span: Span): SpanClass | undefined {
  // The responses of several tools as one event: each tool has a span of its own.
  if (span.name.startsWith('execute_tool (merged') || textOf(span, 'gen_ai.tool.name') === '(merged tools)') {
    return { kind: 'group', name: null }
  }
  if (operationOf(span) !== undefined) return classifyByOperation(span)
  if (span.name === 'call_llm') return { kind: 'model', name: null }
  if (span.attributes.has('gcp.vertex.agent.tool_call_args')) return { kind: 'tool', name: null }
  const agent = agentRun.exec(span.name)?.[1]
  if (agent !== undefined) return { kind: 'agent', name: agent }
  if (invocation.test(span.name) || span.attributes.has('adk.node.path')) return { kind: 'group', name: null }
  return undefined
}

/** Tool calls that the response asks for; without captured content it is an empty object. */
function requests(span: Span): readonly ToolRequest[] | null {
  const content = asMap(mapOf(span, 'gcp.vertex.agent.llm_response')?.['content'])
  return content === undefined ? null : geminiParts.requests(content)
}

function answers(span: Span): readonly string[] | null {
  const request = mapOf(span, 'gcp.vertex.agent.llm_request')
  if (request?.['contents'] === undefined) return null
  const ids = mapsIn(request['contents']).flatMap((content) => geminiParts.answers(content))
  return [...new Set(ids.filter((id) => id !== null))]
}

function refine(span: Span, facts: SpanFacts): Partial<SpanFacts> {
  const callId = facts.callId === unspecified ? null : facts.callId
  // The framework, whoever provides the model.
  const provider = facts.provider === 'gcp.vertex.agent' ? null : facts.provider
  if (facts.kind !== 'tool') return { callId, provider, mergeKey: facts.kind === 'model' ? facts.mergeKey : null }
  const isTransfer = facts.name === 'transfer_to_agent'
  const to = isTransfer && 'value' in facts.args ? textIn(asMap(facts.args.value)?.['agent_name']) : facts.handoffTo
  return { callId, provider, mergeKey: null, handoffTo: to, ...withoutPlaceholders(span, facts) }
}

/** Both empty is what the SDK writes when it must not record content, and a tool without a response has a text for it. */
function withoutPlaceholders(span: Span, { args, result, status }: SpanFacts): Partial<SpanFacts> {
  const isOff = isEmptyMap(args) && isEmptyMap(result)
  if (!isOff && !isUnspecified(result)) return {}
  return {
    args: isOff ? notCaptured : args,
    result: notCaptured,
    status: status === 'ok' && span.status.code !== 'ok' ? 'unset' : status,
  }
}

function isEmptyMap(content: Content): boolean {
  return 'value' in content && isValueMap(content.value) && Object.keys(content.value).length === 0
}

function isUnspecified(content: Content): boolean {
  return 'value' in content && asMap(content.value)?.['result'] === unspecified
}

export const googleAdk = defineDialect({
  id: 'google-adk',
  title: 'Google Agent Development Kit',
  source: 'google-adk 1.12 to 2.5 for Python, gcp.vertex.agent.*',
  decorates: true,
  recognises: (span) =>
    hasAnyKey(span, markers) ||
    (scopes.has(span.scope.name) && (invocation.test(span.name) || agentRun.test(span.name))),
  classify,
  keys: {
    conversation: ['gen_ai.conversation.id', 'gcp.vertex.agent.session_id'],
    mergeKey: ['gcp.vertex.agent.event_id'],
    args: [{ key: 'gcp.vertex.agent.tool_call_args', form: 'json' }],
    result: [{ key: 'gcp.vertex.agent.tool_response', form: 'either' }],
    attempt: ['adk.node.attempt'],
  },
  writesZeroForUnknown: true,
  requests,
  answers,
  refine,
})
