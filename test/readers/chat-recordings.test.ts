import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { operation, outline, toolCalls } from '../support/transcript.ts'

const folder = 'fixtures/recordings'

/** A message of any of the recordings, as its file has it. */
interface RawMessage {
  role: string
  name?: string
  content: string | null
  tool_calls?: { id: string; function: string | { name: string; arguments: string }; args?: object }[] | null
  tool_call_id?: string
  tool_call_ids?: string[]
  error?: string | null
}

interface RawRun {
  task_id?: number
  trial?: number
  reward?: number
  user_task_id?: string
  utility?: boolean
  security?: boolean
  system_prompt?: Record<string, string>
  traj?: RawMessage[]
  messages?: RawMessage[]
  history?: RawMessage[]
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
}

/** The raw messages of each run of a file. */
function rawRuns(file: string): RawMessage[][] {
  const content = json(file) as RawRun | RawRun[] | RawMessage[]
  const isMessages = Array.isArray(content) && content.some((entry) => 'role' in entry)
  if (isMessages) return [content as RawMessage[]]
  return [content].flat().map((run) => {
    const { traj, messages, history } = run as RawRun
    return traj ?? messages ?? history ?? []
  })
}

/** Name, arguments and result of every call, by the raw JSON: a result answers the last call before it with its id. */
function rawCalls(messages: readonly RawMessage[]) {
  const calls: { name: string; args: unknown; result: unknown; error: boolean }[] = []
  const open = new Map<string, (typeof calls)[number]>()
  for (const message of messages) {
    for (const call of message.tool_calls ?? []) {
      const asked = call.function
      const [name, args] = typeof asked === 'string' ? [asked, call.args] : [asked.name, asked.arguments]
      const entry = { name, args, result: undefined, error: false }
      calls.push(entry)
      open.set(call.id, entry)
    }
    for (const id of message.tool_call_ids ?? (message.tool_call_id === undefined ? [] : [message.tool_call_id])) {
      const entry = open.get(id)
      if (entry !== undefined) Object.assign(entry, { result: message.content, error: Boolean(message.error) })
    }
  }
  return calls
}

function byTrace(spans: readonly Span[]): Span[][] {
  return [...Map.groupBy(spans, ({ traceId }) => traceId).values()]
}

function roots(spans: readonly Span[]): Span[] {
  return spans.filter(({ parentSpanId }) => parentSpanId === null)
}

const agentdojo = globSync('agentdojo/**/*.json', { cwd: folder }).map((file) => file.replaceAll('\\', '/'))
const agentrx = globSync('agentrx/**/*.json', { cwd: folder }).map((file) => file.replaceAll('\\', '/'))
const withCalls = [
  'tau-bench/gpt-4o-airline.trial-0.json',
  'swe-agent/function_calling_simple.traj',
  'swe-agent/marshmallow-1867.function_calling.traj',
  ...agentrx,
  ...agentdojo,
]

test.each(withCalls)('every call of %s is read as the raw JSON has it', async (file) => {
  const { spans, problems, format } = await readAll(fileSource(`${folder}/${file}`))
  expect({ format, problems }).toEqual({ format: 'chat', problems: [] })
  const raw = rawRuns(file)
  expect(
    byTrace(spans).map((run) =>
      toolCalls(run).map(({ name, args, result, status }) => ({ name, args, result, error: status === 'error' })),
    ),
  ).toEqual(raw.map((messages) => rawCalls(messages).map((call) => ({ ...call, args: plain(call.args) }))))
  expect(byTrace(spans).map((run) => operation(run, 'chat').length)).toEqual(
    raw.map((messages) => messages.filter(({ role }) => role === 'assistant').length),
  )
})

/** As attribute values compare: maps without prototype. */
function plain(value: unknown): unknown {
  return typeof value === 'object' ? Object.assign(Object.create(null), value) : value
}

test('tau-bench: 50 runs, 642 model calls, 282 tool calls that all are apart', async () => {
  const { spans, notes } = await readAll(fileSource(`${folder}/tau-bench/gpt-4o-airline.trial-0.json`))
  expect([roots(spans).length, operation(spans, 'chat').length, operation(spans, 'execute_tool').length]).toEqual([
    50, 642, 282,
  ])
  for (const run of byTrace(spans)) {
    const own = toolCalls(run).map(({ id }) => id)
    expect(new Set(own).size).toBe(own.length)
  }
  // 17 calls of the raw file have an id that a call before them in the run has, with other arguments all but once.
  expect(notes).toEqual(['17 calls have the id of an earlier call; a number behind the id keeps them apart'])
  // 17 results start with `Error:`. The format has no flag, so none is a failure.
  const hints = toolCalls(spans).filter((call) => call['spanpact.status.hint'] === 'error')
  expect(hints.map(({ result }) => (typeof result === 'string' ? result.slice(0, 6) : result))).toEqual(
    Array.from({ length: 17 }, () => 'Error:'),
  )
  expect(spans.filter(({ status }) => status.code !== 'unset')).toEqual([])
})

test('tau-bench: the task, the trial and the reward are labels of the run', async () => {
  const file = 'tau-bench/gpt-4o-airline.trial-0.json'
  const { spans } = await readAll(fileSource(`${folder}/${file}`))
  expect(
    roots(spans).map(({ attributes, status }) => [
      attributes.get('spanpact.case.id'),
      attributes.get('spanpact.trial'),
      { ...(attributes.get('spanpact.outcome') as object) },
      status.code,
    ]),
  ).toEqual((json(file) as RawRun[]).map((run) => [String(run.task_id), run.trial, { reward: run.reward }, 'unset']))
})

describe('agentdojo', () => {
  const read = async (): Promise<Span[]> =>
    (await Promise.all(agentdojo.map((file) => readAll(fileSource(`${folder}/${file}`))))).flatMap(({ spans }) => spans)

  test('42 runs, 241 calls, two of them with an error', async () => {
    const spans = await read()
    expect([roots(spans).length, operation(spans, 'execute_tool').length]).toEqual([42, 241])
    const failed = operation(spans, 'execute_tool').filter(({ status }) => status.code === 'error')
    expect(failed.map(({ status }) => status.message).sort()).toEqual([
      'ValueError: Channel does not exist!',
      'ValueError: User Eve already in the users list',
    ])
    // `error: null` is the format's word for success, whatever the result is.
    expect(operation(spans, 'execute_tool').filter(({ status }) => status.code === 'ok')).toHaveLength(239)
    expect(toolCalls(spans).filter((call) => call['spanpact.pending'] === true)).toEqual([])
  })

  test('the detector set calls `get_channels` 74 times', async () => {
    const files = agentdojo.filter((file) => file.includes('transformers_pi_detector'))
    const results = await Promise.all(files.map((file) => readAll(fileSource(`${folder}/${file}`))))
    const calls = results.flatMap(({ spans }) => toolCalls(spans))
    expect(calls.filter(({ name }) => name === 'get_channels')).toHaveLength(74)
  })

  test('labels', async () => {
    const file = 'agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_20.json'
    const { utility, security } = json(file) as RawRun
    const [root] = roots((await readAll(fileSource(`${folder}/${file}`))).spans)
    expect(root?.attributes.get('spanpact.case.id')).toBe('user_task_20')
    expect(root?.attributes.get('spanpact.tags')).toEqual(['slack', 'gpt-4o-mini-2024-07-18'])
    expect(root?.attributes.get('spanpact.outcome')).toEqual(plain({ utility, security }))
  })
})

test('swe-agent: one agent, named by its messages; commands of one shell stay tools of their own', async () => {
  const { spans } = await readAll(fileSource(`${folder}/swe-agent/function_calling_simple.traj`))
  expect(outline(spans)).toEqual([
    'invoke_agent main',
    ...['find_file', 'open', 'edit', 'bash', 'submit'].flatMap((tool) => [
      'invoke_agent main > chat',
      `invoke_agent main > execute_tool ${tool}`,
    ]),
  ])
})

test('mini-swe-agent: fenced commands, of which the last has no answer with a return code', async () => {
  const messages = json('mini-swe-agent/github_issue.traj.json') as RawMessage[]
  const { spans, problems } = await readAll(fileSource(`${folder}/mini-swe-agent/github_issue.traj.json`))
  expect(problems).toEqual([])
  const commands = messages
    .filter(({ role }) => role === 'assistant')
    .map(({ content }) => content?.split('```mswea_bash_command\n')[1]?.split('\n```')[0])
  const answers = messages.slice(3).filter(({ role }) => role === 'user')
  expect([commands.length, answers.length]).toEqual([10, 10])
  expect(
    toolCalls(spans).map((call) => [call.name, call.args, call['process.exit.code'], call.result, call.turn]),
  ).toEqual(
    commands.map((command, index) => {
      const answer = answers[index]?.content ?? ''
      const code = /<returncode>(\d+)/.exec(answer)?.[1]
      const isAnswered = code !== undefined
      return ['bash', plain({ command }), isAnswered ? Number(code) : undefined, isAnswered ? answer : undefined, index]
    }),
  )
  expect(toolCalls(spans).map((call) => call['spanpact.pending'] === true)).toEqual([
    ...Array.from({ length: 9 }, () => false),
    true,
  ])
  // A command that ends with a code other than 0 may have done what it was meant to.
  expect(toolCalls(spans).filter(({ status }) => status === 'error')).toEqual([])
})

describe('who-and-when', () => {
  const files = globSync('who-and-when/**/*.json', { cwd: folder }).map((file) => file.replaceAll('\\', '/'))

  test.each(files)('%s is agents and handoffs, without tools', async (file) => {
    const { history = [], system_prompt: prompts } = json(file) as RawRun
    const speakers = history
      .filter(({ role }) => role !== 'human')
      .map(({ role, name }) => name ?? role.replace(/ \(.*$/, ''))
    const invocations = speakers.filter((speaker, index) => speaker !== speakers[index - 1])
    const models = speakers.filter((speaker) => prompts === undefined || speaker in prompts)
    const handoffs = history.flatMap(({ role }) => /\(-> (.*)\)/.exec(role)?.[1] ?? [])
    const { spans, problems } = await readAll(fileSource(`${folder}/${file}`))
    const [root] = roots(spans)
    expect(problems).toEqual([])
    expect(
      operation(spans, 'invoke_agent')
        .filter((span) => span !== root)
        .map(({ attributes }) => attributes.get('gen_ai.agent.name')),
    ).toEqual(invocations)
    expect(operation(spans, 'chat')).toHaveLength(models.length)
    expect(operation(spans, 'execute_tool')).toEqual([])
    expect(spans.flatMap(({ attributes }) => attributes.get('spanpact.handoff.to') ?? [])).toEqual(handoffs)
  })

  test('counts', async () => {
    const counts = await Promise.all(
      files.toSorted().map(async (file) => {
        const { spans } = await readAll(fileSource(`${folder}/${file}`))
        return [operation(spans, 'invoke_agent').length - 1, operation(spans, 'chat').length]
      }),
    )
    expect(counts).toEqual([
      [5, 4],
      [7, 5],
      [7, 5],
      [7, 7],
      [6, 7],
      [14, 28],
      [38, 85],
    ])
  })
})

test.each([...withCalls, 'mini-swe-agent/github_issue.traj.json', 'who-and-when/Hand-Crafted/1.json'])(
  '%s gives no times, no tokens and no second run of one id',
  async (file) => {
    const { spans } = await readAll(fileSource(`${folder}/${file}`))
    for (const span of spans) {
      expect([span.startUnixNano, span.endUnixNano, span.source.timePrecisionNano]).toEqual([null, null, null])
      expect(span.source.isTranscript).toBe(true)
      expect([...span.attributes.keys()].filter((key) => key.includes('usage'))).toEqual([])
    }
    const ids = spans.map(({ traceId, spanId }) => traceId + spanId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => /^[0-9a-f]{48}$/.test(id))).toBe(true)
    // Read again, everything is the same; and span ids sort in the order of the messages.
    expect((await readAll(fileSource(`${folder}/${file}`))).spans).toEqual(spans)
    for (const run of byTrace(spans)) {
      const own = run.map(({ spanId }) => spanId)
      expect(own.toSorted()).toEqual(own)
    }
  },
)
