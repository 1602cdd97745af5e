import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { fileSource } from '../../src/readers/index.ts'
import { readAll, type ReadResult } from '../support/otlp/read-all.ts'
import { operation, outline, toolCalls } from '../support/transcript.ts'

const file = 'fixtures/recordings/inspect-ai/2025-05-12_security-guide.json'

interface RawEvent {
  readonly event: string
  readonly type?: string
  readonly id?: string
  readonly span_id: string
  readonly timestamp: string
  readonly completed?: string
  readonly output?: { readonly usage: { readonly input_tokens: number; readonly output_tokens: number } }
}

interface RawSample {
  readonly id: number
  readonly epoch: number
  readonly scores: { readonly model_graded_fact: { readonly value: string } }
  readonly attachments: Readonly<Record<string, string>>
  readonly events: readonly RawEvent[]
}

/** Microseconds since the epoch of a time with six decimals. */
function micros(time: string): bigint {
  const [seconds = '', rest = ''] = time.split('.')
  return BigInt(Date.parse(`${seconds}${rest.slice(6)}`)) * 1000n + BigInt(rest.slice(0, 6))
}

describe('the recorded log', () => {
  const { samples } = JSON.parse(readFileSync(file, 'utf8')) as { samples: RawSample[] }

  test('a run per sample; the model calls of its solver, not those of its scorer', async () => {
    const { spans, problems, notes, format } = await readAll(fileSource(file))
    expect({ format, problems }).toEqual({ format: 'inspect', problems: [] })
    const calls = samples.flatMap(({ events }) => events.filter((one) => one.event === 'model'))
    const scoring = new Set(
      samples.flatMap(({ events }) => events.flatMap(({ type, id }) => (type === 'scorer' ? (id ?? []) : []))),
    )
    const own = calls.filter(({ span_id: span }) => !scoring.has(span))
    expect([calls.length, own.length]).toEqual([6, 3])
    expect(notes).toEqual(['left out 3 model calls of scorers'])
    expect(
      operation(spans, 'chat').map((span) => [
        span.name,
        span.startUnixNano,
        span.endUnixNano,
        span.attributes.get('gen_ai.usage.input_tokens'),
        span.attributes.get('gen_ai.usage.output_tokens'),
      ]),
    ).toEqual(
      own.map(({ timestamp, completed, output }) => [
        'chat gpt-4o-mini',
        micros(timestamp) * 1000n,
        micros(completed ?? '') * 1000n,
        output?.usage.input_tokens,
        output?.usage.output_tokens,
      ]),
    )
    // The log counts 1992 tokens; what is left out is the scorer's.
    const all = calls.map(({ output }) => (output?.usage.input_tokens ?? 0) + (output?.usage.output_tokens ?? 0))
    expect(all.reduce((sum, tokens) => sum + tokens)).toBe(1992)
  })

  test('labels, times and precision', async () => {
    const { spans } = await readAll(fileSource(file))
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === null)
    expect(
      roots.map(({ attributes, startUnixNano }) => [
        attributes.get('spanpact.case.id'),
        attributes.get('spanpact.trial'),
        { ...(attributes.get('spanpact.outcome') as object) },
        startUnixNano,
      ]),
    ).toEqual(
      samples.map(({ id, epoch, scores, events }) => [
        String(id),
        epoch,
        { model_graded_fact: scores.model_graded_fact.value },
        micros(events[0]?.timestamp ?? '') * 1000n,
      ]),
    )
    // The run ends with its solver, before its scorer begins.
    expect(roots.map(({ endUnixNano }) => endUnixNano)).toEqual(
      samples.map(({ events }) => {
        const scorer = events.findIndex(({ type }) => type === 'scorer')
        return micros(events[scorer - 1]?.timestamp ?? '') * 1000n
      }),
    )
    expect(spans.map(({ source }) => source.timePrecisionNano)).toEqual(spans.map(() => 1000))
  })

  test('texts that the log keeps apart are put back', async () => {
    const { spans } = await readAll(fileSource(file))
    const [instruction] = Object.values(samples[0]?.attachments ?? {})
    expect(instruction).toContain('You are a computer security expert')
    const texts = JSON.stringify(spans.map(({ attributes }) => [...attributes]))
    expect(texts).not.toContain('attachment://')
    expect(texts).toContain(JSON.stringify(instruction).slice(1, -1))
  })
})

let clock = 0

function event(kind: string, members: object): object {
  clock += 1
  return { event: kind, timestamp: `2026-05-01T10:00:${String(clock % 60).padStart(2, '0')}.5+00:00`, ...members }
}

function begin(id: string, type: string | undefined, name: string, parent?: string): object {
  return event('span_begin', { id, span_id: id, name, ...(type && { type }), ...(parent && { parent_id: parent }) })
}

function model(span: string, calls: readonly object[] = [], members: object = {}): object {
  const message = { role: 'assistant', content: 'ok', tool_calls: calls }
  const output = { model: 'm', choices: [{ message, stop_reason: calls.length > 0 ? 'tool_calls' : 'stop' }] }
  return event('model', { span_id: span, model: 'mockllm/model', input: [], output, ...members })
}

function tool(span: string, id: string, name: string, members: object = {}): object {
  return event('tool', { span_id: span, id, function: name, arguments: { x: 1 }, result: 'done', ...members })
}

function read(events: readonly object[], sample: object = {}): Promise<ReadResult> {
  const log = {
    version: 2,
    status: 'success',
    eval: { task: 't' },
    samples: [{ id: 'a', epoch: 1, uuid: 'u', events, ...sample }],
  }
  return readAll(JSON.stringify(log))
}

describe('events', () => {
  test('agents nest, tools are their calls, a sub-agent lies in the call that ran it', async () => {
    const { spans, problems, notes } = await read([
      begin('s', 'solver', 'react'),
      begin('a', 'agent', 'boss', 's'),
      model('a', [{ id: 'c1', function: 'ask', arguments: { x: 1 } }]),
      begin('t', 'tool', 'ask', 'a'),
      tool('t', 'c1', 'ask'),
      begin('b', 'agent', 'helper', 't'),
      model('b', [{ id: 'c2', function: 'look', arguments: {} }]),
      tool('b', 'c2', 'look'),
      event('span_end', { id: 'b', span_id: 'b' }),
      event('span_end', { id: 't', span_id: 't' }),
      model('a'),
      begin('z', 'scorers', 'scorers'),
      begin('y', 'scorer', 'judge', 'z'),
      model('y'),
      tool('y', 'c9', 'grade'),
    ])
    expect(problems).toEqual([])
    expect(notes).toEqual(['left out 1 model call of scorers'])
    expect(outline(spans)).toEqual([
      'invoke_agent',
      'invoke_agent > invoke_agent boss',
      'invoke_agent boss > chat model',
      'invoke_agent boss > execute_tool ask',
      'execute_tool ask > invoke_agent helper',
      'invoke_agent helper > chat model',
      'invoke_agent helper > execute_tool look',
      'invoke_agent boss > chat model',
    ])
    expect(spans.map(({ attributes }) => attributes.get('spanpact.turn'))).toEqual([
      undefined,
      undefined,
      0,
      0,
      undefined,
      0,
      0,
      1,
    ])
    const [chat] = operation(spans, 'chat')
    expect(chat?.attributes.get('gen_ai.provider.name')).toBe('mockllm')
    expect(chat?.attributes.get('gen_ai.response.finish_reasons')).toEqual(['tool_calls'])
  })

  test('status of a tool: done, failed with a type, failed hard, still running', async () => {
    const { spans } = await read([
      tool('', 'a', 'ok', { result: 'Error: but done' }),
      tool('', 'b', 'typed', { error: { type: 'timeout', message: 'too slow' } }),
      tool('', 'c', 'hard', { failed: true }),
      tool('', 'd', 'running', { pending: true }),
    ])
    expect(
      toolCalls(spans).map(({ name, status, ...call }) => [name, status, call['error.type'], call['spanpact.pending']]),
    ).toEqual([
      ['ok', 'ok', undefined, undefined],
      ['typed', 'error', 'timeout', undefined],
      ['hard', 'error', undefined, undefined],
      ['running', 'unset', undefined, true],
    ])
  })

  test('a call ends when it is said to, or after the time it took; a pending one never', async () => {
    const { spans } = await read([
      tool('', 'a', 'said', { timestamp: '2026-05-01T10:00:00+02:00', completed: '2026-05-01T08:00:01.25+00:00' }),
      tool('', 'b', 'took', { timestamp: '2026-05-01T08:00:00+00:00', working_time: 0.5 }),
      tool('', 'c', 'runs', { timestamp: '2026-05-01T08:00:00+00:00', working_time: 0.5, pending: true }),
      tool('', 'd', 'untold', { timestamp: '2026-05-01T08:00:00+00:00' }),
      tool('', 'e', 'wrong', { timestamp: '2026-05-01T08:00:00+00:00', working_time: -1 }),
    ])
    const start = BigInt(Date.parse('2026-05-01T08:00:00Z')) * 1_000_000n
    expect(
      operation(spans, 'execute_tool').map(({ startUnixNano, endUnixNano }) => [
        (startUnixNano ?? 0n) - start,
        endUnixNano === null ? null : endUnixNano - start,
      ]),
    ).toEqual([
      [0n, 1_250_000_000n],
      [0n, 500_000_000n],
      [0n, null],
      [0n, null],
      [0n, null],
    ])
    // No start of the sample has a fraction.
    expect(spans[0]?.source.timePrecisionNano).toBe(1_000_000_000)
  })

  test('what a model event says: resends, cached and reasoning tokens, failure', async () => {
    const { spans } = await read([
      model('', [], { retries: 2 }),
      event('model', {
        model: 'mockllm/model',
        input: [],
        output: { model: 'm', usage: { input_tokens: 9, input_tokens_cache_read: 4, reasoning_tokens: 3 } },
        error: 'overloaded',
      }),
    ])
    const [first, second] = operation(spans, 'chat')
    expect(first?.attributes.get('http.request.resend_count')).toBe(2)
    expect([...(second?.attributes.keys() ?? [])].filter((key) => key.startsWith('gen_ai.usage'))).toEqual([
      'gen_ai.usage.input_tokens',
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.reasoning.output_tokens',
    ])
    expect(second?.status).toEqual({ code: 'error', message: 'overloaded' })
  })

  test('messages that came with an earlier call are not said again', async () => {
    const first = { id: 'm1', role: 'user', content: 'hi' }
    const input = [first, { id: 'm2', role: 'tool', tool_call_id: 'c', content: 'attachment://h' }]
    const { spans } = await read([model('', [], { input: [first] }), model('', [], { input })], {
      attachments: { h: 'long' },
    })
    const texts = operation(spans, 'chat').map(({ attributes }) =>
      JSON.stringify(attributes.get('gen_ai.input.messages')),
    )
    expect(texts).toEqual([
      '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]',
      '[{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"long"}]}]',
    ])
  })

  test('steps and nested events, as logs had them before spans', async () => {
    const { spans, notes } = await read([
      event('step', { action: 'begin', type: 'solver', name: 'generate' }),
      model(''),
      tool('', 'c', 'outer', { events: [model(''), tool('', 'd', 'inner')] }),
      event('step', { action: 'end', type: 'solver', name: 'generate' }),
      event('step', { action: 'begin', type: 'scorer', name: 'match' }),
      model(''),
      event('step', { action: 'end', type: 'scorer', name: 'match' }),
    ])
    expect(outline(spans)).toEqual([
      'invoke_agent',
      'invoke_agent > chat model',
      'invoke_agent > execute_tool outer',
      'execute_tool outer > chat model',
      'execute_tool outer > execute_tool inner',
    ])
    expect(notes).toEqual(['left out 1 model call of scorers'])
  })

  test('a sample without events is read from its messages, without times', async () => {
    const messages = [
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c', function: 'look', arguments: { x: 1 }, type: 'function' }],
      },
      {
        role: 'tool',
        tool_call_id: 'c',
        function: 'look',
        content: 'seen',
        error: { type: 'timeout', message: 'slow' },
      },
    ]
    const { spans, format } = await read([], { messages })
    expect(format).toBe('inspect')
    expect(toolCalls(spans).map(({ name, status, ...call }) => [name, status, call['error.type']])).toEqual([
      ['look', 'error', 'timeout'],
    ])
    expect(spans.map(({ startUnixNano, source }) => [startUnixNano, source.timePrecisionNano])).toEqual(
      spans.map(() => [null, null]),
    )
    expect(spans[0]?.attributes.get('spanpact.case.id')).toBe('a')
  })
})

describe('hostile logs', () => {
  test('members of other types, ids that are members of every object', async () => {
    const { problems, spans } = await read(
      [
        begin('__proto__', 'agent', 'constructor'),
        model('__proto__', [{ id: '__proto__', function: '__proto__', arguments: {} }]),
        tool('__proto__', '__proto__', '__proto__', { result: 'attachment://__proto__' }),
        event('model', { span_id: 4, model: [], input: 'x', output: { choices: {} } }),
        event('tool', { span_id: {}, id: 3, function: [], arguments: 'x' }),
        event('span_end', { id: 'never' }),
        event('step', { action: 'end' }),
        { event: 'tool', function: 'timeless', timestamp: 'yesterday' },
      ],
      { attachments: [] },
    )
    expect(outline(spans)).toEqual([
      'invoke_agent',
      'invoke_agent > invoke_agent constructor',
      'invoke_agent constructor > chat model',
      'invoke_agent constructor > execute_tool __proto__',
      'invoke_agent > chat',
      'invoke_agent > execute_tool timeless',
    ])
    expect(toolCalls(spans)[0]?.result).toBe('attachment://__proto__')
    expect(problems).toEqual([{ line: 1, message: 'a tool event has no `function`' }])
  })

  test('events nested deeper than values are read', async () => {
    let inner: object = tool('', 'x', 'innermost')
    for (let depth = 0; depth < 500; depth++) inner = tool('', `c${depth}`, 'outer', { events: [inner] })
    const { problems, spans } = await read([inner])
    expect(problems).toEqual([{ line: 1, message: 'events are nested too deep to be read' }])
    expect(operation(spans, 'execute_tool').length).toBeLessThan(70)
  })

  test('a log without samples', async () => {
    const header = { version: 2, status: 'success', eval: { task: 't' } }
    expect((await readAll(JSON.stringify(header))).problems).toEqual([
      { line: 1, message: 'the document is no log with a list of `samples`' },
    ])
    const { spans, notes } = await readAll(JSON.stringify({ ...header, samples: [] }))
    expect([spans, notes]).toEqual([[], ['the recording holds no spans']])
  })

  test('a log over many lines is read sample by sample; a cut one up to the cut', async () => {
    const sample = { id: 1, uuid: 'u', events: [model('')] }
    const log = {
      version: 2,
      status: 'success',
      eval: { task: 't' },
      samples: [sample, { ...sample, uuid: 'v' }, sample],
    }
    const text = JSON.stringify(log, null, 2)
    const whole = await readAll(text)
    expect([whole.spans.length, new Set(whole.spans.map(({ traceId }) => traceId)).size]).toEqual([6, 2])
    const cut = await readAll(text.slice(0, text.lastIndexOf('"uuid"')))
    expect([cut.spans.length, cut.problems.length]).toEqual([4, 1])
  })
})
