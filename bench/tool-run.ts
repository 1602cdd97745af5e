import { completeSource, type Span } from '../src/model/span.ts'
import { noAttributes, type Value } from '../src/model/value.ts'

const source = completeSource('bench')
const resource = { attributes: noAttributes, schemaUrl: '' }
const scope = { name: 'agent', version: '', attributes: noAttributes, schemaUrl: '' }

/** Tools that the examples of the pages speak of. */
const tools = ['lookup_order', 'check_policy', 'fetch_invoice', 'refund', 'send_email', 'search']

/**
 * One run of so many spans in the GenAI conventions: turns of a model call that asks for three tools, which run at once; a
 * tenth of the calls fails and is made again.
 */
export function toolRun(size: number): Span[] {
  const spans: Span[] = []
  let clock = 0
  const add = (name: string, length: number, attributes: Record<string, Value>, parent: string | null): void => {
    const start = 1_760_000_000_000_000_000n + BigInt(clock) * 1_000_000n
    spans.push({
      traceId: '1'.repeat(32),
      spanId: (spans.length + 1).toString(16).padStart(16, '0'),
      parentSpanId: parent,
      name,
      kind: 'internal',
      startUnixNano: start,
      endUnixNano: start + BigInt(length) * 1_000_000n,
      status: { code: attributes['error.type'] === undefined ? 'unset' : 'error', message: '' },
      attributes: new Map(Object.entries(attributes)),
      events: [],
      links: [],
      resource,
      scope,
      traceState: '',
      flags: 0x101,
      droppedAttributes: 0,
      droppedEvents: 0,
      droppedLinks: 0,
      source,
      position: spans.length + 1,
    })
  }
  const root = '1'.padStart(16, '0')
  add(
    'invoke_agent support',
    size * 20,
    { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' },
    null,
  )
  for (let turn = 0; spans.length + 5 <= size; turn++) {
    const calls = [0, 1, 2].map((index) => ({
      type: 'tool_call',
      id: `call-${turn}-${index}`,
      name: tools[(turn * 3 + index) % tools.length]!,
      arguments: { order_id: `O-${turn}`, amount: turn % 700 },
    }))
    const chat = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-5',
      'gen_ai.usage.input_tokens': 100 + turn,
      'gen_ai.usage.output_tokens': 10,
      'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: calls }]),
    }
    add('chat gpt-5', 10, chat, root)
    clock += 10
    for (const [index, { id, name, arguments: args }] of calls.entries()) {
      const attributes = {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': name,
        'gen_ai.tool.call.id': id,
        'gen_ai.tool.call.arguments': JSON.stringify(args),
      }
      const fails = (turn * 3 + index) % 10 === 0
      add(`execute_tool ${name}`, 5, fails ? { ...attributes, 'error.type': 'timeout' } : attributes, root)
      if (!fails) {
        clock += 1
        continue
      }
      clock += 6
      add(`execute_tool ${name}`, 5, attributes, root)
    }
    clock += 10
  }
  return spans
}
