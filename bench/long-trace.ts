import type { SpanFacts } from '../src/model/span-facts.ts'
import { completeSource, type Span } from '../src/model/span.ts'
import { noAttributes } from '../src/model/value.ts'
import { createEvidenceKeeper, retain, type RetainedSpan } from '../src/runs/index.ts'

const traceId = '1'.repeat(32)
const source = completeSource('bench')
const resource = { attributes: noAttributes, schemaUrl: '' }
const scope = { name: 'agent', version: '', attributes: noAttributes, schemaUrl: '' }
const unknown: SpanFacts = {
  dialect: 'bench',
  kind: 'agent',
  name: 'support',
  agent: null,
  conversation: null,
  callId: null,
  args: { lacks: 'not-captured' },
  result: { lacks: 'not-captured' },
  status: 'unset',
  errorType: null,
  provider: null,
  requestModel: null,
  responseModel: null,
  responseId: null,
  usage: null,
  isUsageEstimated: false,
  costUsd: null,
  timeToFirstTokenNano: null,
  finishReason: null,
  requests: null,
  answers: null,
  turn: null,
  attempt: null,
  tries: null,
  handoffTo: null,
  mergeKey: null,
  isOutput: false,
  keys: {},
}

/**
 * One trace of so many spans, as runs retain them: an agent whose turns are a model call, recorded by two instrumentations
 * and with an HTTP request below, that asks for three tools, one of which fails and is tried again. Six of ten spans are
 * claimed by a dialect.
 */
export function longTrace(size: number): RetainedSpan[] {
  const keep = createEvidenceKeeper({ args: 'digest', result: 'none' })
  const spans: RetainedSpan[] = []
  let clock = 0
  const add = (parent: number | null, length: number, name: string, facts?: Partial<SpanFacts>): number => {
    const position = spans.length + 1
    const start = 1_760_000_000_000_000_000n + BigInt(clock) * 1000n
    const span: Span = {
      traceId,
      spanId: idOf(position),
      parentSpanId: parent === null ? null : idOf(parent),
      name,
      kind: 'internal',
      startUnixNano: start,
      endUnixNano: start + BigInt(length) * 1000n,
      status: { code: 'unset', message: '' },
      attributes: noAttributes,
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
      position,
    }
    clock += 2
    const payload = keep(span, facts === undefined ? undefined : { ...unknown, ...facts }, undefined)
    spans.push(retain(span, { file: 0, tag: 0, values: new Map(), payload }))
    return position
  }
  const agent = add(null, size * 10, 'invoke_agent support', {})
  for (let turn = 0; spans.length + 10 <= size; turn++) {
    const ids = [`${turn}a`, `${turn}b`, `${turn}c`]
    const args = { value: { order: turn } }
    const requests = ids.map((callId) => ({ callId, name: 'lookup', args }))
    const call = {
      kind: 'model',
      requestModel: 'gpt-5',
      usage: { input: turn, output: 7, cachedInput: null, cacheWrite: null, reasoning: null },
    } as const
    const model = add(agent, 8, 'chat gpt-5', { ...call, requests })
    const inner = add(model, 5, 'openai.chat', { ...call, responseModel: 'gpt-5-2026-01-15' })
    add(inner, 3, 'POST')
    const tool = { kind: 'tool', name: 'lookup', args } as const
    for (const callId of ids)
      add(
        add(agent, 3, 'execute_tool lookup', { ...tool, callId, status: callId === ids[0] ? 'error' : 'ok' }),
        1,
        'GET',
      )
    add(agent, 2, 'execute_tool lookup', { ...tool, callId: ids[0]! })
  }
  return spans
}

function idOf(number: number): string {
  return number.toString(16).padStart(16, '0')
}
