import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const stream = (events: [name: string, at: number][], rest: Partial<StepSketch> = {}): StepSketch => ({
  model: 'gpt-5',
  at: [0, 10_000],
  events: events.map(([name, at]) => ({ name, at })),
  ...rest,
})
const streamed = { attributes: { 'gen_ai.request.stream': true } }

const pass: [string, string[]] = ['pass', []]
const silent: [string, string[]] = ['fail', ['stream-gap silent']]
const open: [string, string[]] = ['inconclusive', ['stream-gap chunks-unknown']]

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  [
    'as long as allowed',
    '5s',
    [
      stream([
        ['chunk', 100],
        ['chunk', 5100],
        ['done', 10_000],
      ]),
    ],
    ...pass,
  ],
  [
    'longer',
    '5s',
    [
      stream([
        ['chunk', 100],
        ['chunk', 5101],
        ['done', 10_000],
      ]),
    ],
    ...silent,
  ],
  [
    'heartbeats count',
    '5s',
    [
      stream([
        ['chunk', 100],
        ['ping', 5000],
        ['chunk', 9000],
      ]),
    ],
    ...pass,
  ],
  [
    'before the first chunk it may take long',
    '1s',
    [
      stream([
        ['ping', 0],
        ['chunk', 9500],
      ]),
    ],
    ...pass,
  ],
  ['without a terminal event until the end of the span', '5s', [stream([['chunk', 100]])], ...silent],
  [
    'what comes after the terminal event does not count',
    '5s',
    [
      stream([
        ['chunk', 100],
        ['done', 200],
      ]),
    ],
    ...pass,
  ],
  [
    'by names of one’s own',
    '{ max: 5s, chunk: delta, terminal: fin }',
    [
      stream([
        ['delta', 100],
        ['fin', 200],
      ]),
    ],
    ...pass,
  ],
  ['a failed stream', '5s', [stream([['chunk', 100]], { error: 'timeout' })], ...silent],
  ['a stream without chunks', '5s', [stream([], streamed)], ...open],
  ['with the first one alone', '5s', [stream([['First Token Stream Event', 100]])], ...open],
  ['that never ended', '5s', [stream([['chunk', 100]], { at: [0, null] })], ...open],
  ['of a sub-agent', '5s', [{ agent: 'sub', steps: [stream([['chunk', 100]])] }], ...silent],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`stream-gap: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('calls that are not streamed leave it unexercised', async () => {
  const { findings } = await checkRun('stream-gap: 5s', [{ model: 'gpt-5' }])
  expect(findings.map(({ id }) => id)).toEqual(['clause-unexercised'])
})

test('the longest silence is shown', async () => {
  const calls = [
    stream([
      ['chunk', 100],
      ['done', 6100],
    ]),
    stream([
      ['chunk', 100],
      ['done', 9100],
    ]),
  ]
  const [finding] = (await checkRun('stream-gap: 5s', calls)).findings
  expect(finding!.data).toMatchObject({ gapMs: 9000, maxMs: 5000, after: 'chunk' })
  expect(finding!.message).toBe('run has a stream that is silent for 9 s, expected at most 5 s')
})

test('a time that is none is refused', async () => {
  await expect(contractOf('trajectories:\n  run:\n    expect:\n      - stream-gap: 5\n')).rejects.toThrow()
})
