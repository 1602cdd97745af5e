import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { componentsOf } from '../../src/rules/components.ts'
import { runDisconnected } from '../../src/rules/run-disconnected.ts'
import { traceId } from '../support/span.ts'
import { runFromShape, shapes } from '../support/run-shapes.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { connected: true }'
const runId = { 'spanpact.run.id': 'r1' }

testRule(runDisconnected, [
  {
    name: 'one tree',
    contract,
    spans: [
      { name: 'a', end: 50 },
      { name: 'b', parent: 'a' },
    ],
    expect: [],
  },
  {
    name: 'two traces joined by a link',
    contract,
    spans: [
      { name: 'planner', trace: 't1' },
      { name: 'specialist', trace: 't2', start: 1, links: [{ to: 'planner', trace: 't1' }] },
    ],
    expect: [],
  },
  {
    name: 'two traces that share only a run id',
    contract,
    spans: [
      { name: 'planner', trace: 't1', attributes: runId, end: 50 },
      { name: 'chat', trace: 't1', parent: 'planner' },
      { name: 'specialist', trace: 't2', attributes: runId, start: 1 },
    ],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.connected',
        span: 'specialist',
        data: {
          received: 2,
          parts: [
            { top: 'planner', trace: traceId('t1'), spans: 2 },
            { top: 'specialist', trace: traceId('t2'), spans: 1 },
          ],
        },
        message: 'run falls into 2 parts that no parent or link joins: `planner` (2), `specialist` (1)',
        help: 'pass the trace context to `specialist`, or link it to the span that caused it',
      },
    ],
  },
  {
    name: 'an orphan is a part of its own',
    contract,
    spans: [
      { name: 'a', end: 50 },
      { name: 'orphan', parent: 'lost', start: 1 },
    ],
    expect: [{ verdict: 'fail', span: 'orphan' }],
  },
  {
    name: 'what was not recorded may be apart',
    contract,
    spans: [{ name: 'a', end: null }],
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'whether parents and links join all spans of the run is undecided: spans may be lost (1 span never ended)',
      },
    ],
  },
  { name: 'switched off', contract: 'trace: { connected: false }', spans: [{ name: 'a' }, { name: 'b' }], expect: [] },
])

test('components agree with colouring neighbours until nothing changes', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const run = runFromShape(shape)
      const colour = new Map(run.spans.map((span, index) => [span, index]))
      for (let changed = true; changed;) {
        changed = false
        for (const span of run.spans) {
          const neighbours = [span.parent, ...span.links.map((link) => run.find(link.traceId, link.spanId))]
          for (const other of neighbours) {
            if (other === null || other === undefined) continue
            const least = Math.min(colour.get(span)!, colour.get(other)!)
            if (colour.get(span) !== least || colour.get(other) !== least) changed = true
            colour.set(span, least)
            colour.set(other, least)
          }
        }
      }
      const expected = Object.values(Object.groupBy(run.spans, (span) => String(colour.get(span)))).map(
        (members) => members!.length,
      )
      expect(componentsOf(run).map(({ size }) => size)).toEqual(expected)
    }),
  )
})
