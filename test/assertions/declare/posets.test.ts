import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { compileItem, trajectoryOf } from '../../support/judge-run.ts'
import { anyPoset, spansOfPoset } from './any-poset.ts'
import { pairwise, type PairOptions } from './pairwise-oracle.ts'

const ends = ['init', 'last']
const choices = ['responded-existence', 'co-existence', 'not-co-existence', 'exclusive-choice']
const chains = ['chain-precedence', 'chain-response', 'chain-succession', 'not-chain-succession']
const orders = [
  'precedence',
  'response',
  'succession',
  'alternate-precedence',
  'alternate-response',
  'alternate-succession',
  'not-succession',
  ...chains,
]
const all = [...orders, ...choices, ...ends]

const anyOptions = (id: string): fc.Arbitrary<PairOptions> => {
  if (ends.includes(id)) return fc.constant({})
  const on = fc.constantFrom<PairOptions>({}, {}, { on: 'key' })
  if (choices.includes(id)) return on
  const distance = fc.constantFrom<PairOptions>(
    {},
    {},
    { withinMs: 15 },
    ...(chains.includes(id) ? [] : [{ withinSteps: 1 }, { withinSteps: 2 }]),
  )
  const concurrent = fc.constantFrom<PairOptions>({}, {}, { concurrent: 'allowed' }, { concurrent: 'violation' })
  return fc.tuple(on, distance, concurrent).map((parts) => Object.assign({}, ...parts))
}

function itemOf(id: string, { on, withinMs, withinSteps, concurrent }: PairOptions): string {
  if (ends.includes(id)) return `${id}: a`
  const options = {
    order: ['a', 'b'],
    ...(on && { on }),
    ...(withinMs && { within: `${withinMs}ms` }),
    ...(withinSteps && { withinSteps }),
    ...(concurrent && { concurrent }),
  }
  return `${id}: ${JSON.stringify(options)}`
}

const opposite = { pass: 'fail', fail: 'pass', inconclusive: undefined } as const

describe.each(all)('%s on runs whose steps overlap', (id) => {
  test('is what the definition over all pairs says', () => {
    fc.assert(
      fc.property(anyPoset, anyOptions(id), (poset, options) => {
        const run = trajectoryOf({ spans: spansOfPoset(poset) })
        const { verdict } = compileItem(itemOf(id, options))(run)
        expect(verdict).toBe(pairwise(id, run, options) ? 'pass' : 'fail')
      }),
      { numRuns: 300 },
    )
  })

  test('lost spans never turn the verdict into its opposite', () => {
    fc.assert(
      fc.property(
        anyPoset,
        anyOptions(id),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        (poset, options, lost) => {
          const spans = spansOfPoset(poset)
          const check = compileItem(itemOf(id, options))
          const whole = check(trajectoryOf({ spans })).verdict
          // The agent's own span stays.
          const dropped = new Set(lost.map((at) => 1 + (at % Math.max(1, spans.length - 1))))
          const kept = spans.filter((_, index) => !dropped.has(index))
          expect(check(trajectoryOf({ spans: kept }, ['line 3 is unreadable'])).verdict).not.toBe(opposite[whole])
        },
      ),
      { numRuns: 300 },
    )
  })

  test('nor does what comes later', () => {
    fc.assert(
      fc.property(anyPoset, anyOptions(id), fc.nat(12), (poset, options, at) => {
        const check = compileItem(itemOf(id, options))
        const whole = check(trajectoryOf({ spans: spansOfPoset(poset) })).verdict
        // At that instant nothing runs.
        fc.pre(poset.tools.every(({ start, length }) => start >= at || start + length < at))
        const gap = { facet: 'root', scope: null, spans: [], message: 'the run goes on' } as const
        const prefix = trajectoryOf({ spans: spansOfPoset(poset, at) }, [], (steps) => ({
          ...steps,
          completeness: { extent: 'prefix', gaps: [gap, ...steps.completeness.gaps] },
        }))
        expect(check(prefix).verdict).not.toBe(opposite[whole])
      }),
      { numRuns: 300 },
    )
  })

  test('the order of lines and the ids of spans change nothing', () => {
    fc.assert(
      fc.property(anyPoset, anyOptions(id), (poset, options) => {
        const spans = spansOfPoset(poset)
        const check = compileItem(itemOf(id, options))
        const renamed = spans
          .map((span) => ({
            ...span,
            id: `renamed ${span.id}`,
            ...(span.parent && { parent: `renamed ${span.parent}` }),
          }))
          .toReversed()
        const [one, other] = [check(trajectoryOf({ spans })), check(trajectoryOf({ spans: renamed }))]
        expect([other.verdict, other.reason, other.activations]).toEqual([one.verdict, one.reason, one.activations])
      }),
      { numRuns: 100 },
    )
  })
})

describe('weaker limits', () => {
  test.each(['precedence', 'response', 'succession'])('%s: farther away never fails where nearer passes', (id) => {
    fc.assert(
      fc.property(anyPoset, fc.nat(60), fc.nat(60), (poset, one, more) => {
        const run = trajectoryOf({ spans: spansOfPoset(poset) })
        const strict = compileItem(itemOf(id, { withinMs: one + 1 }))(run).verdict
        const weak = compileItem(itemOf(id, { withinMs: one + 1 + more }))(run).verdict
        expect(strict === 'pass' && weak === 'fail').toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})
