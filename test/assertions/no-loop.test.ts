import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

/** Letters are calls: `a`, or `a1` with an argument; `?` has arguments that are not recorded. */
function calls(words: string, rest: Partial<StepSketch> = {}): StepSketch[] {
  return words.split(' ').map((word) => ({
    tool: word[0]!,
    ...(word[1] === '?' ? {} : { args: { n: word.slice(1) } }),
    ...rest,
  }))
}

/** Model outputs that each ask for several calls. */
function turns(...asked: string[]): StepSketch[] {
  return asked.flatMap((words, turn) => {
    const made = calls(words).map((call, index) => ({ ...call, id: `c${turn}-${index}` }))
    return [{ model: 'm', asks: made.map(({ id }) => id) }, ...made]
  })
}

const pass: [string, string[]] = ['pass', []]
const loop: [string, string[]] = ['fail', ['no-loop loop']]
const open = (reason: string): [string, string[]] => ['inconclusive', [`no-loop ${reason}`]]

test.each<[name: string, item: string, steps: StepSketch[] | RunSketch, verdict: string, reasons: string[]]>([
  ['twice', 'true', calls('a a'), ...pass],
  ['three times', 'true', calls('a a a'), ...loop],
  ['apart', 'true', calls('a a b a a'), ...pass],
  ['a block of two', 'true', calls('x a b a b a b'), ...loop],
  ['a block cut short', 'true', calls('a b a b a'), ...pass],
  ['arguments that differ', 'true', calls('a1 a2 a3'), ...pass],
  ['by name', '{ key: name }', calls('a1 a2 a3'), ...loop],
  ['a block as long as the window', '{ window: 3 }', calls('a b c a b c a b c'), ...loop],
  ['one that is longer', '{ window: 2 }', calls('a b c a b c a b c'), ...pass],
  ['never again', '{ max: 1 }', calls('a a'), ...loop],
  ['a higher limit', '{ max: 3 }', calls('a a a'), ...pass],
  ['models between', 'true', turns('a', 'a', 'a'), ...loop],
  ['siblings in another order', 'true', turns('a b', 'b a', 'a b'), ...loop],
  ['one sibling more', 'true', turns('a b', 'a b b', 'a b'), ...pass],
  ['siblings count for the window', '{ window: 1 }', turns('a b', 'a b', 'a b'), ...pass],
  ['equal siblings are no loop', 'true', turns('a a a'), ...pass],
  ['tries are one step', 'true', calls('a a a', { error: 'timeout' }), ...pass],
  [
    'a step between its tries hides nothing',
    'true',
    calls('a b a b a b').map((call) => (call.tool === 'a' ? { ...call, error: 'timeout' } : call)),
    ...loop,
  ],
  ['arguments that may be equal', 'true', calls('a1 a? a1'), ...open('content-unknown')],
  ['arguments that cannot all be', 'true', calls('a1 a? a2'), ...pass],
  ['none recorded, by name', '{ key: name }', calls('a? a? a?'), ...loop],
  ['none recorded, too few', 'true', calls('a? a?'), ...pass],
  ['text that is no JSON', 'true', [1, 2, 3].map(() => ({ tool: 'a', args: '{broken' })), ...loop],
  ['other text that is none', 'true', [1, 2, 3].map((n) => ({ tool: 'a', args: `{broken ${n}` })), ...pass],
  [
    'the calls of a sub-agent, deep',
    '{ scope: deep }',
    [{ agent: 'sub', steps: calls('a a a') }, { tool: 'b' }],
    ...loop,
  ],
  ['and not its own', 'true', [{ agent: 'sub', steps: calls('a a a') }, { tool: 'b' }], ...pass],
  [
    'beside another agent',
    '{ scope: deep }',
    [
      { agent: 'one', at: [0, 100], steps: [0, 20, 40].map((at) => ({ tool: 'a', args: {}, at: [at, at + 10] })) },
      { agent: 'two', at: [0, 100], steps: [5, 25, 45].map((at) => ({ tool: 'b', at: [at, at + 10] })) },
    ],
    ...loop,
  ],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`no-loop: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('points at as many calls as it takes, and counts all', async () => {
  const { findings } = await checkRun('no-loop: true', calls('x a b a b a b a b a'))
  expect(findings[0]!.data).toMatchObject({ block: ['a', 'b'], repeats: 4, max: 2, activations: 10 })
  expect(findings[0]!.data['counterexample']).toHaveLength(6)
  expect(findings[0]!.message).toBe('run calls `a`, `b` 4 times back to back with equal arguments, expected at most 2')
})

test('a lost call may have ended it, or be the third', async () => {
  for (const steps of [calls('a a a'), calls('a b')]) {
    const report = await checkRun('no-loop: true', steps, { damage: ['line 3 is unreadable'] })
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['no-loop evidence-incomplete'] })
  }
})

test('a run without calls leaves it unexercised', async () => {
  const { findings } = await checkRun('no-loop: true', [{ model: 'm' }])
  expect(findings.map(({ id }) => id)).toEqual(['clause-unexercised'])
})

test.each([
  ['{ window: 0 }', 'is below 1'],
  ['{ max: 0 }', 'every block comes once'],
  ['false', 'no-loop'],
  ['{ windows: 3 }', 'windows'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - no-loop: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

/** A word with a block that repeats, found by looking at every block. */
function hasLoop(word: readonly string[], window: number, max: number): boolean {
  for (let start = 0; start < word.length; start++) {
    for (let length = 1; length <= window; length++) {
      const block = word.slice(start, start + length)
      const wanted = Array.from({ length: max + 1 }, () => block).flat()
      const there = word.slice(start, start + wanted.length)
      if (block.length === length && wanted.join() === there.join() && there.length === wanted.length) return true
    }
  }
  return false
}

test('equals looking at every block, whatever the arguments that are not recorded are', () => {
  const letters = fc.constantFrom('a1', 'a2', 'b1', 'a?')
  fc.assert(
    fc.property(
      fc.array(letters, { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      (word, window, max) => {
        // Three values are enough for whatever an argument may be: those seen, and another one each.
        const completions = word.reduce<string[][]>(
          (all, letter, at) =>
            all.flatMap((one) =>
              (letter === 'a?' ? ['a1', 'a2', `a${at}x`] : [letter]).map((value) => [...one, value]),
            ),
          [[]],
        )
        const loops = completions.map((one) => hasLoop(one, window, max))
        const expected = loops.every(Boolean) ? 'fail' : loops.some(Boolean) ? 'inconclusive' : 'pass'
        const { verdict } = judgeRun(`no-loop: { window: ${window}, max: ${max} }`, trajectoryOf(calls(word.join(' '))))
        // Blocks that stay open one by one and together leave no way out are left open.
        expect(verdict === 'inconclusive' && expected === 'fail' ? expected : verdict).toBe(expected)
      },
    ),
    { seed: 20261120, numRuns: 400 },
  )
})
