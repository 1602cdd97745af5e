import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { coverageLow } from '../../src/rules/coverage-low.ts'
import { coverageOf } from '../../src/rules/coverage.ts'
import { testRule } from '../support/test-rule.ts'

const spans = `
  spans:
    answer: { name: invoke_agent support }
    think: { name: chat }
`
const byChildren = `${spans}  trace: { coverage: { of: answer, min: 0.9 } }`
const byEvents = `${spans}  trace: { coverage: [{ of: think, by: events, min: 0.9 }] }`
const agent = { name: 'invoke_agent support', end: 28_000 }
const step = (name: string, start: number, end: number) => ({ name, parent: 'invoke_agent support', start, end })

testRule(coverageLow, [
  {
    name: '27 of 28 seconds, with parallel work counted once',
    contract: byChildren,
    spans: [agent, step('retrieval', 0, 20_000), step('chat', 10_000, 27_000), step('tool', 12_000, 13_000)],
    expect: [],
  },
  {
    name: '9 of 28 seconds',
    contract: byChildren,
    spans: [agent, step('retrieval', 0, 3000), step('chat', 15_000, 21_000)],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.coverage',
        span: 'invoke_agent support',
        data: {
          of: 'answer',
          by: 'children',
          min: 0.9,
          durationNano: 28e9,
          coveredNano: 9e9,
          coverage: 9 / 28,
          gap: { fromNano: 3e9, toNano: 15e9, durationNano: 12e9 },
        },
        message:
          'children cover 32.1 % of span `invoke_agent support` (9 s of 28 s); the contract requires 90 %; the largest gap is 12 s, from 3 s',
        help: 'add child spans for the work of the uncovered time',
      },
    ],
  },
  {
    name: 'children beyond the span are clipped',
    contract: byChildren,
    spans: [agent, step('chat', 27_000, 90_000)],
    expect: [
      {
        message:
          'children cover 3.6 % of span `invoke_agent support` (1 s of 28 s); the contract requires 90 %; the largest gap is 27 s, from the start',
      },
    ],
  },
  {
    name: 'a span that never ended',
    contract: byChildren,
    spans: [{ ...agent, end: null }],
    expect: [
      {
        verdict: 'inconclusive',
        data: { of: 'answer', by: 'children', min: 0.9, reason: 'the span never ended' },
        message: 'the coverage of span `invoke_agent support` is undecided: the span never ended',
      },
    ],
  },
  {
    name: 'a child that never ended',
    contract: byChildren,
    spans: [agent, { name: 'chat', parent: 'invoke_agent support', start: 100, end: null }],
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'whether 90 % of span `invoke_agent support` is covered is undecided: children cover 0 % of span `invoke_agent support` (0 ns of 28 s), but a child has no start or no end',
        help: 'record the run until all its spans are exported, with all their events',
      },
    ],
  },
  {
    name: 'lost spans may cover the rest',
    contract: byChildren,
    spans: [agent],
    damage: ['line 3 is cut'],
    expect: [{ verdict: 'inconclusive' }],
  },
  {
    name: 'what was seen is enough even when spans are lost',
    contract: byChildren,
    spans: [agent, step('chat', 0, 28_000)],
    damage: ['line 3 is cut'],
    expect: [],
  },
  {
    name: 'phases of a model call',
    contract: byEvents,
    spans: [
      {
        name: 'chat',
        end: 2800,
        events: [
          { name: 'connect', at: 0 },
          { name: 'queue', at: 50 },
          { name: 'prefill', at: 200 },
          { name: 'decode', at: 800 },
        ],
      },
    ],
    expect: [],
  },
  {
    name: 'one black bar',
    contract: byEvents,
    spans: [{ name: 'chat', end: 2800 }],
    expect: [
      {
        verdict: 'fail',
        message:
          'events cover 0 % of span `chat` (0 ns of 2.8 s); the contract requires 90 %; the largest gap is 2.8 s, from the start',
        help: 'add an event where each phase of the span begins',
      },
    ],
  },
  {
    name: 'a first event that comes late',
    contract: byEvents,
    spans: [
      {
        name: 'chat',
        end: 2000,
        events: [
          { name: 'b', at: 1500 },
          { name: 'a', at: 1000 },
        ],
      },
    ],
    expect: [
      {
        data: {
          of: 'think',
          by: 'events',
          min: 0.9,
          durationNano: 2e9,
          coveredNano: 1e9,
          coverage: 0.5,
          gap: { fromNano: 0, toNano: 1e9, durationNano: 1e9 },
        },
      },
    ],
  },
  {
    name: 'dropped events',
    contract: byEvents,
    spans: [{ name: 'chat', end: 2000, events: [{ name: 'a', at: 1000 }], dropped: { events: 3 } }],
    expect: [{ verdict: 'inconclusive' }],
  },
  {
    name: 'a span without duration has nothing to cover',
    contract: byChildren,
    spans: [{ ...agent, end: 0 }],
    expect: [],
  },
])

test('coverage agrees with counting every unit of time', () => {
  const interval = fc
    .tuple(fc.integer({ min: -5, max: 25 }), fc.integer({ min: 0, max: 12 }))
    .map(([from, length]) => ({ from, to: from + length }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(interval, { maxLength: 6 }), (duration, parts) => {
      const units = Array.from({ length: duration }, (_, unit) =>
        parts.some(({ from, to }) => from <= unit && unit < to),
      )
      let longest = { from: 0, to: 0 }
      for (let from = 0; from < duration; from += 1) {
        let to = from
        while (to < duration && !units[to]) to += 1
        if (to - from > longest.to - longest.from) longest = { from, to }
      }
      expect(coverageOf(duration, parts)).toEqual({
        coveredNano: units.filter(Boolean).length,
        gap: longest.to > longest.from ? longest : undefined,
      })
    }),
    { numRuns: 500 },
  )
})
