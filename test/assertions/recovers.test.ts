import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

/** `a` went well, `a!` failed, each call with its own argument. */
function calls(words: string): StepSketch[] {
  return words.split(' ').map((word, n) => ({
    tool: word[0]!,
    args: { n },
    ...(word[1] === '!' ? { error: 'timeout' } : {}),
  }))
}
const same = (error?: string): StepSketch => ({ tool: 'a', args: {}, ...(error === undefined ? {} : { error }) })

const pass: [string, string[]] = ['pass', []]
const fail = (reason: string): [string, string[]] => ['fail', [`recovers ${reason}`]]
const open = (reason: string): [string, string[]] => ['inconclusive', [`recovers ${reason}`]]

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['the same tool again', '{ after: a }', calls('a! a'), ...pass],
  ['nothing', '{ after: a }', calls('a! b'), ...fail('not-recovered')],
  ['only before', '{ after: a }', calls('a a!'), ...fail('not-recovered')],
  ['again and in vain', '{ after: a }', calls('a! a!'), ...fail('not-recovered')],
  ['one recovers two', '{ after: a }', calls('a! a! a'), ...pass],
  ['another tool', '{ after: a, by: [a, b] }', calls('a! b'), ...pass],
  ['another that fails too', '{ after: a, by: b }', calls('a! b!'), ...fail('not-recovered')],
  ['any tool, the same each', "{ after: '*' }", calls('a! b! a b'), ...pass],
  ['any tool, one of them not', "{ after: '*' }", calls('a! b! a'), ...fail('not-recovered')],
  ['soon enough', '{ after: a, within: 2 }', calls('a! b a'), ...pass],
  ['too late', '{ after: a, within: 1 }', calls('a! b a'), ...fail('too-late')],
  [
    'models do not count',
    '{ after: a, within: 1 }',
    [...calls('a!'), { model: 'm' }, { tool: 'a', args: {} }],
    ...pass,
  ],
  [
    'at the same time is not after',
    '{ after: a, by: b }',
    [
      { tool: 'a', error: 'x', at: [0, 20] },
      { tool: 'b', at: [10, 30] },
    ],
    ...fail('not-recovered'),
  ],
  ['the same call again', '{ after: a }', [same('timeout'), same()], ...pass],
  ['in time', '{ after: a, within: 2 }', [same('timeout'), { tool: 'b' }, same()], ...pass],
  ['out of time', '{ after: a, within: 1 }', [same('timeout'), { tool: 'b' }, same()], ...fail('too-late')],
  ['or by something in time', '{ after: a, by: [a, b], within: 1 }', [same('timeout'), { tool: 'b' }, same()], ...pass],
  [
    'null',
    '{ after: null-result, by: b }',
    [
      { tool: 'a', result: 'null' },
      { tool: 'a', result: { n: 1 } },
    ],
    ...fail('not-recovered'),
  ],
  [
    'nothing in it',
    '{ after: empty-result, by: b }',
    [
      { tool: 'a', result: [] },
      { tool: 'b', result: [1] },
    ],
    ...pass,
  ],
  [
    'an answer that says no',
    '{ after: { tool: a, result: { found: false } } }',
    [{ tool: 'a', result: { found: false } }],
    ...fail('not-recovered'),
  ],
  ['an answer that is not recorded', '{ after: empty-result }', [{ tool: 'a' }], ...open('content-unknown')],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`recovers: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('is idle where nothing failed and nothing was to fail', async () => {
  const quiet = await checkRun('recovers: { after: a }', calls('a b'))
  expect([quiet.verdict, quiet.summary.idle]).toEqual(['pass', 1])
  const faulty: StepSketch[] = [...calls('a'), { tool: 'b', attributes: { 'spanpact.fault.id': 'f1' } }]
  const { verdict, findings } = await checkRun('recovers: { after: a }', faulty)
  expect([verdict, findings.map(({ id }) => id)]).toEqual(['inconclusive', ['clause-unexercised']])
  const required = await checkRun('recovers: { after: a, exercise: required }', calls('a b'))
  expect(required.findings.map(({ id }) => id)).toEqual(['clause-unexercised'])
})

test('names the failure, its fault and what came too late', async () => {
  const [failed, ...rest] = calls('a! b a')
  const steps = [{ ...failed!, attributes: { 'spanpact.fault.id': 'f1', 'spanpact.fault.kind': 'timeout' } }, ...rest]
  const { findings } = await checkRun('recovers: { after: a, within: 1 }', steps)
  expect(findings[0]!.data).toMatchObject({
    failure: 'a',
    errorType: 'timeout',
    fault: 'f1',
    recovery: 'a',
    relation: 'too-late',
    activations: 1,
  })
  expect(findings[0]!.message).toBe(
    'in run `a` went wrong with `timeout` and another call of it did not follow within 1 steps; `a` came later',
  )
})

test('what follows may be lost', async () => {
  for (const words of ['a! b', 'a! a']) {
    const report = await checkRun('recovers: { after: a }', calls(words), { damage: ['line 3 is unreadable'] })
    expect(reasonsOf(report).reasons).toEqual(['recovers evidence-incomplete'])
  }
})

test.each([
  ['{ by: a }', '`after` is missing'],
  ['{ after: a, within: 0 }', 'is below 1'],
  ['{ after: a, by: [] }', 'the list is empty'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - recovers: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals looking at every later step', () => {
  const word = fc.array(fc.constantFrom('a', 'a!', 'b', 'b!', 'c'), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(word, fc.integer({ min: 1, max: 4 }), (letters, within) => {
      const holds = letters.every(
        (letter, at) =>
          letter !== 'a!' || letters.slice(at + 1, at + 1 + within).some((next) => next === 'a' || next === 'b'),
      )
      const { verdict } = judgeRun(
        `recovers: { after: a, by: [a, b], within: ${within} }`,
        trajectoryOf(calls(letters.join(' '))),
      )
      expect(verdict).toBe(holds ? 'pass' : 'fail')
    }),
    { seed: 20261120, numRuns: 300 },
  )
})
