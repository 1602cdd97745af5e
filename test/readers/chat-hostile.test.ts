import { describe, expect, test } from 'vitest'

import { streamSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { operation, toolCalls } from '../support/transcript.ts'

const user = { role: 'user', content: 'go' }

function asks(id: unknown, name: unknown, args: unknown): object {
  return { role: 'assistant', content: null, tool_calls: [{ id, function: { name, arguments: args } }] }
}

function deep(depth: number, inner = '1'): string {
  return '['.repeat(depth) + inner + ']'.repeat(depth)
}

describe('arguments', () => {
  test('that are no JSON stay text', async () => {
    const { spans, problems } = await readAll(JSON.stringify([user, asks('a', 'pay', '{"amount": 1')]))
    expect(toolCalls(spans).map(({ args }) => args)).toEqual(['{"amount": 1'])
    expect(problems).toEqual([])
  })

  test('that are nested too deep are unread, and not absent', async () => {
    const text = JSON.stringify([user, asks('a', 'pay', 'DEEP')]).replace('"DEEP"', deep(100))
    const { spans } = await readAll(text)
    expect(spans.map(({ name, droppedAttributes }) => [name, droppedAttributes])).toEqual([
      ['invoke_agent', 0],
      ['chat', 1],
      ['execute_tool pay', 1],
    ])
    expect(toolCalls(spans)[0]?.args).toBeUndefined()
  })

  test('keep integers that a double would round', async () => {
    const text = JSON.stringify([user, asks('a', 'pay', 'N')]).replace('"N"', '{"account":1234567890123456789}')
    const { spans } = await readAll(text)
    expect(
      JSON.stringify(toolCalls(spans)[0]?.args, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)),
    ).toBe('{"account":"1234567890123456789n"}')
  })
})

test('content nested 100 000 deep in a message, in its list and around it', async () => {
  for (const text of [
    `[{"role":"user","content":${deep(100_000)}},{"role":"assistant","content":"b"}]`,
    `{"messages":${deep(100_000)}}`,
    `{"meta":${deep(100_000)},"messages":[{"role":"assistant","content":"b"}]}`,
  ]) {
    const { spans } = await readAll(text, 'chat')
    expect(operation(spans, 'chat').length).toBeLessThanOrEqual(1)
  }
})

test('names and ids that are members of every object', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const messages = names.flatMap((name) => [
    asks(name, name, `{"${name}":1}`),
    { role: 'tool', tool_call_id: name, content: name },
  ])
  const { spans, problems } = await readAll(JSON.stringify([user, ...messages]))
  expect(toolCalls(spans).map(({ name, id, result }) => [name, id, result])).toEqual(
    names.map((name) => [name, name, name]),
  )
  expect(problems).toEqual([])
  const labelled = '{"__proto__":{"traj":[]},"traj":[{"role":"assistant","content":"b","__proto__":{"role":"user"}}]}'
  expect(operation((await readAll(labelled)).spans, 'chat')).toHaveLength(1)
})

test('members of other types than they should have', async () => {
  const messages = [
    { role: 7, content: 'x' },
    { role: 'assistant', content: { text: 'x' }, tool_calls: { id: 1 }, function_call: 'pay' },
    { role: 'assistant', content: 5, tool_calls: [null, 1, 'x', [], { function: null }, { function: { name: '' } }] },
    { role: 'assistant', content: null, tool_calls: [{ id: 7, function: { name: 'pay', arguments: 5 } }] },
    { role: 'tool', tool_call_id: { a: 1 }, content: ['x', null] },
    { role: 'assistant', parts: [null, { type: 'tool_call', name: 4 }] },
    { role: 'assistant', content: [{ type: 'tool_use', name: [], input: null }, null] },
    { type: 'function_call', name: {}, arguments: [] },
  ]
  const { spans, problems } = await readAll(JSON.stringify([user, ...messages]))
  expect(toolCalls(spans)).toEqual([
    { name: 'pay', id: undefined, args: 5, result: ['x', null], turn: 2, status: 'unset' },
  ])
  const nameless = 'asks for a call that has no name'
  expect(problems.map(({ message }) => message.replace(' of the transcript', ''))).toEqual([
    'message 2 has none of the forms that messages have',
    'message 3 has `tool_calls` that are no list',
    'message 3 has a `function_call` that is no object',
    ...Array.from({ length: 6 }, () => `message 4 ${nameless}`),
    'message 7 has a part without `type`',
    `message 7 ${nameless}`,
    `message 8 ${nameless}`,
    `message 9 ${nameless}`,
  ])
})

test('a line of 200 MiB is skipped, the transcripts around it are read', async () => {
  const mebibyte = 1024 * 1024
  const line = `${JSON.stringify({ messages: [user, { role: 'assistant', content: 'b' }] })}\n`
  async function* open(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${line}{"messages":[{"role":"user","content":"`)
    for (let count = 0; count < 200; count++) yield Buffer.alloc(mebibyte, 'x')
    yield Buffer.from(`"}]}\n${line}`)
  }
  const { spans, problems } = await readAll(streamSource('long', open()))
  expect(spans.map(({ position }) => position)).toEqual([1, 1, 3, 3])
  expect(problems).toEqual([{ line: 2, message: 'the line is longer than 64 MiB; split it into smaller batches' }])
})

describe('time grows with the transcript, not with its square', () => {
  /** Milliseconds per message, best of two. */
  async function cost(messages: readonly object[]): Promise<number> {
    const text = JSON.stringify(messages)
    let best = Infinity
    for (let round = 0; round < 2; round++) {
      const start = performance.now()
      await readAll(text)
      best = Math.min(best, performance.now() - start)
    }
    return best / messages.length
  }

  const answered = (index: number): object[] => [
    asks(`c${index}`, 'look', '{}'),
    { role: 'tool', tool_call_id: `c${index}`, content: 'x' },
  ]
  test.each<[string, (index: number) => object[]]>([
    ['calls and results', answered],
    ['one id for all', () => [asks('same', 'look', '{}'), { role: 'tool', tool_call_id: 'same', content: 'x' }]],
    ['one id that nothing answers', () => [asks('same', 'look', '{}'), user]],
    ['results without ids', () => [asks(null, 'look', '{}'), { role: 'tool', content: 'x' }]],
    ['results that nothing asked for', (index) => [{ role: 'tool', tool_call_id: `c${index}`, content: 'x' }, user]],
    [
      'agents in turn',
      (index) => [
        { role: `agent ${index % 7}`, content: 'x' },
        { role: 'assistant', content: 'y' },
      ],
    ],
    ['items of one response', () => [{ type: 'reasoning' }, { type: 'function_call', call_id: 'a', name: 'look' }]],
  ])('%s', async (_, pair) => {
    const messages = (count: number): object[] => [
      user,
      ...Array.from({ length: count / 2 }, (__, i) => pair(i)).flat(),
    ]
    await cost(messages(1000))
    const [small, large] = [await cost(messages(5000)), await cost(messages(50_000))]
    expect(large / small).toBeLessThan(4)
  })

  test('a text of fences that never close, and one of returncodes', async () => {
    const text = '```bash\n'.repeat(500_000)
    const messages = [
      user,
      { role: 'assistant', content: text },
      { role: 'user', content: '<returncode>0</returncode>' },
    ]
    const { spans } = await readAll(JSON.stringify(messages))
    expect(toolCalls(spans)).toEqual([])
  })
})

test('a transcript of 100 000 messages is one run', async () => {
  const messages = Array.from({ length: 50_000 }, (_, index) => [
    asks(`c${index}`, 'look', '{}'),
    { role: 'tool', tool_call_id: `c${index}`, content: 'x' },
  ])
  const { spans, problems } = await readAll(JSON.stringify(messages.flat()))
  expect([spans.length, problems.length, new Set(spans.map(({ traceId }) => traceId)).size]).toEqual([100_001, 0, 1])
})

test('a file that ends inside a transcript says so and gives no run of it', async () => {
  const { spans, notes, incomplete } = await readAll(
    '{"messages":[{"role":"assistant","content":"b"}]}\n{"messages":[{"ro',
  )
  expect(operation(spans, 'chat')).toHaveLength(1)
  expect({ notes, incomplete }).toEqual({ notes: ['the last line (2) breaks off and is left out'], incomplete: true })
})
