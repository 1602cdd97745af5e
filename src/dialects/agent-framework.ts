import type { SpanFacts } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { defineDialect } from './dialect.ts'
import { transferTarget } from './handoff-tools.ts'
import { operationOf, textOf } from './keys.ts'
import { textIn } from './messages/message-shape.ts'
import { classifyByOperation } from './operations.ts'

const framework = 'microsoft.agent_framework'

function recognises(span: Span): boolean {
  return (
    span.attributes.has('agent_framework.function.invocation.duration') ||
    textOf(span, 'gen_ai.provider.name') === framework ||
    (span.scope.name === 'agent_framework' && operationOf(span) !== undefined)
  )
}

function refine(span: Span, facts: SpanFacts): Partial<SpanFacts> {
  const known = (text: string | null, placeholder: string): string | null => (text === placeholder ? null : text)
  const requestModel = known(facts.requestModel, 'unknown')
  // An agent without a name has its id as name.
  const agent = facts.agent === textOf(span, 'gen_ai.agent.id') ? null : facts.agent
  return {
    provider: known(facts.provider, framework),
    requestModel,
    // Hosted agents write the id of the run, which several calls share.
    responseId: facts.responseId?.startsWith('run_') === true ? null : facts.responseId,
    callId: facts.callId ?? lastOfList(span),
    agent,
    ...(facts.kind === 'agent' && { name: agent }),
    ...(facts.kind === 'model' && { name: requestModel ?? facts.responseModel }),
    ...(facts.kind === 'tool' && { handoffTo: facts.handoffTo ?? transferTarget(facts.name) }),
  }
}

/** Hosted agents write run and call as one id, which some exports decode. */
function lastOfList(span: Span): string | null {
  const ids = span.attributes.get('gen_ai.tool.call.id')
  return Array.isArray(ids) ? textIn(ids.at(-1)) : null
}

export const agentFramework = defineDialect({
  id: 'agent-framework',
  title: 'Microsoft Agent Framework',
  source: 'agent-framework 1.0 for Python',
  decorates: true,
  recognises,
  classify: classifyByOperation,
  keys: {},
  refine,
})
