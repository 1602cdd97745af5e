import type { SpanFacts, StepStatus } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { countOf } from './numbers.ts'

const nanoPerMilli = 1e6
const prefix = 'claude_code.'

const kinds: ReadonlyMap<string, SpanClass['kind']> = new Map([
  ['claude_code.interaction', 'agent'],
  ['claude_code.llm_request', 'model'],
  ['claude_code.tool', 'tool'],
  ['claude_code.tool.execution', 'tool'],
])

const execution = 'claude_code.tool.execution'

/**
 * A tool waits for permission and executes in spans below its own; the latter says whether it failed, and in some versions
 * repeats its call id.
 */
function classify(span: Span): SpanClass {
  return { kind: kinds.get(span.name) ?? 'group', name: null }
}

function refine(span: Span, { kind, status }: SpanFacts): Partial<SpanFacts> {
  return {
    status: statusOf(span.attributes.get('success'), status),
    ...(span.name === execution && { isTransport: true }),
    // One span holds all tries of a request.
    ...(kind === 'model' && { tries: countOf(span, 'attempt') || null }),
  }
}

function statusOf(success: Value | undefined, status: StepStatus): StepStatus {
  if (success === false) return status === 'cancelled' ? status : 'error'
  return success === true && status === 'unset' ? 'ok' : status
}

export const claudeCode = defineDialect({
  id: 'claude-code',
  title: 'Claude Code',
  source: 'Claude Code 2.1, enhanced telemetry',
  decorates: true,
  recognises: (span) => span.name.startsWith(prefix),
  classify,
  keys: {
    agent: ['agent_id'],
    conversation: ['session.id'],
    callId: ['tool_use_id'],
    toolName: ['tool_name'],
    handoffTo: ['subagent_type'],
    requestModel: ['model'],
    finishReason: ['stop_reason'],
    input: ['input_tokens'],
    output: ['output_tokens'],
    cachedInput: ['cache_read_tokens'],
    cacheWrite: ['cache_creation_tokens'],
    timeToFirstToken: [{ key: 'ttft_ms', unitNano: nanoPerMilli }],
  },
  refine,
})
