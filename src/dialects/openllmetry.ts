import type { Span } from '../model/span.ts'
import { callArguments } from './call-arguments.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
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
])

function classify(span: Span): SpanClass | undefined {
  const kind = kinds.get(textOf(span, 'traceloop.span.kind') ?? '')
  if (kind === undefined) return classifyByOperation(span) ?? classifyByKeys(span)
  const agent = kind === 'agent' ? textOf(span, 'gen_ai.agent.name') : null
  return { kind, name: agent ?? textOf(span, 'traceloop.entity.name') }
}

export const openllmetry = defineDialect({
  id: 'openllmetry',
  title: 'OpenLLMetry',
  source: 'OpenLLMetry semantic conventions, traceloop.*',
  recognises: (span) => hasAnyKey(span, markers),
  classify,
  keys: {
    ...genaiKeys,
    conversation: [...genaiKeys.conversation, 'traceloop.association.properties.session_id'],
    args: [...genaiKeys.args, { key: 'traceloop.entity.input', form: 'either' }],
    result: [...genaiKeys.result, { key: 'traceloop.entity.output', form: 'either' }],
  },
  requests: genaiRequests,
  answers: genaiAnswers,
  refine: (_span, { args }) => ({ args: callArguments(args) }),
})
