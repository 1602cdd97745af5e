import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

/** `a` went well, `a!` failed; a digit is its argument. */
function calls(words: string): StepSketch[] {
  return words.split(' ').map((word) => ({
    tool: word[0]!,
    args: { n: /\d/.exec(word)?.[0] ?? null },
    ...(word.endsWith('!') ? { error: 'declined' } : {}),
  }))
}

const pass: [string, string[]] = ['pass', []]
const fail: [string, string[]] = ['fail', ['gives-up-after went-on']]
const twice = '{ tool: a, attempts: 2 }'

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['as often as allowed', twice, calls('a1! a2! b'), ...pass],
  ['once more', twice, calls('a1! a2! a3'), ...fail],
  ['once more later', twice, calls('a1! a2! b b a3'), ...fail],
  ['tries of one call', twice, calls('a1! a1! a1'), ...fail],
  ['others between tries of one call', twice, calls('a1! b a1! b a1'), ...fail],
  ['one that went well between', twice, calls('a1! a2 a3! a4'), ...fail],
  ['one that went well before the second', twice, calls('a1! a2 a3!'), ...pass],
  ['of several tools together', '{ tool: [a, b], attempts: 2 }', calls('a1! b! a3'), ...fail],
  ['of another tool', twice, calls('b! b! b! a1!'), ...pass],
  ['never again', '{ tool: a, attempts: 1 }', calls('a1! a1'), ...fail],
  [
    'asked for at once',
    '{ tool: a, attempts: 1 }',
    [
      { model: 'm', asks: ['x', 'y'] },
      { tool: 'a', id: 'x', args: { n: 1 }, error: 'declined' },
      { tool: 'a', id: 'y', args: { n: 2 } },
    ],
    ...pass,
  ],
  [
    'at the same time',
    '{ tool: a, attempts: 1 }',
    [
      { tool: 'a', args: { n: 1 }, error: 'declined', at: [0, 20] },
      { tool: 'a', args: { n: 2 }, at: [10, 30] },
    ],
    ...pass,
  ],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`gives-up-after: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('is idle where nothing failed', async () => {
  const { verdict, summary } = await checkRun(`gives-up-after: ${twice}`, calls('a1 a2 a3'))
  expect([verdict, summary.idle]).toEqual(['pass', 1])
})

test('points at the failed tries and the next one', async () => {
  const { findings } = await checkRun(`gives-up-after: ${twice}`, calls('a1! b a2! b a3! a4!'))
  expect(findings[0]!.data).toMatchObject({ failure: 'a', errorType: 'declined', limit: 2, tries: 4, failed: 4 })
  expect(findings[0]!.data['counterexample']).toHaveLength(3)
  expect(findings[0]!.message).toBe('run tries `a` again after 2 failed tries, 4 times in all')
})

test('a try too many is proven whatever is lost', async () => {
  const damage = ['line 3 is unreadable']
  expect(reasonsOf(await checkRun(`gives-up-after: ${twice}`, calls('a1! a2! a3'), { damage })).verdict).toBe('fail')
  const quiet = await checkRun(`gives-up-after: ${twice}`, calls('a1! a2!'), { damage })
  expect(reasonsOf(quiet).reasons).toEqual(['gives-up-after evidence-incomplete'])
})

test.each([
  ['{ tool: a }', '`attempts` is missing'],
  ['{ tool: a, attempts: 0 }', 'is below 1'],
  ['{ tool: [], attempts: 1 }', 'the list is empty'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - gives-up-after: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals counting what ended before each try began', () => {
  const call = fc.record({ start: fc.nat(12), length: fc.integer({ min: 1, max: 4 }), failed: fc.boolean() })
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 3 }), (tries, attempts) => {
      const goesOn = tries.some(
        ({ start }) => tries.filter((one) => one.failed && one.start + one.length <= start).length >= attempts,
      )
      const steps = tries.map(({ start, length, failed }, n): StepSketch => ({
        tool: 'a',
        args: { n: n % 5 },
        at: [start, start + length],
        ...(failed ? { error: 'declined' } : {}),
      }))
      const { verdict } = judgeRun(`gives-up-after: { tool: a, attempts: ${attempts} }`, trajectoryOf(steps))
      expect(verdict).toBe(goesOn ? 'fail' : 'pass')
    }),
    { seed: 20261120, numRuns: 400 },
  )
})
