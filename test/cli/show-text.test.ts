import { describe, expect, test } from 'vitest'

import type { ShowReport } from '../../src/model/report.ts'
import { encodeJson } from '../support/otlp/encode-json.ts'
import { jsonLines, supportRun } from '../support/recording.ts'
import { recordingsFolder } from '../support/recording-files.ts'
import { folder, repository, spanpact } from '../support/run-cli.ts'
import { span, traceId, type SpanSketch } from '../support/span.ts'

const lines = (stdout: string): readonly string[] => stdout.trimEnd().split('\n')

describe('whole screens', () => {
  // 96 spans, one with status error; 4180.492 ms from the first start to the last end. Two calls of gpt-4.1-mini with
  // 1820 + 1956 and 13 + 117 tokens, each recorded by ADK and by OpenLLMetry; one tool. 7 spans carry keys of a dialect.
  test('helm: a request with an agent inside', async () => {
    const { stdout, code } = spanpact(repository, ['show', `${recordingsFolder}/agentevals/helm.json`])
    expect(code).toBe(0)
    await expect(stdout).toMatchFileSnapshot('snapshots/show-helm.txt')
  })

  // 7 spans of any-agent: the agent, 245 + 331 + 366 + 320 = 1262 and 16 + 14 + 33 + 62 = 125 tokens, two tools; the
  // recorded costs add up to 0.0001637 USD.
  test('a LangChain agent, with costs', async () => {
    const { stdout } = spanpact(repository, ['show', `${recordingsFolder}/any-agent/LANGCHAIN_trace.json`])
    await expect(stdout).toMatchFileSnapshot('snapshots/show-langchain.txt')
  })

  // 50 conversations, 282 tool calls: see the counts of the transcripts' own test.
  test('tau-bench: fifty runs without times or tokens', async () => {
    const { stdout } = spanpact(repository, ['show', `${recordingsFolder}/tau-bench/gpt-4o-airline.trial-0.json`])
    await expect(stdout).toMatchFileSnapshot('snapshots/show-tau-bench.txt')
  })
})

describe('columns', () => {
  const header = (sketches: readonly SpanSketch[]): string | undefined =>
    lines(spanpact(folder({ 'run.jsonl': jsonLines(sketches) }), ['show', 'run.jsonl']).stdout)[1]

  test('what is as usual in all runs is left out; a number that nobody knows as well', () => {
    expect(header(supportRun)).toBe('  run           spans  duration  models  tools  tokens in')
  })

  test('what is unusual in one run is shown of all', () => {
    const orphan: SpanSketch = { name: 'late', trace: 't2', parent: 'lost', status: 'error', start: 0, end: 1 }
    expect(header([...supportRun, orphan])).toBe(
      '  run           spans  roots  orphans  errors  duration  models  tools  tokens in',
    )
  })

  test('run ids are as long as it takes to tell them apart, and `--run` takes them', () => {
    const ids = [
      '0123456789abcdef0123456789abcdef',
      '0123456789abcdef1123456789abcdef',
      'ff23456789abcdef0123456789abcdef',
    ]
    const text = ids.map((id) => `${encodeJson([{ ...span({ name: 'x' }), traceId: id }])}\n`).join('')
    const cwd = folder({ 'run.jsonl': text })
    const shown = lines(spanpact(cwd, ['show', 'run.jsonl']).stdout)
    const short = shown.slice(2, 5).map((line) => line.trim().split(/\s+/)[0]!)
    expect(short).toEqual(['0123456789abcdef0', '0123456789abcdef1', 'ff23456789ab'])
    for (const [at, id] of short.entries()) {
      const report = spanpact(cwd, ['show', 'run.jsonl', '--run', id, '--format', 'json']).stdout
      expect((JSON.parse(report) as ShowReport).runs.map(({ run }) => run)).toEqual([ids[at]])
    }
  })
})

describe('steps', () => {
  const tree = (sketches: readonly SpanSketch[], ...args: string[]): readonly string[] =>
    lines(spanpact(folder({ 'run.jsonl': jsonLines(sketches) }), ['show', 'run.jsonl', ...args]).stdout).filter(
      (line) => /[├└│·]/.test(line),
    )
  const agent: SpanSketch = {
    name: 'invoke_agent support',
    start: 0,
    end: 100,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' },
  }
  const tool = (id: string, start: number, end: number, more: Partial<SpanSketch> = {}): SpanSketch => ({
    name: `execute_tool ${id}`,
    id,
    parent: agent.name,
    start,
    end,
    ...more,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': id, ...more.attributes },
  })
  const labels = (found: readonly string[]): readonly string[] => found.map((line) => line.trim().split(/ {2,}/)[0]!)

  test('a step that overlaps any that began before it is marked, not only its neighbour', () => {
    const long = tool('long', 0, 90)
    expect(labels(tree([agent, long, tool('short', 10, 20), tool('late', 30, 40), tool('apart', 90, 95)]))).toEqual([
      '└ agent support',
      '├ tool long',
      '├ ∥ tool short',
      '├ ∥ tool late',
      '└ tool apart',
    ])
  })

  test('tries stand below their step, with who tried again and what became of each', () => {
    const attributes = { 'gen_ai.tool.call.id': 'c1' }
    const first = tool('lookup', 10, 20, {
      id: 'a',
      name: 'execute_tool lookup',
      status: 'error',
      attributes: { ...attributes, 'error.type': 'timeout' },
    })
    const second = tool('lookup', 30, 60, { id: 'b', name: 'execute_tool lookup', attributes })
    const shown = tree([agent, first, second]).map((line) =>
      line
        .replace(/ *▕.*$/, '')
        .trim()
        .replace(/ {2,}/g, ' | '),
    )
    expect(shown).toEqual([
      '└ agent support | 100 ms',
      '└ tool lookup | 2 tries | 50 ms',
      '· try 1 | error timeout | 10 ms',
      '· try 2 by the runtime | 30 ms',
    ])
  })

  test('`--spans` lists the spans of each step with their dialects', () => {
    const found = tree([agent, tool('lookup', 10, 20)], '--spans').filter((line) => line.includes('· span'))
    expect(
      found.map((line) =>
        line
          .replace(/[│└ ]*· span [0-9a-f]{16} /, '')
          .trim()
          .replace(/ *▕.*$/, '')
          .split(/ {2,}/),
      ),
    ).toEqual([
      ['invoke_agent support', 'otel-genai'],
      ['execute_tool lookup', 'otel-genai'],
    ])
  })

  test('usage that a platform guessed is marked, and in no sum', () => {
    const file = `${recordingsFolder}/langfuse/langgraph-python-2025-08-22.trace.json`
    const found = lines(spanpact(repository, ['show', file]).stdout)
    expect(found[1]).toBe('  run           spans  duration  models  tools')
    const models = found.filter((line) => /[├└] model/.test(line))
    expect(models).toHaveLength(2)
    expect(models.every((line) => /  ~\d+ → \d+ tokens/.test(line))).toBe(true)
  })
})

test.each([80, 120])('tables and trees of all recordings fit %i columns', (width) => {
  const { stdout, code } = spanpact(repository, ['show', recordingsFolder, '--steps'], undefined, {
    COLUMNS: String(width),
  })
  // Some of the files are no recordings, and are refused.
  expect(code).toBe(2)
  const wide = lines(stdout).filter((line) => /[├└│·▕]/.test(line) && line.length > width)
  expect(wide).toEqual([])
  expect(lines(stdout).some((line) => line.includes('▕'))).toBe(true)
})

describe('filters that match nothing', () => {
  const cwd = (): string => folder({ 'run.jsonl': jsonLines(supportRun) })

  test.each([
    [['--run', 'ffff'], 'its run does not match: no run has an id that begins with `ffff`'],
    [
      ['--tool', 'lookup_orders'],
      'its run does not match: no run calls tool `lookup_orders`; did you mean `lookup_order`?',
    ],
    [['--errors'], 'its run does not match: no run has error spans or failed tool calls'],
  ])('%j says so and is inconclusive', (args, message) => {
    const text = spanpact(cwd(), ['show', 'run.jsonl', ...args])
    expect([text.code, text.stdout]).toEqual([
      3,
      `note: run.jsonl: ${message}\n0 runs, 0 spans, 0 model calls, 0 tool calls in 1 recording\n`,
    ])
    const json = spanpact(cwd(), ['show', 'run.jsonl', '--format', 'json', ...args])
    const report = JSON.parse(json.stdout) as ShowReport
    expect([json.code, report.runs, report.notes]).toEqual([3, [], [{ recording: 'run.jsonl', message }]])
  })

  test('recordings that match are shown without a word about the others', () => {
    const other = jsonLines(
      supportRun.map((sketch) => ({ ...sketch, trace: 't2', name: sketch.name.replace('lookup', 'find') })),
    )
    const both = folder({ 'a.jsonl': jsonLines(supportRun), 'b.jsonl': other })
    const report = JSON.parse(
      spanpact(both, ['show', '.', '--run', traceId('t2'), '--format', 'json']).stdout,
    ) as ShowReport
    expect([report.runs.map(({ recording }) => recording), report.notes]).toEqual([['b.jsonl'], []])
  })

  test('a recording without a span holds no run, and is inconclusive', () => {
    expect(spanpact(folder({ 'run.jsonl': '{"resourceSpans":[]}\n' }), ['show', 'run.jsonl']).code).toBe(3)
  })
})

describe('hostile recordings', () => {
  test('a thousand runs: fifty lines and a word about the rest', () => {
    const text = Array.from({ length: 1000 }, (_, at) =>
      jsonLines(supportRun.map((sketch) => ({ ...sketch, trace: `t${at}` }))),
    ).join('')
    const cwd = folder({ 'run.jsonl': text })
    const shown = lines(spanpact(cwd, ['show', 'run.jsonl']).stdout)
    expect(shown.filter((line) => /^ {2}[0-9a-f]{12} /.test(line))).toHaveLength(50)
    expect(shown).toContain('  … 950 more runs; `--steps` lists all')
    expect(shown.at(-1)).toBe('1000 runs, 4000 spans, 2000 model calls, 1000 tool calls in 1 recording')
  })

  test('5000 agents inside each other: what is deeper than 33 levels stands at the last', () => {
    const deep = Array.from({ length: 5000 }, (_, at): SpanSketch => ({
      name: `agent ${at}`,
      ...(at === 0 ? {} : { parent: `agent ${at - 1}` }),
      start: at,
      end: 100_000 - at,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': `a${at}` },
    }))
    const cwd = folder({ 'run.jsonl': jsonLines(deep) })
    const text = spanpact(cwd, ['show', 'run.jsonl'])
    expect([text.code, text.stdout.includes('… 4600 more lines')]).toEqual([0, true])
    const json = spanpact(cwd, ['show', 'run.jsonl', '--format', 'json', '--steps'])
    let depth = 0
    const [run] = (JSON.parse(json.stdout) as ShowReport).runs
    for (let steps = run!.steps!; steps.length > 0; steps = steps[0]!.steps) depth += 1
    expect([json.code, depth]).toEqual([0, 33])
  })

  test('names that act on terminals or objects are only names', () => {
    const name = '\u001b[31m__proto__\n\u202e'
    const tools = ['__proto__', 'constructor', name].map((tool, at): SpanSketch => ({
      name: `execute_tool ${tool}`,
      parent: 'invoke_agent support',
      start: 500 + at,
      end: 600,
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool },
    }))
    const cwd = folder({ 'run.jsonl': jsonLines([...supportRun, ...tools]) })
    const { stdout } = spanpact(cwd, ['show', 'run.jsonl'])
    expect(/[\u001b\u202e]/.test(stdout)).toBe(false)
    expect(lines(stdout).find((line) => line.startsWith('  tools'))).toBe(
      '  tools     \\x1b[31m__proto__\\n\\u{202e}, __proto__, constructor, lookup_order',
    )
    const json = JSON.parse(spanpact(cwd, ['show', 'run.jsonl', '--format', 'json']).stdout) as ShowReport
    expect(Object.keys(json.runs[0]!.toolCalls.byName).toSorted()).toEqual(
      [name, '__proto__', 'constructor', 'lookup_order'].toSorted(),
    )
    expect(spanpact(cwd, ['show', 'run.jsonl', '--tool', '__proto__']).code).toBe(0)
    expect(spanpact(cwd, ['show', 'run.jsonl', '--tool', 'toString']).code).toBe(3)
  })
})
