import * as fc from 'fast-check'
import type { Span } from '../../src/model/span.ts'
import { span, type SpanSketch } from './span.ts'

/** A call of a tool, all tries of which have its arguments. */
export interface ToolCall {
  readonly tool: string
  readonly argument: string | number | null
  readonly hasId: boolean
  /** Tries that fail before the last one, which fails too unless `isOk`. */
  readonly failures: number
  readonly isOk: boolean
  /** A second instrumentation records the last try, inside the span of the first. */
  readonly isTwice: boolean
  /** An agent that does what the tool is asked for. */
  readonly inside: Agent | null
}

export interface Turn {
  readonly model: string
  /** The first request of the model fails. */
  readonly isRetried: boolean
  readonly usage: { readonly input: number; readonly output: number; readonly cached: number | null } | null
  /** Times by hundredths of a second; null for none. */
  readonly firstToken: number | null
  readonly calls: readonly ToolCall[]
  readonly isParallel: boolean
}

export interface Agent {
  readonly name: string
  readonly turns: readonly Turn[]
}

export interface AgentRun {
  readonly agent: Agent
  /** Messages, arguments and results are texts of JSON, or lists and maps. */
  readonly content: 'text' | 'structured'
  /** No call has an id, nor an argument that another lacks. */
  readonly areCallsAlike?: boolean
}

const counts = { input: fc.nat(100_000), output: fc.nat(5000), cached: fc.option(fc.nat(100)) }

const { agent } = fc.letrec<{ agent: Agent; turn: Turn; call: ToolCall }>((tie) => ({
  agent: fc.record({
    name: fc.constantFrom('support', 'billing', 'Über-Agent'),
    turns: fc.array(tie('turn'), { minLength: 1, maxLength: 3 }),
  }),
  turn: fc.record({
    model: fc.constantFrom('gpt-5', 'claude-sonnet-5'),
    isRetried: fc.boolean(),
    usage: fc.option(fc.record(counts).map(({ input, ...rest }) => ({ input: input + 100, ...rest }))),
    firstToken: fc.option(fc.integer({ min: 1, max: 9 })),
    calls: fc.array(tie('call'), { maxLength: 3 }),
    isParallel: fc.boolean(),
  }),
  call: fc.record({
    tool: fc.constantFrom('lookup_order', 'refund', 'billing_agent'),
    argument: fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.constant(null)),
    hasId: fc.boolean(),
    failures: fc.constantFrom(0, 0, 0, 1, 2),
    isOk: fc.boolean(),
    isTwice: fc.boolean(),
    inside: fc.oneof({ maxDepth: 2, depthIdentifier: 'agents' }, fc.constant(null), tie('agent')),
  }),
}))

/** Runs of agents that call each other through tools, with retries, parallel calls and failures. */
export const anyAgentRun: fc.Arbitrary<AgentRun> = fc.record({
  agent,
  content: fc.constantFrom('text', 'structured'),
})

const resource = { 'service.name': 'support', 'service.version': '1.4.0' }

/**
 * The spans of a run in the words of the GenAI conventions, each at least ten milliseconds from the next. Unless
 * calls are alike, each has an argument of its own, `number`.
 */
export function spansOfRun({ agent: root, content, areCallsAlike = false }: AgentRun): Span[] {
  const sketches: SpanSketch[] = []
  // No format that rounds can keep such times.
  let clock = 0.123457
  let numbers = 0
  const tick = (): number => (clock += 10)
  const held = (value: object): unknown => (content === 'text' ? JSON.stringify(value) : value)
  const begin = (sketch: SpanSketch): SpanSketch => {
    const made = {
      ...sketch,
      id: `s${sketches.length}`,
      start: tick(),
      resource,
      scope: { name: 'agents', version: '2.0.0', ...sketch.scope },
    }
    sketches.push(made)
    return made
  }
  const end = (sketch: SpanSketch, error?: string): void => {
    sketch.end = tick()
    sketch.status = error === undefined ? 'ok' : 'error'
    if (error !== undefined) sketch.attributes = { ...sketch.attributes, 'error.type': error }
  }

  function invoke({ name, turns }: Agent, parent?: string): void {
    const invocation = begin({
      name: `invoke_agent ${name}`,
      ...(parent === undefined ? {} : { parent }),
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': name,
        'gen_ai.conversation.id': 'c1',
      },
    })
    for (const turn of turns) take(turn, invocation.id!)
    end(invocation)
  }

  function take(turn: Turn, parent: string): void {
    const calls = turn.calls.map((call) => {
      if (areCallsAlike) return { call, id: null, args: {} }
      const number = ++numbers
      return { call, id: call.hasId ? `call_${number}` : null, args: { number, argument: call.argument } }
    })
    const request = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': turn.model,
    }
    if (turn.isRetried) end(begin({ name: `chat ${turn.model}`, parent, kind: 'client', attributes: request }), '429')
    const model = begin({
      name: `chat ${turn.model}`,
      parent,
      kind: 'client',
      attributes: { ...request, ...answerOf(turn, calls) },
    })
    end(model)
    if (!turn.isParallel) for (const { call, id, args } of calls) tryAll(call, id, args, parent)
    else {
      // The first try of each begins before any ends.
      const open = calls.map(({ call, id, args }) => ({ call, id, args, first: beginTry(call, id, args, parent) }))
      for (const { call, id, args, first } of open) tryAll(call, id, args, parent, first)
    }
  }

  function answerOf(
    turn: Turn,
    calls: readonly { readonly call: ToolCall; readonly id: string | null; readonly args: object }[],
  ): Record<string, unknown> {
    const parts = calls.map(({ call, id, args }) => ({
      type: 'tool_call',
      ...(id === null ? {} : { id }),
      name: call.tool,
      arguments: args,
    }))
    const finishReason = parts.length === 0 ? 'stop' : 'tool_calls'
    return {
      'gen_ai.response.model': `${turn.model}-2026-01-15`,
      'gen_ai.response.finish_reasons': [finishReason],
      'gen_ai.output.messages': held([{ role: 'assistant', parts, finish_reason: finishReason }]),
      ...(turn.firstToken === null ? {} : { 'gen_ai.response.time_to_first_chunk': turn.firstToken / 100 }),
      ...(turn.usage === null
        ? {}
        : { 'gen_ai.usage.input_tokens': turn.usage.input, 'gen_ai.usage.output_tokens': turn.usage.output }),
      ...(turn.usage === null || turn.usage.cached === null
        ? {}
        : { 'gen_ai.usage.cache_read.input_tokens': turn.usage.cached }),
    }
  }

  function beginTry({ tool }: ToolCall, id: string | null, args: object, parent: string): SpanSketch {
    return begin({
      name: `execute_tool ${tool}`,
      parent,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': tool,
        ...(id === null ? {} : { 'gen_ai.tool.call.id': id }),
        'gen_ai.tool.call.arguments': held(args),
      },
    })
  }

  function tryAll(call: ToolCall, id: string | null, args: object, parent: string, first?: SpanSketch): void {
    for (let failed = 0; failed < call.failures; failed++) {
      end((failed === 0 ? first : undefined) ?? beginTry(call, id, args, parent), 'timeout')
    }
    const last = (call.failures === 0 ? first : undefined) ?? beginTry(call, id, args, parent)
    if (call.isTwice) {
      const again = beginTry(call, id, args, last.id!)
      again.scope = { name: 'mcp', version: '1.0.0' }
      end(again, call.isOk ? undefined : 'refused')
    }
    if (call.inside !== null) invoke(call.inside, last.id)
    if (call.isOk) last.attributes = { ...last.attributes, 'gen_ai.tool.call.result': held({ done: true, args }) }
    end(last, call.isOk ? undefined : 'refused')
  }

  invoke(root)
  return sketches.map((sketch, index) => span(sketch, index + 1))
}

/** How many agents, turns and calls a run has, and how many tries its calls needed. */
export function countRun(root: Agent): { agents: number; turns: number; calls: number; tries: number } {
  const sum = { agents: 1, turns: root.turns.length, calls: 0, tries: 0 }
  for (const { failures, inside } of root.turns.flatMap(({ calls }) => calls)) {
    sum.calls += 1
    sum.tries += failures + 1
    if (inside === null) continue
    const more = countRun(inside)
    sum.agents += more.agents
    sum.turns += more.turns
    sum.calls += more.calls
    sum.tries += more.tries
  }
  return sum
}
