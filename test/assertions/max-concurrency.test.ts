import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const at = (host: string | null, start: number, end: number | null): StepSketch => ({
  tool: 'a',
  ...(host === null ? {} : { args: { host, start } }),
  at: [start, end],
})

const pass: [string, string[]] = ['pass', []]
const fail: [string, string[]] = ['fail', ['max-concurrency too-many']]
const open: [string, string[]] = ['inconclusive', ['max-concurrency time-unknown']]
const one = '{ of: a, max: 1 }'
const keyed = '{ of: a, max: 1, key: [host] }'

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['one after the other', one, [at('x', 0, 10), at('x', 10, 20)], ...pass],
  ['two at once', one, [at('x', 0, 20), at('x', 10, 30)], ...fail],
  ['as many as allowed', '{ of: a, max: 2 }', [at('x', 0, 20), at('x', 10, 30), at('x', 20, 40)], ...pass],
  ['of other tools', one, [at('x', 0, 20), { tool: 'b', at: [10, 30] }], ...pass],
  ['of several tools', '{ of: [a, b], max: 1 }', [at('x', 0, 20), { tool: 'b', at: [10, 30] }], ...fail],
  ['of two hosts', keyed, [at('x', 0, 20), at('y', 10, 30)], ...pass],
  ['of one host', keyed, [at('x', 0, 20), at('y', 5, 30), at('x', 10, 30)], ...fail],
  ['of a host that is not recorded', keyed, [at('x', 0, 20), at(null, 10, 30)], ...open],
  ['several that are apart', keyed, [at(null, 0, 10), at(null, 10, 30)], ...pass],
  ['apart from it', keyed, [at('x', 0, 10), at(null, 10, 30)], ...pass],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`max-concurrency: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('says when, and which were open', async () => {
  const { findings } = await checkRun('max-concurrency: { of: a, max: 2 }', [
    at('x', 5, 50),
    at('x', 10, 50),
    at('x', 20, 50),
    at('x', 30, 50),
  ])
  expect(findings[0]!.data).toMatchObject({ at: 20, max: 2, activations: 4 })
  expect(findings[0]!.data['open']).toHaveLength(3)
  expect(findings[0]!.data['counterexample']).toHaveLength(3)
})

test('too many are proven whatever is lost, few are not', async () => {
  const damage = ['line 3 is unreadable']
  const crowd = [at('x', 0, 20), at('x', 10, 30)]
  expect((await checkRun(`max-concurrency: ${one}`, crowd, { damage })).verdict).toBe('fail')
  expect((await checkRun('max-concurrency: { of: a, max: 2 }', crowd, { damage })).verdict).toBe('inconclusive')
})

test.each([
  ['{ of: a, max: 0 }', 'is below 1'],
  ['{ of: a }', '`max` is missing'],
  ['{ of: a, max: 1, key: [] }', 'the list is empty'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - max-concurrency: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals counting at every instant', () => {
  const call = fc.record({ start: fc.nat(12), length: fc.integer({ min: 1, max: 5 }) })
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 3 }), (calls, max) => {
      const most = Math.max(
        ...Array.from(
          { length: 20 },
          (_, now) => calls.filter(({ start, length }) => start <= now && now < start + length).length,
        ),
      )
      const steps = calls.map(({ start, length }, n): StepSketch => ({
        tool: 'a',
        args: { n },
        at: [start, start + length],
      }))
      const { verdict } = judgeRun(`max-concurrency: { of: a, max: ${max} }`, trajectoryOf(steps))
      expect(verdict).toBe(most > max ? 'fail' : 'pass')
    }),
    { seed: 20261120, numRuns: 400 },
  )
})
