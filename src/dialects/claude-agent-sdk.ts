import type { Content, SpanFacts } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { asMap } from './json-value.ts'
import { textOf } from './keys.ts'
import { textIn } from './messages/message-shape.ts'

const scope = 'openinference.instrumentation.claude_agent_sdk'
const spanName = /^ClaudeAgentSDK\./

/** The query and its sub-agents are named after the SDK's classes; the tool call around a sub-agent names it. */
function classify(span: Span): SpanClass | undefined {
  const word = textOf(span, 'openinference.span.kind')
  if (word === 'TOOL') return { kind: 'tool', name: span.name }
  if (word !== 'AGENT') return undefined
  return { kind: 'agent', name: spanName.test(span.name) ? null : span.name }
}

/** Delegating to a sub-agent is a tool call. */
function refine(_span: Span, { kind, args, agent, name }: SpanFacts): Partial<SpanFacts> {
  if (kind === 'tool') return { handoffTo: subagentOf(args) }
  const isClass = kind === 'agent' && agent === 'Agent'
  return isClass ? { agent: null, name: name === agent ? null : name } : {}
}

function subagentOf(args: Content): string | null {
  return 'value' in args ? textIn(asMap(args.value)?.['subagent_type']) : null
}

export const claudeAgentSdk = defineDialect({
  id: 'claude-agent-sdk',
  title: 'Claude Agent SDK by OpenInference',
  source: 'openinference-instrumentation-claude-agent-sdk 0.1',
  decorates: true,
  recognises: (span) =>
    span.attributes.has('openinference.span.kind') &&
    (span.scope.name === scope || (span.source.lacks.has('scope') && spanName.test(span.name))),
  classify,
  keys: {
    callId: ['tool.id'],
    // Of other instrumentations the schema; of this one the arguments.
    args: [
      { key: 'input.value', form: 'json' },
      { key: 'tool.parameters', form: 'json' },
    ],
  },
  refine,
})
