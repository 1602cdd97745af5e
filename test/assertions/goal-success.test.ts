import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import type { Judge, JudgedRun } from '../../src/assertions/index.ts'
import type { ContractErrors } from '../../src/contract/index.ts'
import { bytesSource, checkRecordings, loadContract } from '../../src/index.ts'
import type { CheckReport } from '../../src/model/report.ts'
import { contractOf } from '../support/check-spans.ts'
import { jsonLines } from '../support/recording.ts'
import { checkRun, reasonsOf, spansOfRun, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const item = 'goal-success: { goal: done, judge: ./judge.js }'
const steps: StepSketch[] = [{ tool: 'refund', args: { order: 'O-1' }, result: { state: 'issued' } }]

const ask = async (judge: unknown, written = item, sketch: StepSketch[] | RunSketch = steps): Promise<CheckReport> =>
  checkRun(written, sketch, { judges: { './judge.js': judge as Judge } })

/** A contract, its judge and a recording of runs in a folder. */
async function checkFolder(
  judge: string,
  options = '',
  runs: readonly RunSketch[] = [{ steps }],
): Promise<CheckReport> {
  const folder = await mkdtemp(join(tmpdir(), 'spanpact-judge-'))
  await writeFile(join(folder, 'judge.ts'), judge)
  const text = `contract: test\ntrajectories:\n  run:\n    expect:\n      - goal-success: { goal: done, judge: ./judge.ts${options} }\n`
  await writeFile(join(folder, 'test.contract.yaml'), text)
  const contract = await loadContract(join(folder, 'test.contract.yaml'))
  const lines = runs.map((run, index) => jsonLines(spansOfRun({ trace: `t${index + 1}`, ...run }))).join('')
  const source = bytesSource('run.jsonl', new TextEncoder().encode(lines))
  return checkRecordings([{ name: 'run.jsonl', files: [source], contracts: [contract] }], {
    now: Date.parse('2026-11-20T12:00:00Z'),
  })
}

describe('goal-success', () => {
  test.each<[string, unknown, string, string[]]>([
    ['content', () => ({ pass: true }), 'pass', []],
    ['not content, which is a warning', () => ({ pass: false, reason: 'no' }), 'pass', ['goal-success goal-missed']],
    ['abstaining', () => ({ pass: null }), 'pass', ['goal-success judge-abstained']],
    [
      'failing',
      () => {
        throw new Error('no network')
      },
      'pass',
      ['goal-success judge-failed'],
    ],
    ['answering nothing', () => undefined, 'pass', ['goal-success judge-unreadable']],
    ['answering a score', () => ({ pass: 0.7 }), 'pass', ['goal-success judge-unreadable']],
    ['without a word to say', () => ({ pass: true, reason: 7 }), 'pass', ['goal-success judge-unreadable']],
    ['that was not loaded', undefined, 'pass', ['goal-success judge-missing']],
    [
      'answering later, of spans in memory',
      () => Promise.resolve({ pass: true }),
      'pass',
      ['goal-success not-awaited'],
    ],
  ])('a judge %s', async (_name, judge, verdict, reasons) => {
    const report = await ask(judge)
    expect(reasonsOf(report)).toEqual({ verdict, reasons })
    expect(report.findings.map(({ severity, verdict: one }) => [severity, one])).toEqual(
      reasons.map((reason) => ['warning', reason.endsWith('goal-missed') ? 'fail' : 'inconclusive']),
    )
  })

  test('moves the verdict where warnings do', async () => {
    const settings = { failOn: 'warning' as const }
    const judges = { './judge.js': (() => ({ pass: null })) as Judge }
    expect((await checkRun(item, steps, { judges, settings })).verdict).toBe('inconclusive')
  })

  test('shows the judge plain data', async () => {
    const seen: JudgedRun[] = []
    const judge: Judge = (run) => {
      seen.push(run)
      return { pass: true }
    }
    const sketch: StepSketch[] = [
      { model: 'gpt-5', at: [1, 11], attributes: { 'gen_ai.output.messages': '[{"role":"assistant"}]' } },
      { tool: 'refund', args: { order: 'O-1' }, result: 'done' },
      { tool: 'mail', error: 'timeout' },
    ]
    await ask(judge, item, { agent: 'support', attributes: { 'spanpact.case.id': 'c7' }, steps: sketch })
    const common = { agent: 'support', attempts: 1, durationMs: 10, errorType: null, status: 'unset' }
    expect(seen).toEqual([
      {
        goal: 'done',
        input: null,
        case: 'c7',
        isComplete: true,
        steps: [
          { ...common, kind: 'agent', name: 'support', durationMs: 32 },
          { ...common, kind: 'model', name: 'gpt-5', output: '[{"role":"assistant"}]' },
          { ...common, kind: 'tool', name: 'refund', args: { order: 'O-1' }, result: 'done', status: 'ok' },
          { ...common, kind: 'tool', name: 'mail', status: 'error', errorType: 'timeout' },
        ],
      },
    ])
  })

  test('shows what the judge says as it shows arguments: only where values are wanted', async () => {
    const judge: Judge = () => ({ pass: false, reason: 'the customer is Jane' })
    expect(JSON.stringify((await ask(judge)).findings)).not.toContain('Jane')
    const shown = await checkRun(item, steps, { judges: { './judge.js': judge }, settings: { showValues: true } })
    expect(shown.findings[0]?.message).toBe(
      'judge `./judge.js` says that run misses its goal `done`: "the customer is Jane"',
    )
  })

  test('severity `error` is refused', async () => {
    const text = 'trajectories:\n  run:\n    expect:\n      - goal-success: { goal: a, judge: b, severity: error }\n'
    await expect(contractOf(text)).rejects.toSatisfy((error: ContractErrors) =>
      error.problems.some(({ message }) => message.includes('a judge advises')),
    )
  })
})

describe('goal-success on recordings', () => {
  test('waits for judges that answer later', async () => {
    const judge = `export default async ({ steps }: { steps: { result?: { state: string } }[] }) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { pass: steps.some(({ result }) => result?.state === 'issued') }
    }`
    const missed: RunSketch = { steps: [{ tool: 'refund', args: {}, result: { state: 'refused' } }] }
    const report = await checkFolder(judge, '', [{ steps }, missed])
    expect(report.unreadable).toEqual([])
    expect(reasonsOf(report).reasons).toEqual(['goal-success goal-missed'])
  })

  test('not for ever, and not past a failure', async () => {
    const never = await checkFolder('export default () => new Promise(() => {})', ', timeout: 20ms')
    expect(reasonsOf(never).reasons).toEqual(['goal-success judge-late'])
    const failing = await checkFolder("export default async () => { throw new Error('no network') }")
    expect(reasonsOf(failing).reasons).toEqual(['goal-success judge-failed'])
  })

  test('a judge that cannot be asked is an input that cannot be read', async () => {
    const report = await checkFolder('export const judge = 1')
    expect(report.unreadable.map(({ recording, message }) => [recording, message.split(';')[0]])).toEqual([
      ['./judge.ts', 'has no default export that is a function'],
    ])
    expect(report.verdict).toBe('inconclusive')
    expect(reasonsOf(report).reasons).toEqual(['goal-success judge-missing'])
  })
})
