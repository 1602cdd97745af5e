import { describe, expect, test } from 'vitest'

import { loadConfig, transcriptsByFile } from '../../src/config/index.ts'
import type { ShowReport } from '../../src/model/report.ts'
import { parseJsonPath } from '../../src/model/json-path.ts'
import type { TranscriptPaths } from '../../src/model/transcript-paths.ts'
import { bytesSource, readRecording } from '../../src/readers/index.ts'
import type { Span } from '../../src/model/span.ts'
import { outline, toolCalls } from '../support/transcript.ts'
import { folder, spanpact } from '../support/run-cli.ts'

const turns = [
  { role: 'user', content: 'pay' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'a', function: { name: 'pay', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'a', content: 'paid' },
]

function paths(written: Readonly<Record<string, string>>): TranscriptPaths {
  const parsed = Object.entries(written).map(([name, text]) => [name, parseJsonPath(text)])
  return Object.fromEntries(parsed) as TranscriptPaths
}

async function read(json: unknown, written: Readonly<Record<string, string>>) {
  const spans: Span[] = []
  const problems: unknown[] = []
  const context = { unreadable: (problem: unknown) => void problems.push(problem), note: () => undefined }
  const text = typeof json === 'string' ? json : JSON.stringify(json)
  const source = bytesSource('x.json', Buffer.from(text))
  for await (const batch of readRecording(source, { transcript: paths(written) }, context)) spans.push(...batch.spans)
  return { spans, problems }
}

describe('a configured place of messages', () => {
  const run = ['invoke_agent', 'invoke_agent > chat', 'invoke_agent > execute_tool pay']

  test.each<[string, unknown, string, readonly string[]]>([
    ['inside an object', { log: { turns } }, '$.log.turns', run],
    ['one by one', { events: turns.map((message) => ({ at: 1, message })) }, '$.events[*].message', run],
    ['one by one in the top list', turns.map((message) => ({ message })), '$[*].message', run],
    [
      'one by one in a list over lines',
      JSON.stringify(
        turns.map((message) => ({ message })),
        null,
        2,
      ),
      '$[*].message',
      run,
    ],
    ['in every entry of a list', [{ turns }, { turns }], '$.turns', [...run, ...run]],
    ['in every line', `${JSON.stringify({ turns })}\n${JSON.stringify({ turns })}\n`, '$.turns', [...run, ...run]],
    ['as JSON text', { body: JSON.stringify(turns) }, '$.body', run],
    ['in names with dots', { 'a.b': { "it's": turns } }, `$['a.b']["it's"]`, run],
  ])('%s', async (_, json, messages, expected) => {
    const { spans, problems } = await read(json, { messages })
    expect(problems).toEqual([])
    expect(outline(spans)).toEqual(expected)
    expect(toolCalls(spans).map(({ result }) => result)).toEqual(
      expected.filter((name) => name.includes('pay')).map(() => 'paid'),
    )
  })

  test('a path to several lists leads to as many transcripts, each with its labels', async () => {
    const json = {
      pages: [
        { turns, id: 'x', tags: ['a', 'b'] },
        { turns, id: 'y', tags: [] },
      ],
      suite: 's',
    }
    const { spans, problems } = await read(json, {
      messages: '$.pages[*].turns',
      run: '$.pages[*].id',
      case: '$.suite',
      tags: '$.pages[*].tags',
    })
    expect(problems).toEqual([])
    expect(outline(spans)).toEqual([...run, ...run])
    const labels = spans
      .filter(({ parentSpanId }) => parentSpanId === null)
      .map(({ attributes }) => ['run.id', 'case.id', 'tags'].map((name) => attributes.get(`spanpact.${name}`)))
    expect(labels).toEqual([
      ['x', 's', ['a', 'b']],
      ['y', 's', undefined],
    ])
  })

  test('labels that cannot be told apart are named, and given to none', async () => {
    const json = { pages: [{ turns, id: 'x' }, { turns }, { turns, id: 'z' }] }
    const { spans, problems } = await read(json, { messages: '$.pages[*].turns', run: '$.pages[*].id' })
    expect(outline(spans)).toEqual([...run, ...run, ...run])
    expect(spans.filter(({ attributes }) => attributes.has('spanpact.run.id'))).toEqual([])
    expect(problems).toEqual([{ line: 1, message: '`$.pages[*].id` leads to 2 values, and there are 3 transcripts' }])
  })

  test('labels come from their paths only', async () => {
    const json = {
      turns,
      id: 17,
      meta: { labels: ['a', 'b'], more: ['c'], score: { points: 3 } },
      reward: 1,
      task_id: 4,
    }
    const { spans } = await read(json, {
      messages: '$.turns',
      run: '$.id',
      case: '$.meta.score.points',
      tags: '$.meta.*',
      outcome: '$.meta.score',
    })
    const labels = [...(spans[0]?.attributes ?? [])].filter(([key]) => key.startsWith('spanpact.'))
    expect(Object.fromEntries(labels)).toEqual({
      'spanpact.run.id': '17',
      'spanpact.case.id': '3',
      'spanpact.tags': ['a', 'b', 'c'],
      'spanpact.outcome': Object.assign(Object.create(null), { points: 3 }),
    })
  })

  test('a document where the path leads nowhere, or to no messages, is named', async () => {
    const { spans, problems } = await read(`${JSON.stringify({ turns })}\n{"other":1}\n{"turns":7}\n`, {
      messages: '$.turns',
    })
    expect(outline(spans)).toEqual(run)
    expect(problems).toEqual([
      { line: 2, message: '`$.turns` leads to no messages' },
      { line: 3, message: 'message 1 of the transcript has none of the forms that messages have' },
    ])
  })
})

test('the first entry that names a file counts, from wherever the command runs', async () => {
  const root = folder({
    'package.json': '{}',
    'spanpact.config.yaml': `transcripts:
  - { files: 'runs/a*.json', messages: $.first }
  - { files: 'runs/*.json', messages: $.second }
`,
    'runs/a.json': '{}',
    'runs/b.json': '{}',
    'other.json': '{}',
  })
  const inRoot = await transcriptsByFile(await loadConfig(root), root)
  const inRuns = await transcriptsByFile(await loadConfig(`${root}/runs`), `${root}/runs`)
  expect(['runs/a.json', 'runs/b.json', 'other.json'].map((name) => inRoot(name)?.messages.text)).toEqual([
    '$.first',
    '$.second',
    undefined,
  ])
  expect(['a.json', 'b.json', '../other.json'].map((name) => inRuns(name)?.messages.text)).toEqual([
    '$.first',
    '$.second',
    undefined,
  ])
})

describe('the command line', () => {
  const root = (): string =>
    folder({
      'package.json': '{}',
      'spanpact.config.yaml': "transcripts: [{ files: 'runs/*.json', messages: $.log.turns, run: $.id }]\n",
      'runs/one.json': JSON.stringify({ id: 'r1', log: { turns } }),
      'loose.json': JSON.stringify({ id: 'r1', log: { turns } }),
    })

  test('`show` reads what the configuration names, and nothing else', () => {
    const cwd = root()
    const shown = spanpact(cwd, ['show', 'runs/one.json', '--format', 'json'])
    const report = JSON.parse(shown.stdout) as ShowReport
    expect([shown.code, report.runs.map(({ spans, format, dialects }) => [spans, format, dialects])]).toEqual([
      0,
      [[3, 'chat', ['chat']]],
    ])
    expect(spanpact(cwd, ['show', 'loose.json']).code).toBe(2)
  })

  test('`check` reads it too', () => {
    const cwd = root()
    const report = spanpact(cwd, ['check', 'runs/one.json', '--format', 'json']).report()
    expect([report.unreadable, report.summary.spans]).toEqual([[], 3])
  })

  test('another format, named, is read instead', () => {
    const shown = spanpact(root(), ['show', 'runs/one.json', '--input-format', 'otlp-json', '--format', 'json'])
    expect((JSON.parse(shown.stdout) as ShowReport).runs).toEqual([])
  })
})
