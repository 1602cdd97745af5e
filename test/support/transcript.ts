import type { Span } from '../../src/model/span.ts'
import type { Value } from '../../src/model/value.ts'

/** Spans with an operation, in file order. */
export function operation(spans: readonly Span[], name: string): Span[] {
  return spans.filter((span) => span.attributes.get('gen_ai.operation.name') === name)
}

/** What a call of a transcript says, without what it shares with all calls. */
export interface ShownCall {
  readonly name: Value | undefined
  readonly id: Value | undefined
  readonly args: Value | undefined
  readonly result: Value | undefined
  readonly turn: Value | undefined
  readonly status: string
  readonly [other: string]: unknown
}

const shown = new Set([
  'gen_ai.operation.name',
  'gen_ai.tool.name',
  'gen_ai.tool.call.id',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'spanpact.turn',
])

/** The tool calls of a transcript, with every further attribute under its key. */
export function toolCalls(spans: readonly Span[]): ShownCall[] {
  return operation(spans, 'execute_tool').map(({ attributes, status }) => ({
    name: attributes.get('gen_ai.tool.name'),
    id: attributes.get('gen_ai.tool.call.id'),
    args: attributes.get('gen_ai.tool.call.arguments'),
    result: attributes.get('gen_ai.tool.call.result'),
    turn: attributes.get('spanpact.turn'),
    status: status.code,
    ...Object.fromEntries([...attributes].filter(([key]) => !shown.has(key))),
  }))
}

/** Names with the names of their parents, in file order. */
export function outline(spans: readonly Span[]): string[] {
  const names = new Map(spans.map((span) => [span.spanId, span.name]))
  return spans.map((span) => (span.parentSpanId === null ? '' : `${names.get(span.parentSpanId)} > `) + span.name)
}
