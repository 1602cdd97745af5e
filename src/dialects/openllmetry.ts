import type { SpanFacts } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { callArguments } from './call-arguments.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { asMap } from './json-value.ts'
import { hasAnyKey, textOf } from './keys.ts'
import { genaiAnswers, genaiRequests } from './messages/genai-messages.ts'
import { classifyByKeys, classifyByOperation } from './operations.ts'

/** Keys that make a span OpenLLMetry's; its `traceloop.association.properties.*` decorate any span. */
const markers = ['traceloop.span.kind', 'traceloop.entity.name', 'traceloop.entity.input', 'traceloop.entity.output']

const kinds: ReadonlyMap<string, SpanClass['kind']> = new Map([
  ['workflow', 'workflow'],
  ['task', 'group'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['handoff', 'handoff'],
])

/** Spans of CrewAI's model calls have no marker but the scope, and of its agents no name but the span's. */
const crewScope = 'opentelemetry.instrumentation.crewai'
const crewModelCall = /^.+\.llm$/s
/** Records what goes over MCP, most often inside the tool span of a framework. */
const mcpScope = 'opentelemetry.instrumentation.mcp'

function classify(span: Span): SpanClass | undefined {
  const kind = kinds.get(textOf(span, 'traceloop.span.kind') ?? '')
  if (kind === undefined) return classifyByOperation(span) ?? classifyByKeys(span)
  if (kind === 'handoff') return { kind, name: textOf(span, 'gen_ai.handoff.to_agent') }
  const entity = textOf(span, 'traceloop.entity.name')
  if (kind !== 'agent') return { kind, name: entity }
  return { kind, name: textOf(span, 'gen_ai.agent.name') ?? entity ?? /^(.+)\.agent$/s.exec(span.name)?.[1] ?? null }
}

function refine(span: Span, { kind, name, args }: SpanFacts): Partial<SpanFacts> {
  if (span.scope.name !== mcpScope || kind !== 'tool') return { args: callArguments(args) }
  const map = 'value' in args ? asMap(args.value) : undefined
  const given = map?.['tool_name'] === name ? map?.['arguments'] : undefined
  return { args: given === undefined ? args : { value: given }, isTransport: true }
}

export const openllmetry = defineDialect({
  id: 'openllmetry',
  title: 'OpenLLMetry',
  source: 'OpenLLMetry semantic conventions, traceloop.*',
  recognises: (span) => hasAnyKey(span, markers) || (span.scope.name === crewScope && crewModelCall.test(span.name)),
  classify,
  keys: {
    ...genaiKeys,
    handoffTo: ['gen_ai.handoff.to_agent'],
    conversation: [...genaiKeys.conversation, 'traceloop.association.properties.session_id'],
    args: [...genaiKeys.args, { key: 'traceloop.entity.input', form: 'either' }],
    result: [...genaiKeys.result, { key: 'traceloop.entity.output', form: 'either' }],
  },
  requests: genaiRequests,
  answers: genaiAnswers,
  refine,
})
