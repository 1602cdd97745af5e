import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, onTestFinished, test } from 'vitest'

import type { ShownStep } from '../src/model/report.ts'
import { fileSource } from '../src/readers/index.ts'
import { showRecordings } from '../src/show-recordings.ts'
import { jsonLines, supportRun } from './support/recording.ts'
import { recordingFiles } from './support/recording-files.ts'

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as { $defs?: object }
const ajv = new Ajv({ strict: false })
ajv.addSchema(schema, 'report')
const validate = ajv.getSchema('report')!

function all(steps: readonly ShownStep[]): readonly ShownStep[] {
  return steps.flatMap((step) => [step, ...all(step.steps)])
}

test.each(recordingFiles())('%s: the report fits its schema, and its steps are its calls', async (file) => {
  const report = await showRecordings([{ name: file, files: [fileSource(file)] }], { steps: true })
  void validate(JSON.parse(JSON.stringify(report)))
  expect(validate.errors).toBeNull()
  for (const run of report.runs) {
    const steps = all(run.steps ?? [])
    expect(run.dialects).toEqual(Object.keys(run.claimedSpans))
    expect(steps.filter(({ kind }) => kind === 'tool').length).toBe(run.toolCalls.count)
    if (run.modelCalls !== null) expect(steps.filter(({ kind }) => kind === 'model').length).toBe(run.modelCalls.count)
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
    const claimed = Object.values(run.claimedSpans).reduce((sum, count) => sum + count, 0)
    expect(claimed).toBeLessThanOrEqual(run.spans)
    expect(run.complete).toBe(run.gaps.every(({ facet }) => ['content', 'usage', 'attempts', 'times'].includes(facet)))
  }
})

test('spans beyond a budget of memory wait in temporary files, and the report is the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spanpact-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'run.jsonl')
  const runs = Array.from({ length: 1500 }, (_, at) => supportRun.map((sketch) => ({ ...sketch, trace: `t${at}` })))
  writeFileSync(file, jsonLines(runs.flat()))
  const temporaryDirectory = mkdtempSync(join(folder, 'spill-'))
  const show = (memoryBytes: number): ReturnType<typeof showRecordings> =>
    showRecordings([{ name: 'run.jsonl', files: [fileSource(file)] }], { memoryBytes, temporaryDirectory, steps: true })
  let spilled = false
  const watched = setInterval(() => (spilled ||= readdirSync(temporaryDirectory).length > 0), 1)
  const small = await show(2 ** 16)
  clearInterval(watched)
  expect(small).toEqual(await show(2 ** 30))
  expect([small.totals.runs, small.totals.spans]).toEqual([1500, 6000])
  expect([spilled, readdirSync(temporaryDirectory)]).toEqual([true, []])
})

test('steps of up to so many runs: of more runs none has any', async () => {
  const file = 'fixtures/recordings/tau-bench/gpt-4o-airline.trial-0.json'
  const shown = async (upToRuns: number, run?: string): Promise<number> => {
    const options = { steps: { upToRuns }, ...(run === undefined ? {} : { run }) }
    const { runs } = await showRecordings([{ name: file, files: [fileSource(file)] }], options)
    return runs.filter(({ steps }) => steps !== undefined).length
  }
  expect([await shown(49), await shown(50), await shown(1, '013a7ee07a81')]).toEqual([0, 50, 1])
})

test('agents of the Agents SDK that hand over to each other under one trace are one run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spanpact-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'trace.jsonl')
  const trace = `trace_${'0123456789abcdef'.repeat(2)}`
  const at = (second: number): string => `2026-01-02T03:04:0${second}.000000+00:00`
  const line = (id: string, parent: string | null, start: number, end: number, data: object): string =>
    JSON.stringify({
      object: 'trace.span',
      id: `span_${id.repeat(24)}`,
      trace_id: trace,
      parent_id: parent === null ? null : `span_${parent.repeat(24)}`,
      started_at: at(start),
      ended_at: at(end),
      span_data: data,
      error: null,
    })
  const lines = [
    JSON.stringify({ object: 'trace', id: trace, workflow_name: 'support', group_id: null, metadata: null }),
    line('a', null, 1, 3, { type: 'agent', name: 'Triage' }),
    line('b', 'a', 2, 3, { type: 'handoff', from_agent: 'Triage', to_agent: 'Billing' }),
    line('c', null, 4, 6, { type: 'agent', name: 'Billing' }),
    line('d', 'c', 5, 6, { type: 'function', name: 'refund', input: '{"id":2}', output: 'done' }),
  ]
  writeFileSync(file, lines.join('\n'))
  const { runs } = await showRecordings([{ name: file, files: [fileSource(file)] }])
  expect(runs.map(({ spans, agents, toolCalls }) => [spans, agents, toolCalls.byName])).toEqual([
    [
      4,
      [
        { name: 'Billing', invocations: 1 },
        { name: 'Triage', invocations: 1 },
      ],
      { refund: 1 },
    ],
  ])
})
