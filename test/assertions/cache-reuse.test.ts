import { describe, expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const call = (cached: number | null, rest: Record<string, unknown> = {}, input = 16_000): StepSketch => ({
  model: 'gpt-5',
  usage: { input, output: 1, ...(cached === null ? {} : { cached }) },
  attributes: { 'app.prefix.hash': 'p1', 'app.prefix.tokens': 15_000, ...rest },
})
const sizeless = (cached: number, input: number): StepSketch => call(cached, { 'app.prefix.tokens': undefined }, input)

const pass: [string, string[]] = ['pass', []]
const cold: [string, string[]] = ['fail', ['cache-reuse cold-turns']]
const open: [string, string[]] = ['inconclusive', ['cache-reuse cache-unknown']]

describe('in one run', () => {
  test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
    ['every turn but the first is warm', '{ min: 0.8 }', [call(0), call(12_000), call(15_000)], ...pass],
    ['one is a token short', '{ min: 0.8 }', [call(0), call(11_999)], ...cold],
    ['one may be', '{ min: 0.8, maxColdTurns: 1 }', [call(0), call(0), call(12_000)], ...pass],
    ['two may not', '{ min: 0.8, maxColdTurns: 1 }', [call(0), call(0), call(0)], ...cold],
    ['not judged yet', '{ min: 0.8, fromTurn: 3 }', [call(0), call(0), call(15_000)], ...pass],
    ['another prefix', '{ min: 0.8 }', [call(0), call(0, { 'app.prefix.hash': 'p2' })], ...pass],
    [
      'and after it the same',
      '{ min: 0.8 }',
      [call(0), call(0, { 'app.prefix.hash': 'p2' }), call(0, { 'app.prefix.hash': 'p2' })],
      ...cold,
    ],
    ['no hash', '{ min: 0.8 }', [call(0), call(15_000, { 'app.prefix.hash': undefined })], ...open],
    ['no cached tokens', '{ min: 0.8 }', [call(0), call(null)], ...open],
    ['of unknown size, nothing cached', '{ min: 0.8 }', [sizeless(0, 16_000), sizeless(0, 17_000)], ...cold],
    ['of unknown size, enough of all input', '{ min: 0.8 }', [sizeless(0, 10_000), sizeless(8000, 17_000)], ...pass],
    ['of unknown size, something', '{ min: 0.8 }', [sizeless(0, 10_000), sizeless(7000, 17_000)], ...open],
    ['a failed call says nothing', '{ min: 0.8 }', [call(0), { ...call(0), error: '503' }, call(15_000)], ...pass],
    [
      'two calls of one turn',
      '{ min: 0.8, maxColdTurns: 1 }',
      [call(0, { 'app.turn.index': 1 }), call(0, { 'app.turn.index': 2 }), call(0, { 'app.turn.index': 2 })],
      ...pass,
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    const known = steps.map((step) => ({
      ...step,
      attributes: Object.fromEntries(Object.entries(step.attributes!).filter(([, value]) => value !== undefined)),
    }))
    expect(reasonsOf(await checkRun(`cache-reuse: ${item}`, known))).toEqual({ verdict, reasons })
  })
})

test('a conversation of sixteen turns, each a run, is cold at the end', async () => {
  const runs = Array.from({ length: 16 }, (_, index): RunSketch => ({
    steps: [
      call(index === 0 || index >= 13 ? 0 : 13_000, { 'app.turn.index': index + 1, 'gen_ai.conversation.id': 'c' }),
    ],
  }))
  const { findings } = await checkRun('cache-reuse: { min: 0.8, maxColdTurns: 1 }', runs)
  expect(findings.map(({ data }) => [data['reason'], data['coldTurns']])).toEqual([['cold-turns', [14, 15, 16]]])
  const warm = runs.slice(0, 14)
  expect((await checkRun('cache-reuse: { min: 0.8, maxColdTurns: 1 }', warm)).verdict).toBe('pass')
})

test('other conversations do not count', async () => {
  const runs = ['a', 'b', 'c'].map((id): RunSketch => ({
    steps: [call(0, { 'app.turn.index': 1, 'gen_ai.conversation.id': id })],
  }))
  const { findings } = await checkRun('cache-reuse: { min: 0.8 }', runs)
  expect(findings.map(({ id }) => id)).toEqual(['clause-unexercised'])
})

test.each([
  ['{ }', '`min` is missing'],
  ['{ min: 0 }', 'has `min: 0`, which any call meets'],
  ['{ min: 80 }', 'is above 1'],
  ['{ min: 0.8, fromTurn: 1 }', 'is below 2: the first turn finds nothing cached'],
])('%s is refused', async (item, message) => {
  await expect(contractOf(`trajectories:\n  run:\n    expect:\n      - cache-reuse: ${item}\n`)).rejects.toThrow(
    message,
  )
})
