import type { SpanSketch } from './span.ts'

/** The same recording, told otherwise. Spans are those of `spansOfRun`. */
type Rewrite = (spans: readonly SpanSketch[]) => readonly SpanSketch[]

/** Traces, spans and calls have other ids. */
export const renameIds: Rewrite = (spans) =>
  spans.map(({ attributes = {}, parent, ...span }) => ({
    ...span,
    trace: renamed(span.trace ?? 't1'),
    id: renamed(span.id ?? span.name),
    ...(parent === undefined ? {} : { parent: renamed(parent) }),
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => {
        if (key === 'gen_ai.tool.call.id') return [key, renamed(String(value))]
        return [key, key === 'gen_ai.output.messages' ? renameCalls(String(value)) : value]
      }),
    ),
  }))

/** Backwards too: ids that were sorted no longer are. */
function renamed(id: string): string {
  return `renamed ${id.split('').toReversed().join('')}`
}

function renameCalls(messages: string): string {
  const parsed = JSON.parse(messages) as { parts: { type: string; id?: string }[] }[]
  for (const { parts } of parsed) {
    for (const part of parts) if (part.type === 'tool_call' && part.id !== undefined) part.id = renamed(part.id)
  }
  return JSON.stringify(parsed)
}

/** Everything happens so much later, in milliseconds. */
export function shiftClocks(by: number): Rewrite {
  return (spans) =>
    spans.map(({ events, ...span }) => ({
      ...span,
      start: (span.start ?? 0) + by,
      end: span.end === null ? null : (span.end ?? (span.start ?? 0) + 10) + by,
      ...(events === undefined
        ? {}
        : { events: events.map((event) => ({ ...event, at: (event.at ?? span.start ?? 0) + by })) }),
    }))
}

/** Every tool call is recorded by the client of its server too, below the span of the agent's runtime. */
export const addClientSpans: Rewrite = (spans) =>
  spans.flatMap((span) => {
    const { 'gen_ai.operation.name': operation, 'gen_ai.tool.name': tool, ...rest } = span.attributes ?? {}
    if (operation !== 'execute_tool') return [span]
    const callId = rest['gen_ai.tool.call.id'] ?? `call ${span.id}`
    const attributes = { ...span.attributes, 'gen_ai.tool.call.id': callId }
    return [
      { ...span, attributes },
      {
        ...span,
        id: `${span.id} client`,
        parent: span.id!,
        name: `tools/call ${String(tool)}`,
        kind: 'client',
        scope: { name: 'mcp' },
        attributes: { ...attributes, 'mcp.method.name': 'tools/call' },
      },
    ]
  })

/** Every span is written twice, by an exporter that tried again. */
export const writeTwice: Rewrite = (spans) => [...spans, ...spans]
