import type { Content, SpanFacts, ToolRequest, Usage } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { isValueMap, type ValueMap } from '../model/value.ts'
import { notCaptured } from './content.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { asMap, countIn, mapOf } from './json-value.ts'
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
  'adk.invocation_id',
  'adk.event_id',
  'adk.tool_call_args',
]

/** Spans that may have no key at all are told by their name, and only in the scopes that write it. */
const argsKeys = ['gcp.vertex.agent.tool_call_args', 'adk.tool_call_args']

const scopes = new Set(['gcp.vertex.agent', 'com.google.adk', 'openinference.instrumentation.google_adk'])
const invocation = /^invocation(?: \[.*\])?$/s
const agentRun = /^(?:agent_run \[(.+)\]|invoke_agent (.+))$/s
/** First versions recorded a call and its response as two spans, the latter of no length. */
const toolCall = /^tool_call \[(.+)\]$/s
const toolResponse = /^tool_response(?: \[.*\])?$/s
/** What the SDK writes as provider is the framework, whoever provides the model. */
const frameworks = new Set(['gcp.vertex.agent', 'com.google.adk'])

/** What the SDK writes where it knows nothing. */
const unspecified = '<not specified>'

function classify(span: Span): SpanClass | undefined {
  // The responses of several tools as one event: each tool has a span of its own.
  if (span.name.startsWith('execute_tool (merged') || textOf(span, 'gen_ai.tool.name') === '(merged tools)') {
    return { kind: 'group', name: null }
  }
  if (operationOf(span) !== undefined) return classifyByOperation(span)
  if (span.name === 'call_llm') return { kind: 'model', name: null }
  const tool = toolCall.exec(span.name)?.[1]
  if (tool !== undefined || hasAnyKey(span, argsKeys)) return { kind: 'tool', name: tool ?? null }
  const agent = agentRun.exec(span.name)
  if (agent !== null) return { kind: 'agent', name: agent[1] ?? agent[2]! }
  if (toolResponse.test(span.name)) return { kind: 'group', name: null }
  if (invocation.test(span.name) || span.attributes.has('adk.node.path')) return { kind: 'group', name: null }
  return undefined
}

function responseOf(span: Span): ValueMap | undefined {
  return mapOf(span, 'gcp.vertex.agent.llm_response') ?? mapOf(span, 'adk.llm_response')
}

/** Java has no keys for the usage: it is in the response only. Thoughts are no part of its candidates. */
function usageOf(span: Span): Usage | null {
  const usage = asMap(mapOf(span, 'adk.llm_response')?.['usageMetadata'])
  const input = countIn(usage, ['promptTokenCount'])
  const candidates = countIn(usage, ['candidatesTokenCount'])
  if (input === null && candidates === null) return null
  const reasoning = countIn(usage, ['thoughtsTokenCount'])
  return {
    input,
    output: candidates === null ? null : candidates + (reasoning ?? 0),
    cachedInput: countIn(usage, ['cachedContentTokenCount']),
    cacheWrite: null,
    reasoning,
  }
}

/** Tool calls that the response asks for; without captured content it is an empty object. */
function requests(span: Span): readonly ToolRequest[] | null {
  const content = asMap(responseOf(span)?.['content'])
  return content === undefined ? null : geminiParts.requests(content)
}

function answers(span: Span): readonly string[] | null {
  const request = mapOf(span, 'gcp.vertex.agent.llm_request') ?? mapOf(span, 'adk.llm_request')
  if (request?.['contents'] === undefined) return null
  const ids = mapsIn(request['contents']).flatMap((content) => geminiParts.answers(content))
  return [...new Set(ids.filter((id) => id !== null))]
}

function refine(span: Span, facts: SpanFacts): Partial<SpanFacts> {
  const callId = facts.callId === unspecified ? null : facts.callId
  const provider = frameworks.has(facts.provider ?? '') ? null : facts.provider
  if (facts.kind === 'model') return { callId, provider, usage: facts.usage ?? usageOf(span) }
  if (facts.kind !== 'tool') return { callId, provider, mergeKey: null }
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
  source: 'google-adk 0.1 to 2.5 for Python and 0.2 for Java, gcp.vertex.agent.*',
  decorates: true,
  recognises: (span) =>
    hasAnyKey(span, markers) ||
    (scopes.has(span.scope.name) &&
      operationOf(span) === undefined &&
      (invocation.test(span.name) || agentRun.test(span.name))),
  classify,
  keys: {
    conversation: ['gen_ai.conversation.id', 'gcp.vertex.agent.session_id', 'adk.session_id'],
    mergeKey: ['gcp.vertex.agent.event_id', 'adk.event_id'],
    args: argsKeys.map((key) => ({ key, form: 'json' })),
    result: [{ key: 'gcp.vertex.agent.tool_response', form: 'either' }],
    attempt: ['adk.node.attempt'],
  },
  writesZeroForUnknown: true,
  requests,
  answers,
  refine,
})
