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

const pass: [string, string[]] = ['pass', []]
const fail = (reason: string): [string, string[]] => ['fail', [`fallback-used ${reason}`]]
const plain = '{ of: a, to: b }'

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['where it failed', plain, calls('a! b'), ...pass],
  ['not at all', plain, calls('a! c'), ...fail('not-recovered')],
  ['one that fails', plain, calls('a! b!'), ...fail('not-recovered')],
  ['the same tool is none', plain, calls('a! a'), ...fail('not-recovered')],
  ['too late', '{ of: a, to: b, within: 1 }', calls('a! c b'), ...fail('too-late')],
  ['where it had succeeded', plain, calls('a b'), ...fail('unneeded')],
  ['where it failed and then succeeded', plain, calls('a! b a b'), ...fail('unneeded')],
  ['where it succeeded and then failed', plain, calls('a a! b'), ...pass],
  ['twice for one failure', plain, calls('a! b b'), ...pass],
  [
    'a try that failed, of a call that did not',
    plain,
    [{ tool: 'a', args: {}, error: 'x' }, { tool: 'a', args: {} }, ...calls('b')],
    ...fail('unneeded'),
  ],
  [
    'one of two calls asked for together failed',
    plain,
    [
      { model: 'm', asks: ['x', 'y'] },
      { tool: 'a', id: 'x', args: { n: 1 }, error: 'timeout' },
      { tool: 'a', id: 'y', args: { n: 2 } },
      { model: 'm', asks: ['z'] },
      { tool: 'b', id: 'z' },
    ],
    ...pass,
  ],
  ['an empty answer', '{ of: { tool: a, result: [] }, to: b }', [{ tool: 'a', result: [] }, { tool: 'b' }], ...pass],
  [
    'a full one',
    '{ of: { tool: a, result: [] }, to: b }',
    [{ tool: 'a', result: [1] }, { tool: 'b' }],
    ...fail('unneeded'),
  ],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`fallback-used: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('is idle where nothing failed, whether the fallback is used for itself or not', async () => {
  for (const words of ['a c', 'b c', 'b a']) {
    const { verdict, summary } = await checkRun(`fallback-used: ${plain}`, calls(words))
    expect([verdict, summary.idle]).toEqual(['pass', 1])
  }
})

test('points at the success and the use', async () => {
  const { findings } = await checkRun(`fallback-used: ${plain}`, calls('c a c b'))
  expect(findings[0]!.data).toMatchObject({ succeeded: 'a', used: 'b', activations: 1 })
  expect(findings[0]!.data['counterexample']).toHaveLength(2)
  expect(findings[0]!.message).toBe('in run `b` is used although `a` had succeeded')
})

test('what failed before may be lost', async () => {
  const report = await checkRun(`fallback-used: ${plain}`, calls('a b'), { damage: ['line 3 is unreadable'] })
  expect(reasonsOf(report).reasons).toEqual(['fallback-used evidence-incomplete'])
})

test.each([
  ['{ of: a }', '`to` is missing'],
  ['{ of: a, to: a }', 'by itself'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - fallback-used: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals telling the story of every word', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'a!', 'b', 'c'), { minLength: 1, maxLength: 8 }), (letters) => {
      const isFollowed = letters.every((letter, at) => letter !== 'a!' || letters.slice(at).includes('b'))
      const isNeeded = letters.every((letter, at) => {
        const last = letters.slice(0, at).findLast((one) => one.startsWith('a'))
        return letter !== 'b' || last !== 'a'
      })
      const { verdict } = judgeRun(`fallback-used: ${plain}`, trajectoryOf(calls(letters.join(' '))))
      expect(verdict).toBe(isFollowed && isNeeded ? 'pass' : 'fail')
    }),
    { seed: 20261120, numRuns: 300 },
  )
})
