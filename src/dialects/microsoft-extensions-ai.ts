import type { SpanFacts, ToolRequest } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { defineDialect } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { operationOf } from './keys.ts'
import { requestsIn } from './messages/read-messages.ts'
import { classifyByOperation } from './operations.ts'

const scope = 'Experimental.Microsoft.Extensions.AI'
const wrapper = 'orchestrate_tools'

/** Models without call ids get the tool's name for one, the same for every call of it. */
function refine(span: Span, { kind, callId, name, requests, answers }: SpanFacts): Partial<SpanFacts> {
  if (kind === 'tool') return callId === name ? { callId: null } : {}
  if (kind !== 'model') return {}
  return {
    requests: requests?.map((request) => (hasNameAsId(request) ? { ...request, callId: null } : request)) ?? null,
    answers: answers === null || answers.length === 0 ? answers : withoutNames(span, answers),
  }
}

/** An answer does not say which tool it is of, but the request before it does. */
function withoutNames(span: Span, answers: readonly string[]): readonly string[] {
  const input = span.attributes.get('gen_ai.input.messages') ?? span.attributes.get('langfuse.observation.input')
  const names = new Set((requestsIn(input) ?? []).filter(hasNameAsId).map(({ name }) => name))
  return answers.filter((id) => !names.has(id))
}

function hasNameAsId({ callId, name }: ToolRequest): boolean {
  return callId === name
}

export const microsoftExtensionsAi = defineDialect({
  id: 'microsoft-extensions-ai',
  title: 'Microsoft.Extensions.AI',
  source: 'Microsoft.Extensions.AI 9 and 10',
  decorates: true,
  recognises: (span) => span.scope.name === scope && (span.name === wrapper || operationOf(span) !== undefined),
  // The loop around model calls and tools has no operation, and the sum of its calls as usage.
  classify: (span) => (operationOf(span) === undefined ? { kind: 'group', name: null } : classifyByOperation(span)),
  keys: genaiKeys,
  refine,
})
