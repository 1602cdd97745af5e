import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const step = (id: string | null, rest: Partial<StepSketch> = {}): StepSketch => ({
  tool: 'fee_table',
  args: { id },
  ...(id === null ? {} : { attributes: { 'app.step.id': id } }),
  ...rest,
})
const run = (listed: unknown, ...steps: StepSketch[]): RunSketch => ({
  steps,
  ...(listed === undefined ? {} : { attributes: { 'app.audit.steps': listed } }),
})

test.each<[name: string, item: string, run: RunSketch, verdict: string, reasons: string[]]>([
  ['all listed', 'true', run(['a', 'b'], step('a'), step('b')), 'pass', []],
  ['more listed than ran', 'true', run(['a', 'b'], step('a')), 'pass', []],
  ['one left out', 'true', run(['a'], step('a'), step('b')), 'fail', ['audit-complete step-not-listed']],
  [
    'a failed one ran too',
    'true',
    run(['a'], step('a'), step('b', { error: 'x' })),
    'fail',
    ['audit-complete step-not-listed'],
  ],
  ['no trail', 'true', run(undefined, step('a')), 'fail', ['audit-complete trail-missing']],
  ['as JSON text', 'true', run('["a"]', step('a')), 'pass', []],
  ['as something else', 'true', run('a, b', step('a')), 'inconclusive', ['audit-complete trail-unreadable']],
  ['by call id', 'true', run(['c1'], step(null, { id: 'c1' })), 'pass', []],
  [
    'an id of its own comes first',
    'true',
    run(['c1'], step('a', { id: 'c1' })),
    'fail',
    ['audit-complete step-not-listed'],
  ],
  ['a model call is no step of a trail', 'true', run(['a'], step('a'), { model: 'gpt-5' }), 'pass', []],
  [
    'other kinds',
    '{ kinds: [retrieval] }',
    run(['r'], step('a'), { retrieval: 'kb', attributes: { 'app.step.id': 'r' } }),
    'pass',
    [],
  ],
  [
    'of a sub-agent',
    'true',
    run(['a'], step('a'), { agent: 'sub', steps: [step('b')] }),
    'fail',
    ['audit-complete step-not-listed'],
  ],
])('%s', async (_name, item, sketch, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`audit-complete: ${item}`, sketch))).toEqual({ verdict, reasons })
})

test('lost spans may have run, or carried the trail', async () => {
  const damage = ['line 3 is unreadable']
  for (const sketch of [run(['a'], step('a')), run(undefined, step('a'))]) {
    expect(reasonsOf(await checkRun('audit-complete: true', sketch, { damage })).reasons).toEqual([
      'audit-complete evidence-incomplete',
    ])
  }
})

test('names what is left out and points at it', async () => {
  const { findings } = await checkRun('audit-complete: true', run(['a'], step('a'), { retrieval: 'contracts' }))
  expect(findings.map(({ message }) => message)).toEqual([
    'the audit trail of run lists 1 steps and leaves out retrieval `contracts`',
  ])
  expect(findings[0]!.location?.spanName).toBe('retrieval contracts')
})

test('no kinds are refused', async () => {
  await expect(
    contractOf('trajectories:\n  run:\n    expect:\n      - audit-complete: { kinds: [] }\n'),
  ).rejects.toThrow('the list is empty')
})
