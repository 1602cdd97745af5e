import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

/** Model outputs that each ask for several calls. */
function turns(...asked: string[][]): StepSketch[] {
  return asked.flatMap((names, turn) => {
    const made = names.map((tool, index) => ({ tool, id: `c${turn}-${index}`, args: { turn, index } }))
    return [{ model: 'm', asks: made.map(({ id }) => id) }, ...made]
  })
}
const at = (tool: string, start: number, end: number | null): StepSketch => ({
  tool,
  args: { start },
  at: [start, end],
})

const pass: [string, string[]] = ['pass', []]
const fail: [string, string[]] = ['fail', ['parallel apart']]
const open = (reason: string): [string, string[]] => ['inconclusive', [`parallel ${reason}`]]
const inTurn = '{ calls: [a, b] }'
const inTime = '{ calls: [a, b], basis: time }'

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['of one output', inTurn, turns(['a', 'b']), ...pass],
  ['with others', inTurn, turns(['c'], ['b', 'c', 'a']), ...pass],
  ['of two outputs', inTurn, turns(['a'], ['b']), ...fail],
  ['two of one tool', '{ calls: [a, a] }', turns(['a', 'a']), ...pass],
  ['one for two', '{ calls: [a, a] }', turns(['a', 'b'], ['a']), ...fail],
  ['one glob takes what another needs', "{ calls: ['*', a] }", turns(['a', 'b']), ...pass],
  ['nobody knows who asked', inTurn, [{ tool: 'a' }, { tool: 'b' }], ...open('turn-unknown')],
  ['nobody knows of one', inTurn, [...turns(['a']), { tool: 'b' }], ...open('turn-unknown')],
  ['one failed', inTurn, turns(['a', 'b']).map((one) => (one.tool === 'b' ? { ...one, error: 'x' } : one)), ...fail],
  ['at one time', inTime, [at('a', 0, 20), at('b', 10, 30)], ...pass],
  ['one inside the other', inTime, [at('a', 0, 30), at('b', 10, 20)], ...pass],
  ['one as the other ends', inTime, [at('a', 0, 10), at('b', 10, 20)], ...fail],
  [
    'three, two at a time',
    '{ calls: [a, b, c], basis: time }',
    [at('a', 0, 20), at('b', 10, 40), at('c', 30, 50)],
    ...fail,
  ],
  ['three at once', '{ calls: [a, b, c], basis: time }', [at('a', 0, 35), at('b', 10, 40), at('c', 30, 50)], ...pass],
  ['of one output, one after the other', inTime, turns(['a', 'b']), ...fail],
])('%s', async (_name, item, steps, verdict, reasons) => {
  const { findings, verdict: found } = await checkRun(`parallel: ${item}`, steps)
  expect({ verdict: found, reasons: findings.map(({ id, data }) => `${id} ${String(data['reason'])}`) }).toEqual({
    verdict,
    reasons,
  })
})

test('says what is missing, and how long the others ran together', async () => {
  const steps = [at('a', 0, 20), at('b', 10, 40), at('c', 30, 50)]
  const { findings } = await checkRun('parallel: { calls: [a, b, c], basis: time }', steps)
  expect(findings[0]!.data).toMatchObject({ basis: 'time', missing: ['`c`'], overlapNs: 10_000_000 })
  expect(findings[0]!.message).toBe('run does not run `a`, `b`, `c` at one instant: `c` not with the others')
})

test('seen together is proven whatever is lost, apart is not', async () => {
  const damage = ['line 3 is unreadable']
  expect((await checkRun(`parallel: ${inTurn}`, turns(['a', 'b']), { damage })).verdict).toBe('pass')
  expect(reasonsOf(await checkRun(`parallel: ${inTurn}`, turns(['a'], ['b']), { damage })).reasons).toEqual([
    'parallel evidence-incomplete',
  ])
})

test('a name that no run has is no refutation', async () => {
  const report = await checkRun(`parallel: ${inTurn}`, turns(['a']))
  expect([report.verdict, report.findings.map(({ data }) => data['reason'])]).toEqual([
    'inconclusive',
    ['name-never-seen'],
  ])
})

test.each([
  ['{ calls: [a] }', 'fewer than two'],
  ['{ basis: time }', '`calls` is missing'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - parallel: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})
