import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { jsonLines } from '../support/recording.ts'
import { folder, spanpact } from '../support/run-cli.ts'
import { spansOfRun } from '../support/step-sketch.ts'
import { runsOf } from '../support/trial-runs.ts'

const contract = `contract: support-agent
trajectories:
  refund:
    expect: [{ tool-used: refund }]
    trials: { runs: 5, passRate: 0.2, baseline: { file: kept/trials.json } }
`

const recording = (outcomes: string): string => jsonLines(runsOf(outcomes).flatMap(spansOfRun))

test('a baseline is asked for, written, compared with, and written anew', () => {
  const cwd = folder({ 'run.jsonl': recording('+++++'), 'support.contract.yaml': contract })
  const kept = join(cwd, 'kept/trials.json')

  const first = spanpact(cwd, ['check', 'run.jsonl'])
  expect(first.code).toBe(2)
  expect(first.stdout).toContain('no baseline of trials lies here; write it with `spanpact check -u`')
  expect(existsSync(kept)).toBe(false)

  const written = spanpact(cwd, ['check', 'run.jsonl', '-u'])
  expect(written).toMatchObject({ code: 0, stderr: 'baseline kept/trials.json written\n' })
  const { trials } = JSON.parse(readFileSync(kept, 'utf8')) as {
    trials: { case: string; runs: number; passes: number }[]
  }
  expect(trials).toMatchObject([{ contract: 'support-agent', trajectory: 'refund', case: 'a', runs: 5, passes: 5 }])

  // Fisher one-sided of 1/5 against 5/5: 6 of 252 ways; five runs of each side can show a regression.
  writeFileSync(join(cwd, 'run.jsonl'), recording('+----'))
  const worse = spanpact(cwd, ['check', 'run.jsonl'])
  expect(worse.code).toBe(1)
  expect(worse.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'the pass rate of `trajectories.refund` is lower than in the baseline `kept/trials.json` (p 0.02381)',
  )

  expect(spanpact(cwd, ['check', 'run.jsonl', '--update']).code).toBe(3)
  expect(readFileSync(kept, 'utf8')).toContain('"passes": 1,')
})

test('nothing is written from inputs that cannot be read', () => {
  const cwd = folder({ 'run.jsonl': `${recording('+++++')}not json\n`, 'support.contract.yaml': contract })
  const result = spanpact(cwd, ['check', 'run.jsonl', '-u'])
  expect(result).toMatchObject({ code: 2, stderr: 'no baseline was written: some input could not be read\n' })
  expect(existsSync(join(cwd, 'kept'))).toBe(false)
})

test('the text report says rate, interval and bound in one sentence, and lists runs that did not pass', () => {
  const cwd = folder({
    'run.jsonl': recording('+-+'),
    'support.contract.yaml': contract.replace(', baseline: { file: kept/trials.json }', ''),
  })
  const result = spanpact(cwd, ['check', 'run.jsonl'])
  expect(result.code).toBe(3)
  const lines = result.stdout.replaceAll(/[0-9a-f]{32}/g, 'ID').split('\n')
  expect(lines.slice(1)).toEqual([
    '',
    '  inconclusive trials',
    '    case `a` of `trajectories.refund` passes 2 of 3 runs (0.6667; Wilson 0.2077 to 0.9385): the',
    '    lower bound 0.1354 does not show 0.2',
    '        run ID in run.jsonl: run has 0 calls of tool `refund`, expected at least 1',
    '    contract: support.contract.yaml:5:5 trajectories.refund.trials',
    '    help: make 5 runs, which show it with as many failures as there are, or claim less',
    '',
    'inconclusive: 1 inconclusive in 3 runs (12 spans, 1 recording, 1 contract)',
    '',
  ])
})
