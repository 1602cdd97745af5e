import { encodeJson } from './otlp/encode-json.ts'
import { span, type SpanSketch } from './span.ts'

/** OTLP JSON lines: one request per span, so that line numbers tell spans apart. */
export function jsonLines(sketches: readonly SpanSketch[]): string {
  return sketches.map((sketch) => `${encodeJson([span(sketch)])}\n`).join('')
}

/** A run of a support agent: an invocation, two model calls and a tool call between them. */
export const supportRun: readonly SpanSketch[] = [
  {
    name: 'invoke_agent support',
    start: 0,
    end: 1000,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' },
  },
  {
    name: 'chat gpt-5',
    id: 'chat 1',
    parent: 'invoke_agent support',
    kind: 'client',
    start: 10,
    end: 300,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5', 'gen_ai.usage.input_tokens': 812 },
  },
  {
    name: 'execute_tool lookup_order',
    parent: 'invoke_agent support',
    start: 310,
    end: 400,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'lookup_order' },
  },
  {
    name: 'chat gpt-5',
    id: 'chat 2',
    parent: 'invoke_agent support',
    kind: 'client',
    start: 410,
    end: 900,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5', 'gen_ai.usage.input_tokens': 1010 },
  },
]

/** Ten lines that the run above keeps. */
export const supportContract = `contract: support-agent
spans:
  answer: { name: invoke_agent support, parent: entry, count: 1 }
  think:
    name: 'chat {gen_ai.request.model}'
    parent: answer
    attributes:
      gen_ai.request.model: string
      gen_ai.usage.input_tokens: int
trace: { roots: 1, orphans: 0, unknownSpans: ignore }
`
