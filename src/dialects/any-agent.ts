import type { SpanFacts, ToolRequest } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { defineDialect, type ContentForm } from './dialect.ts'
import { jsonOf } from './json-value.ts'
import { hasAnyKey, operationOf, textOf } from './keys.ts'
import { mapsIn, requestOf } from './messages/message-shape.ts'
import { amountOf } from './numbers.ts'
import { classifyByOperation } from './operations.ts'

const markers = ['gen_ai.output', 'gen_ai.tool.args', 'any_agent.version']

function outputForm(span: Span): ContentForm {
  const type = textOf(span, 'gen_ai.output.type')
  return type === 'json' || type === 'text' ? type : 'either'
}

/** The output is a list of calls, or the answer as JSON or text. */
function requests(span: Span): readonly ToolRequest[] | null {
  if (!span.attributes.has('gen_ai.output')) return null
  if (outputForm(span) === 'text') return []
  const output = jsonOf(span, 'gen_ai.output')
  if (output === undefined) return null
  return mapsIn(output).flatMap((call) => requestOf(null, call['tool.name'], call['tool.args']))
}

function refine(span: Span, { costUsd, keys }: SpanFacts): Partial<SpanFacts> {
  const input = amountOf(span, 'gen_ai.usage.input_cost')
  const output = amountOf(span, 'gen_ai.usage.output_cost')
  if (costUsd !== null || input === null || output === null) return {}
  return { costUsd: input + output, keys: { ...keys, costUsd: 'gen_ai.usage.input_cost' } }
}

export const anyAgent = defineDialect({
  id: 'any-agent',
  title: 'any-agent',
  source: 'mozilla-ai/any-agent 1.9',
  decorates: true,
  recognises: (span) => operationOf(span) === 'call_llm' || hasAnyKey(span, markers),
  classify: (span) => (operationOf(span) === 'call_llm' ? { kind: 'model', name: null } : classifyByOperation(span)),
  keys: {
    args: [{ key: 'gen_ai.tool.args', form: 'json' }],
    result: [{ key: 'gen_ai.output', form: outputForm }],
  },
  requests,
  refine,
})
