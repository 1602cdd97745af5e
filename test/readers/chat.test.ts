import { describe, expect, test } from 'vitest'

import type { ValueMap } from '../../src/model/value.ts'
import { readAll, type ReadResult } from '../support/otlp/read-all.ts'
import { operation, outline, toolCalls, type ShownCall } from '../support/transcript.ts'

function read(json: unknown): Promise<ReadResult> {
  return readAll(JSON.stringify(json))
}

/** A map as attribute values have it. */
function map(members: ValueMap): ValueMap {
  return Object.assign(Object.create(null), members)
}

const user = { role: 'user', content: 'where is my order?' }

/** The calls of a transcript that begins with a question, which has to be read without problems. */
async function callsOf(messages: readonly unknown[]): Promise<ShownCall[]> {
  const { spans, problems } = await read([user, ...messages])
  expect(problems).toEqual([])
  return toolCalls(spans)
}

const args = '{"order":7}'
const answered = { name: 'lookup', args, result: 'shipped', turn: 0, status: 'unset' }

describe('one call and its result', () => {
  const said = { role: 'assistant', content: null }
  test.each<[string, ShownCall, readonly unknown[]]>([
    [
      'chat completions',
      { ...answered, id: 'c1' },
      [
        { ...said, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'lookup', arguments: args } }] },
        { role: 'tool', tool_call_id: 'c1', content: 'shipped' },
      ],
    ],
    [
      'chat completions, a custom tool',
      { ...answered, id: 'c1', args: map({ input: 'order 7' }) },
      [
        { ...said, tool_calls: [{ id: 'c1', type: 'custom', custom: { name: 'lookup', input: 'order 7' } }] },
        { role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: 'shipped' }] },
      ],
    ],
    [
      'chat completions, the old form without ids',
      { ...answered, id: undefined },
      [
        { ...said, function_call: { name: 'lookup', arguments: args } },
        { role: 'function', name: 'lookup', content: 'shipped' },
      ],
    ],
    [
      'LangChain, a call without `function`',
      { ...answered, id: 'c1', args: map({ order: 7 }) },
      [
        { ...said, tool_calls: [{ name: 'lookup', args: { order: 7 }, id: 'c1', type: 'tool_call' }] },
        { role: 'tool', tool_call_id: 'c1', content: 'shipped' },
      ],
    ],
    [
      'calls as JSON text',
      { ...answered, id: 'c1' },
      [
        { ...said, tool_calls: JSON.stringify([{ id: 'c1', function: { name: 'lookup', arguments: args } }]) },
        { role: 'Tool', tool_call_id: 'c1', content: 'shipped' },
      ],
    ],
    [
      'Responses',
      { ...answered, id: 'call_1' },
      [
        { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'lookup', arguments: args },
        { type: 'function_call_output', call_id: 'call_1', output: 'shipped' },
      ],
    ],
    [
      'Responses, a custom tool',
      { ...answered, id: 'call_1', args: map({ input: 'order 7' }) },
      [
        { type: 'custom_tool_call', call_id: 'call_1', name: 'lookup', input: 'order 7' },
        { type: 'custom_tool_call_output', call_id: 'call_1', output: 'shipped' },
      ],
    ],
    [
      'Anthropic',
      { ...answered, id: 'toolu_1', args: map({ order: 7 }) },
      [
        { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'lookup', input: { order: 7 } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'shipped' }] },
      ],
    ],
    [
      'Anthropic, content of the result as blocks, no error by its word',
      { ...answered, id: 'toolu_1', args: map({ order: 7 }), status: 'ok' },
      [
        { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'lookup', input: { order: 7 } }] },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'toolu_1',
              content: [{ type: 'text', text: 'shipped' }],
              is_error: false,
            },
          ],
        },
      ],
    ],
    [
      'GenAI parts',
      { ...answered, id: 'c1', args: map({ order: 7 }) },
      [
        { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'lookup', arguments: { order: 7 } }] },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'shipped' }] },
      ],
    ],
    [
      'GenAI parts, the older name of the response',
      { ...answered, id: 'c1' },
      [
        { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'lookup', arguments: args }] },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', result: 'shipped' }] },
      ],
    ],
    [
      'AgentDojo',
      { ...answered, id: 'c1', args: map({ order: 7 }), status: 'ok' },
      [
        { ...said, tool_calls: [{ function: 'lookup', args: { order: 7 }, id: 'c1' }] },
        { role: 'tool', content: 'shipped', tool_call_id: 'c1', error: null },
      ],
    ],
    [
      'SWE-agent',
      { ...answered, id: 'c1' },
      [
        { ...said, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'lookup', arguments: args } }] },
        { role: 'tool', tool_call_ids: ['c1'], content: 'shipped' },
      ],
    ],
    [
      'mini-swe-agent',
      {
        ...answered,
        name: 'bash',
        id: undefined,
        args: map({ command: 'ls\npwd' }),
        result: '<returncode>0</returncode>\n<output>\na\n</output>',
        'process.exit.code': 0,
      },
      [
        { role: 'assistant', content: 'Look around.\n\n```bash\nls\npwd\n```' },
        { role: 'user', content: '<returncode>0</returncode>\n<output>\na\n</output>' },
      ],
    ],
  ])('%s', async (_, expected, messages) => {
    expect(await callsOf(messages)).toEqual([expected])
  })
})

describe('failure is a fact only where the format has a word for it', () => {
  const asked = {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', function: { name: 'pay', arguments: '{}' } }],
  }
  const used = { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'pay', input: {} }] }
  test.each<[string, readonly unknown[], object]>([
    [
      '`is_error` of Anthropic',
      [used, { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'no', is_error: true }] }],
      { status: 'error', hint: undefined, type: undefined },
    ],
    [
      'a search of the provider that failed',
      [
        {
          role: 'assistant',
          content: [
            { type: 'server_tool_use', id: 'c1', name: 'web_search', input: {} },
            {
              type: 'web_search_tool_result',
              tool_use_id: 'c1',
              content: { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' },
            },
          ],
        },
      ],
      { status: 'error', hint: undefined, type: 'max_uses_exceeded' },
    ],
    [
      '`error` with a type',
      [asked, { role: 'tool', tool_call_id: 'c1', content: '', error: { type: 'timeout', message: 'too slow' } }],
      { status: 'error', hint: undefined, type: 'timeout' },
    ],
    [
      'text that says so',
      [asked, { role: 'tool', tool_call_id: 'c1', content: 'Error: no funds' }],
      { status: 'unset', hint: 'error', type: undefined },
    ],
    [
      'text that says so, against the word of the format',
      [asked, { role: 'tool', tool_call_id: 'c1', content: 'Error: no funds', error: null }],
      { status: 'ok', hint: undefined, type: undefined },
    ],
    [
      'text with the word elsewhere',
      [asked, { role: 'tool', tool_call_id: 'c1', content: '0 errors. Error: none' }],
      { status: 'unset', hint: undefined, type: undefined },
    ],
    [
      'a failed tool of the provider',
      [{ type: 'mcp_call', id: 'c1', name: 'pay', arguments: '{}', error: 'refused', status: 'failed' }],
      { status: 'error', hint: undefined, type: undefined },
    ],
  ])('%s', async (_, messages, expected) => {
    const [call] = await callsOf(messages)
    expect({ status: call?.status, hint: call?.['spanpact.status.hint'], type: call?.['error.type'] }).toEqual(expected)
  })
})

test('calls of one message have its turn; the next message has the next', async () => {
  const calls = await callsOf([
    {
      role: 'assistant',
      tool_calls: [
        { id: 'a', function: { name: 'one', arguments: '{}' } },
        { id: 'b', function: { name: 'two', arguments: '{}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'b', content: 'B' },
    { role: 'tool', tool_call_id: 'a', content: 'A' },
    { role: 'assistant', tool_calls: [{ id: 'c', function: { name: 'three', arguments: '{}' } }] },
  ])
  expect(calls.map(({ name, result, turn, ...rest }) => [name, result, turn, rest['spanpact.pending']])).toEqual([
    ['one', 'A', 0, undefined],
    ['two', 'B', 0, undefined],
    ['three', undefined, 1, true],
  ])
})

test('items of one response are one model call, those behind a result are the next', async () => {
  const { spans } = await read([
    { role: 'user', content: 'hi' },
    { type: 'reasoning', id: 'r1', summary: [] },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Looking.' }] },
    { type: 'function_call', call_id: 'a', name: 'one', arguments: '{}' },
    { type: 'function_call', call_id: 'b', name: 'two', arguments: '{}' },
    { type: 'function_call_output', call_id: 'a', output: 'A' },
    { type: 'function_call_output', call_id: 'b', output: 'B' },
    { type: 'reasoning', id: 'r2', summary: [] },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] },
  ])
  expect(outline(spans)).toEqual([
    'invoke_agent',
    'invoke_agent > chat',
    'invoke_agent > execute_tool one',
    'invoke_agent > execute_tool two',
    'invoke_agent > chat',
  ])
  const [first, second] = operation(spans, 'chat')
  expect(first?.attributes.get('gen_ai.output.messages')).toEqual([
    map({
      role: 'assistant',
      parts: [
        map({ type: 'text', content: 'Looking.' }),
        map({ type: 'tool_call', id: 'a', name: 'one', arguments: '{}' }),
        map({ type: 'tool_call', id: 'b', name: 'two', arguments: '{}' }),
      ],
    }),
  ])
  expect(second?.attributes.get('gen_ai.input.messages')).toEqual([
    map({ role: 'tool', parts: [map({ type: 'tool_call_response', id: 'a', response: 'A' })] }),
    map({ role: 'tool', parts: [map({ type: 'tool_call_response', id: 'b', response: 'B' })] }),
  ])
})

test('a tool that the provider runs is a call of the same model call, with its outcome', async () => {
  const calls = await callsOf([
    { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'x' } },
    { type: 'code_interpreter_call', id: 'ci_1', status: 'in_progress' },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Found.' }] },
  ])
  expect(calls.map(({ name, turn, status, ...rest }) => [name, turn, status, rest['spanpact.pending']])).toEqual([
    ['web_search', 0, 'ok', undefined],
    ['code_interpreter', 0, 'unset', true],
  ])
})

test('thinking is no content, text beside a result is input', async () => {
  const { spans, problems } = await read([
    { role: 'user', content: 'go' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'redacted_thinking', data: 'x' },
        { type: 'text', text: 'Let me see.' },
        { type: 'tool_use', id: 't1', name: 'look', input: {} },
      ],
      stop_reason: 'tool_use',
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 't1', content: 'seen' },
        { type: 'text', text: 'and hurry' },
      ],
    },
    { role: 'assistant', content: 'Done.', model: 'claude' },
  ])
  expect(problems).toEqual([])
  const [first, second] = operation(spans, 'chat')
  expect(first?.attributes.get('gen_ai.output.messages')).toEqual([
    map({
      role: 'assistant',
      parts: [
        map({ type: 'text', content: 'Let me see.' }),
        map({ type: 'tool_call', id: 't1', name: 'look', arguments: map({}) }),
      ],
    }),
  ])
  expect(first?.attributes.get('gen_ai.response.finish_reasons')).toEqual(['tool_use'])
  expect(second?.name).toBe('chat claude')
  expect(second?.attributes.get('gen_ai.input.messages')).toEqual([
    map({ role: 'tool', parts: [map({ type: 'tool_call_response', id: 't1', response: 'seen' })] }),
    map({ role: 'user', parts: [map({ type: 'text', content: 'and hurry' })] }),
  ])
})

describe('what is not asked for is not invented', () => {
  const asked = (id: string, name = 'pay') => ({
    role: 'assistant',
    tool_calls: [{ id, function: { name, arguments: '{}' } }],
  })

  test('a result without a request, and one before it', async () => {
    const { spans, notes, problems, incomplete } = await read([
      user,
      { role: 'tool', tool_call_id: 'late', content: 'too early' },
      { role: 'tool', tool_call_id: 'never', content: 'x' },
      asked('late'),
    ])
    expect(toolCalls(spans)).toEqual([
      { name: 'pay', id: 'late', args: '{}', result: undefined, turn: 0, status: 'unset', 'spanpact.pending': true },
    ])
    expect(notes).toEqual(['2 tool results answer no call that was asked for before it, and makes none'])
    expect([problems, incomplete]).toEqual([[], true])
    // The model saw them: whoever looks for calls that are missing finds them in its input.
    expect(operation(spans, 'chat')[0]?.attributes.get('gen_ai.input.messages')).toEqual([
      map({ role: 'user', parts: [map({ type: 'text', content: 'where is my order?' })] }),
      map({ role: 'tool', parts: [map({ type: 'tool_call_response', id: 'late', response: 'too early' })] }),
      map({ role: 'tool', parts: [map({ type: 'tool_call_response', id: 'never', response: 'x' })] }),
    ])
  })

  test('a second result of one call', async () => {
    const { spans, notes, incomplete } = await read([
      asked('a'),
      { role: 'tool', tool_call_id: 'a', content: 'first' },
      { role: 'tool', tool_call_id: 'a', content: 'second' },
    ])
    expect(toolCalls(spans).map(({ result }) => result)).toEqual(['first'])
    expect(incomplete).toBe(false)
    expect(notes).toEqual(['1 tool result answers no call that was asked for before it, and makes none'])
  })

  test('a result without an id that nothing asked for', async () => {
    const { spans, incomplete } = await read([
      { role: 'tool', name: 'pay', content: 'x' },
      { role: 'assistant', content: 'k' },
    ])
    expect(toolCalls(spans)).toEqual([])
    expect(incomplete).toBe(true)
    expect(operation(spans, 'chat')[0]?.attributes.get('gen_ai.input.messages')).toEqual([
      map({ role: 'tool', parts: [map({ type: 'tool_call_response', response: 'x' })] }),
    ])
  })

  test.each<[string, object, string]>([
    [
      'a part of the AI SDK',
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'pay', input: {} }] },
      'has a part `tool-call`, a form of tool calls that is not read',
    ],
    [
      'a part of a UI message',
      { role: 'assistant', parts: [{ type: 'tool-pay', toolCallId: 'c', state: 'output-available' }] },
      'has a part `tool-pay`, a form of tool calls that is not read',
    ],
    [
      'a part of Bedrock, which has no type',
      { role: 'assistant', content: [{ toolUse: { toolUseId: 'c', name: 'pay', input: {} } }] },
      'has a part `toolUse`, a form of tool calls that is not read',
    ],
    [
      'a result of Bedrock',
      { role: 'user', content: [{ toolResult: { toolUseId: 'c', content: [] } }] },
      'has a part `toolResult`, a form of tool calls that is not read',
    ],
    [
      'a block beside those that are read',
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'x' },
          { type: 'new_tool_use', id: 'c' },
        ],
      },
      'has a part `new_tool_use`, a form of tool calls that is not read',
    ],
    ['a role', { role: 'tool-call', content: 'pay()' }, 'has role `tool-call`, a form of tool calls that is not read'],
    ['calls that are no list', { role: 'assistant', tool_calls: { id: 'c' } }, 'has `tool_calls` that are no list'],
    [
      'an old call that is no object',
      { role: 'assistant', content: '', function_call: 'pay' },
      'has a `function_call` that is no object',
    ],
  ])('calls in a form that is not read are no transcript without calls: %s', async (_, message, clause) => {
    const { problems } = await read([user, message])
    expect(problems).toEqual([{ line: 1, message: `message 2 of the transcript ${clause}` }])
  })

  test('pictures and refusals are content', async () => {
    const { problems } = await read([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look' },
          { type: 'image_url', image_url: { url: 'data:' } },
        ],
      },
      { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
    ])
    expect(problems).toEqual([])
  })

  test('the answer of a request stands beside its messages', async () => {
    const choices = [{ message: asked('a') }]
    const message =
      '`choices` stand beside the messages: one request with its answer, which is not read, is no transcript'
    expect((await read({ messages: [user], choices })).problems).toEqual([{ line: 1, message }])
    expect((await read({ messages: [user], response: { choices } })).problems).toEqual([{ line: 1, message }])
  })

  test('an id that is used again means another call', async () => {
    const { spans, notes } = await read([
      asked('a'),
      { role: 'tool', tool_call_id: 'a', content: 'first' },
      asked('a'),
      { role: 'tool', tool_call_id: 'a', content: 'second' },
      asked('a#2'),
    ])
    expect(toolCalls(spans).map(({ id, result, turn }) => [id, result, turn])).toEqual([
      ['a', 'first', 0],
      ['a#2', 'second', 1],
      ['a#2#2', undefined, 2],
    ])
    expect(notes).toEqual(['2 calls have the id of an earlier call; a number behind the id keeps them apart'])
  })

  test('bash blocks in the answers of an ordinary chat', async () => {
    const answer = { role: 'assistant', content: 'Run this:\n\n```bash\nrm -rf build\n```' }
    expect(await callsOf([answer, { role: 'user', content: 'thanks' }])).toEqual([])
    expect(
      await callsOf([
        { ...answer, content: `${answer.content}\n${answer.content}` },
        { role: 'user', content: '<returncode>0</returncode>' },
      ]),
    ).toEqual([])
  })

  test('demonstrations before the task', async () => {
    const { spans } = await read({ history: [{ ...asked('d'), is_demo: true }, user, asked('a')] })
    expect(toolCalls(spans).map(({ id }) => id)).toEqual(['a'])
  })
})

test('SWE-agent steps without calls are commands of its shell', async () => {
  const { spans, format } = await read({
    environment: 'main',
    trajectory: [
      { action: 'ls', observation: 'a.py', response: 'Look.', thought: 'Look.' },
      { action: '', observation: '', response: 'Done.', thought: 'Done.' },
    ],
    info: { exit_status: 'submitted' },
  })
  expect(format).toBe('chat')
  expect(toolCalls(spans)).toEqual([
    { name: 'bash', id: undefined, args: map({ command: 'ls' }), result: 'a.py', turn: 0, status: 'unset' },
  ])
  expect(operation(spans, 'chat')).toHaveLength(2)
  expect(spans[0]?.attributes.get('spanpact.outcome')).toEqual(map({ exit_status: 'submitted' }))
})

describe('agents of a team', () => {
  const says = (name: string, content: string) => ({ role: 'assistant', name, content })

  test('each visit of an agent is an invocation, in order', async () => {
    const { spans } = await read([
      user,
      says('planner', 'a'),
      says('planner', 'b'),
      says('coder', 'c'),
      says('planner', 'd'),
    ])
    expect(outline(spans)).toEqual([
      'invoke_agent',
      'invoke_agent > invoke_agent planner',
      'invoke_agent planner > chat',
      'invoke_agent planner > chat',
      'invoke_agent > invoke_agent coder',
      'invoke_agent coder > chat',
      'invoke_agent > invoke_agent planner',
      'invoke_agent planner > chat',
    ])
    expect(spans.slice(1).map(({ attributes }) => attributes.get('spanpact.turn'))).toEqual([0, 0, 1, 1, 0, 2, 0])
  })

  test('one agent names the run', async () => {
    const { spans } = await read([user, says('support', 'a'), says('support', 'b')])
    expect(outline(spans)).toEqual([
      'invoke_agent support',
      'invoke_agent support > chat',
      'invoke_agent support > chat',
    ])
  })

  test('a user with a name is no agent; only beside a prompt per model is every message one', async () => {
    const messages = [
      { role: 'user', name: 'alice', content: 'go' },
      { role: 'assistant', name: 'bob', content: 'done' },
    ]
    const chat = await read({ messages })
    expect(outline(chat.spans)).toEqual(['invoke_agent bob', 'invoke_agent bob > chat'])
    const team = await read({ history: messages, system_prompt: { bob: 'You are bob.' } })
    expect(outline(team.spans)).toEqual([
      'invoke_agent',
      'invoke_agent > invoke_agent alice',
      'invoke_agent > invoke_agent bob',
      'invoke_agent bob > chat',
    ])
  })

  test('a role in capitals is no agent', async () => {
    const { spans } = await read([
      { role: 'User', content: 'a' },
      { role: 'Assistant', content: 'b' },
    ])
    expect(outline(spans)).toEqual(['invoke_agent', 'invoke_agent > chat'])
  })

  test('a role may name the agent, and whom it hands to', async () => {
    const { spans } = await read({
      history: [
        { role: 'human', content: 'go' },
        { role: 'Orchestrator (thought)', content: 'hm' },
        { role: 'Orchestrator (-> WebSurfer)', content: 'search' },
        { role: 'WebSurfer', content: 'found' },
      ],
    })
    expect(outline(spans)).toEqual([
      'invoke_agent',
      'invoke_agent > invoke_agent Orchestrator',
      'invoke_agent Orchestrator > chat',
      'invoke_agent Orchestrator > chat',
      'invoke_agent Orchestrator > handoff WebSurfer',
      'invoke_agent > invoke_agent WebSurfer',
      'invoke_agent WebSurfer > chat',
    ])
  })
})

describe('documents', () => {
  const question = { role: 'user', content: 'a' }
  const reply = { role: 'assistant', content: 'b' }

  test.each<[string, string, readonly number[]]>([
    ['a list of messages', JSON.stringify([question, reply]), [2]],
    ['a list over several lines', JSON.stringify([question, reply], null, 2), [2]],
    ['a list per line', `${JSON.stringify([question, reply])}\n${JSON.stringify([question, reply, reply])}\n`, [2, 3]],
    ['a list of lists', JSON.stringify([[question, reply], [question]]), [2, 1]],
    [
      'an object per line',
      `${JSON.stringify({ messages: [question, reply] })}\n${JSON.stringify({ traj: [reply] })}`,
      [2, 1],
    ],
    [
      'a list of objects over lines',
      JSON.stringify([{ history: [question] }, { messages: [reply, reply] }], null, 2),
      [1, 2],
    ],
    ['messages as JSON text', JSON.stringify({ messages: JSON.stringify([question, reply]) }), [2]],
  ])('%s', async (_, text, messages) => {
    const { spans, format, problems } = await readAll(text)
    expect({ format, problems }).toEqual({ format: 'chat', problems: [] })
    const runs = [...Map.groupBy(spans, ({ traceId }) => traceId).values()]
    const replies = [...text.matchAll(/assistant/g)].length
    expect(runs).toHaveLength(messages.length)
    expect(operation(spans, 'chat')).toHaveLength(replies)
  })

  test('equal transcripts in one file are two runs; the same file gives the same ids', async () => {
    const text = JSON.stringify([{ messages: [question, reply] }, { messages: [question, reply] }])
    const [first, second] = [await readAll(text), await readAll(text)]
    expect(new Set(first.spans.map(({ traceId }) => traceId)).size).toBe(2)
    expect(second.spans).toEqual(first.spans)
  })

  test.each<[string, unknown]>([
    ['a message on its own', question],
    ['an empty list', []],
    ['a list of something else', [{ id: 1 }]],
    ['messages of something else', { messages: [{ id: 1, text: 'x' }] }],
    ['a role without a body', [{ role: 'admin', name: 'x' }]],
    ['a log of Inspect', { version: 2, status: 'success', eval: { task: 't' }, samples: [{ messages: [question] }] }],
  ])('%s is no transcript', async (_, json) => {
    expect((await read(json)).format).not.toBe('chat')
  })

  test('one damaged message and one damaged line leave the rest', async () => {
    const lines = [
      JSON.stringify({
        messages: [question, 7, { role: 'assistant', content: null, tool_calls: [{ id: 'x' }] }, reply],
      }),
      '{"messages":[',
      '{"meta":1}',
      JSON.stringify([reply]),
    ]
    const { spans, problems } = await readAll(lines.map((line) => `${line}\n`).join(''))
    expect(operation(spans, 'chat')).toHaveLength(3)
    expect(problems).toEqual([
      { line: 1, message: 'message 2 of the transcript has none of the forms that messages have' },
      { line: 1, message: 'message 3 of the transcript asks for a call that has no name' },
      { line: 2, message: 'JSON ends too early' },
      { line: 3, message: 'the value is no message, and holds no list of messages' },
    ])
  })

  test('a transcript without messages is no run, and that is said', async () => {
    const { spans, notes } = await read([{ messages: [question, reply] }, { messages: [] }])
    expect(spans).toHaveLength(2)
    expect(notes).toEqual(['1 transcript holds no messages'])
  })
})
