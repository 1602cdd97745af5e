import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { checkSketches } from '../support/check-spans.ts'
import { spansOfRun, type StepSketch } from '../support/step-sketch.ts'
import type { SpanSketch } from '../support/span.ts'

const contract = (item: string): string => `trajectories:\n  run:\n    expect:\n      - ${item}\n`

const items = [
  'budget: { toolCalls: 2 }',
  'budget: { totalTokens: 30 }',
  'budget: { concurrency: 1 }',
  'budget: { reasoningRatio: 1 }',
  'budget: { wall: 40ms }',
  'budget: { phases: { tool: 20ms } }',
  'retry-bound: { maxAttempts: 1 }',
  'retry-bound: { total: 1 }',
  'retry-bound: { neverOn: [validation], minBackoff: 5ms }',
  'effect-at-most-once: { tool: pay, key: [id] }',
  'fan-out-bound: 2',
  'billed-once: { key: [app.key] }',
  'audit-complete: true',
]

const step = fc.oneof(
  fc.record({
    kind: fc.constant('pay' as const),
    id: fc.nat(1),
    error: fc.constantFrom(undefined, 'timeout', 'ValidationError'),
  }),
  fc.record({ kind: fc.constant('think' as const), tokens: fc.nat(20), key: fc.nat(3) }),
)

function sketchOf(all: readonly (typeof step extends fc.Arbitrary<infer One> ? One : never)[]): SpanSketch[] {
  const steps = all.map((one): StepSketch =>
    one.kind === 'pay'
      ? { tool: 'pay', args: { id: one.id }, ...(one.error === undefined ? {} : { error: one.error }) }
      : {
          model: 'gpt-5',
          usage: { input: one.tokens, output: 10, reasoning: one.tokens > 10 ? 8 : 1 },
          attributes: { 'app.key': `k${one.key}` },
        },
  )
  return spansOfRun({ steps, attributes: { 'app.audit.steps': [] } })
}

describe.each(items)('%s', (item) => {
  test('lost spans never turn a verdict into its opposite', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 7 }),
        fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 }),
        async (all, lost) => {
          const spans = sketchOf(all)
          const whole = await checkSketches(contract(item), spans)
          const rest = spans.filter((_, index) => index === 0 || !lost.includes(index - 1))
          const partial = await checkSketches(contract(item), rest, { damage: ['some lines are unreadable'] })
          if (whole.verdict === 'pass') expect(partial.verdict).not.toBe('fail')
          else if (whole.verdict === 'fail') expect(partial.verdict).not.toBe('pass')
        },
      ),
      { seed: 20261120, numRuns: 40 },
    )
  })

  test('the order of the file changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (all) => {
        const spans = sketchOf(all)
        const [forward, backward] = [
          await checkSketches(contract(item), spans),
          await checkSketches(contract(item), spans.toReversed()),
        ]
        const brief = (report: typeof forward): unknown => report.findings.map(({ id, data }) => [id, data])
        expect(brief(backward)).toEqual(brief(forward))
      }),
      { seed: 20261120, numRuns: 15 },
    )
  })
})
