import { describe, expect, test } from 'vitest'

import type { ShowReport } from '../../src/model/report.ts'
import { jsonLines, supportRun } from '../support/recording.ts'
import { folder, repository, spanpact } from '../support/run-cli.ts'
import { traceId } from '../support/span.ts'

/** What the support run does not say. */
const lacking = [
  'arguments or results of 1 call were not captured whole',
  '2 model calls carry no token usage, or not all of it',
]

/** Counted by hand or by other programs over the raw files; see fixtures/README.md. */
const known = [
  {
    file: 'otel-tui/test_data.lines-01-49.jsonl',
    spans: 263,
    traces: 61,
    roots: 58,
    orphans: 3,
    errorSpans: 15,
    format: 'otlp-json',
  },
  {
    file: 'otlp2parquet/traces.jsonl',
    spans: 19,
    traces: 19,
    roots: 6,
    orphans: 13,
    errorSpans: null,
    format: 'otlp-json',
  },
  {
    file: 'otlp2parquet/traces.pb',
    spans: 19,
    traces: 19,
    roots: 6,
    orphans: 13,
    errorSpans: null,
    format: 'otlp-protobuf',
  },
  {
    file: 'agent-prism/smol_deep_research_agent.json',
    spans: 8,
    traces: 1,
    roots: 1,
    orphans: 0,
    errorSpans: 0,
    format: 'otlp-json',
  },
  {
    file: 'agent-prism/rag_earnings_agent.json',
    spans: 18,
    traces: 1,
    roots: 1,
    orphans: 0,
    errorSpans: 0,
    format: 'otlp-json',
  },
  // The file holds one span twice, and its parent not at all.
  { file: 'jaeger/otlp2jaeger-in.json', spans: 1, traces: 1, roots: 0, orphans: 1, errorSpans: 0, format: 'otlp-json' },
  // The same span as the collector wrote it to Jaeger.
  {
    file: 'jaeger/otlp2jaeger-out.json',
    spans: 1,
    traces: 1,
    roots: 0,
    orphans: 1,
    errorSpans: 0,
    format: 'jaeger-json',
  },
  { file: 'agentevals/helm.json', spans: 96, traces: 1, roots: 1, orphans: 0, errorSpans: 1, format: 'jaeger-json' },
  { file: 'agentevals/k8s.json', spans: 73, traces: 1, roots: 1, orphans: 0, errorSpans: 1, format: 'jaeger-json' },
  // 175 items, of which 45 are other halves or late parts.
  {
    file: 'zipkin/smartthings-oauth-authorization.json',
    spans: 130,
    traces: 1,
    roots: 1,
    orphans: 0,
    errorSpans: 1,
    format: 'zipkin-json',
  },
  { file: 'zipkin/yelp.json', spans: 13, traces: 1, roots: 1, orphans: 0, errorSpans: 0, format: 'zipkin-json' },
  {
    file: 'opentelemetry-proto/trace.json',
    spans: 1,
    traces: 1,
    roots: 0,
    orphans: 1,
    errorSpans: 0,
    format: 'otlp-json',
  },
] as const

describe('show', () => {
  test.each(known)('$file: no span is lost, roots and orphans are those of the file', (row) => {
    const result = spanpact(repository, ['show', `fixtures/recordings/${row.file}`, '--format', 'json'])
    expect(result.code).toBe(0)
    const report = JSON.parse(result.stdout) as ShowReport
    const sum = (count: (run: ShowReport['runs'][number]) => number): number =>
      report.runs.reduce((total, run) => total + count(run), 0)
    expect(report.totals.spans).toBe(row.spans)
    expect(sum((run) => run.spans)).toBe(row.spans)
    expect(sum((run) => run.traceIds.length)).toBe(row.traces)
    expect(sum((run) => run.roots)).toBe(row.roots)
    expect(sum((run) => run.orphans)).toBe(row.orphans)
    if (row.errorSpans !== null) expect(sum((run) => run.errorSpans)).toBe(row.errorSpans)
    expect(new Set(report.runs.map((run) => run.format))).toEqual(new Set([row.format]))
  })

  test('what this version cannot know is null, never 0', () => {
    const cwd = folder({ 'run.jsonl': jsonLines(supportRun) })
    const report = JSON.parse(spanpact(cwd, ['show', 'run.jsonl', '--format', 'json']).stdout) as ShowReport
    expect(report.runs).toEqual([
      {
        recording: 'run.jsonl',
        run: traceId('t1'),
        traceIds: [traceId('t1')],
        spans: 4,
        roots: 1,
        orphans: 0,
        errorSpans: 0,
        names: [
          { name: 'chat gpt-5', count: 2 },
          { name: 'execute_tool lookup_order', count: 1 },
          { name: 'invoke_agent support', count: 1 },
        ],
        format: 'otlp-json',
        dialects: ['otel-genai'],
        claimedSpans: { 'otel-genai': 4 },
        agents: [{ name: 'support', invocations: 1 }],
        modelCalls: { count: 2, byModel: { 'gpt-5': 2 } },
        toolCalls: { count: 1, byName: { lookup_order: 1 }, failed: 0, retries: 0 },
        // 812 + 1010; the run records no output tokens.
        tokens: { input: 1822, output: null, cachedInput: null, cacheWrite: null, reasoning: null },
        costUsd: null,
        durationMs: 1000,
        complete: true,
        gaps: expect.any(Array),
        notes: lacking,
      },
    ])
    expect(report.runs[0]!.gaps.map(({ facet }) => facet)).toEqual(['content', 'usage', 'attempts', 'attempts'])
    expect(report.totals).toEqual({ recordings: 1, runs: 1, spans: 4, toolCalls: 1, modelCalls: 2 })
  })

  test('copies of a span are counted once, and said', () => {
    const twice = jsonLines([...supportRun, supportRun[1]!])
    const differing = jsonLines([...supportRun, { ...supportRun[1]!, kind: 'server' }])
    const cwd = folder({ 'twice.jsonl': twice, 'differing.jsonl': differing })
    const report = JSON.parse(
      spanpact(cwd, ['show', 'twice.jsonl', 'differing.jsonl', '--format', 'json']).stdout,
    ) as ShowReport
    expect(report.runs.map(({ recording, spans, complete, notes }) => [recording, spans, complete, notes])).toEqual([
      [
        'differing.jsonl',
        4,
        true,
        [...lacking, '1 span is recorded more than once and counted once; the copies of 1 differ'],
      ],
      ['twice.jsonl', 4, true, [...lacking, '1 span is recorded more than once and counted once']],
    ])
  })

  test('a damaged line makes runs incomplete and exits 2; the rest is shown', () => {
    const lines = jsonLines(supportRun).split('\n')
    const cwd = folder({ 'run.jsonl': [lines[0], '{"resourceSpans": nonsense}', ...lines.slice(1)].join('\n') })
    const result = spanpact(cwd, ['show', 'run.jsonl', '--format', 'json'])
    const report = JSON.parse(result.stdout) as ShowReport
    expect(result.code).toBe(2)
    expect(report.unreadable.map(({ recording, line }) => [recording, line])).toEqual([['run.jsonl', 2]])
    expect(report.runs.map(({ spans, complete }) => [spans, complete])).toEqual([[4, false]])
  })

  test('--run and --errors select runs', () => {
    const other = supportRun.map((sketch) => ({ ...sketch, trace: 't2', status: 'error' as const }))
    const cwd = folder({ 'run.jsonl': jsonLines([...supportRun, ...other]) })
    const runs = (args: string[]): string[] =>
      (JSON.parse(spanpact(cwd, ['show', 'run.jsonl', '--format', 'json', ...args]).stdout) as ShowReport).runs.map(
        ({ run }) => run,
      )
    expect(runs([]).sort()).toEqual([traceId('t1'), traceId('t2')].sort())
    expect(runs(['--run', traceId('t2').slice(0, 8)])).toEqual([traceId('t2')])
    expect(runs(['--errors'])).toEqual([traceId('t2')])
  })

  test('text is a table, and a tree with a bar for the time of each step', () => {
    const cwd = folder({ 'run.jsonl': jsonLines(supportRun) })
    const lines = spanpact(cwd, ['show', 'run.jsonl']).stdout.split('\n')
    expect(lines[0]).toBe('run.jsonl  (otlp-json)')
    expect(lines.find((line) => line.includes('tool lookup_order'))).toMatch(
      /^ {4}├ tool lookup_order +90 ms {2}▕ +█+ +▏$/,
    )
    expect(lines.filter((line) => line.includes('model gpt-5')).length).toBe(2)
    expect(lines.at(-2)).toBe('1 run, 4 spans, 2 model calls, 1 tool call in 1 recording')
  })
})
