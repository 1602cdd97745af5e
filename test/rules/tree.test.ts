import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { RunSpan } from '../../src/runs/index.ts'
import { ancestorsOf, nearestAbove, preorder, topsOf } from '../../src/rules/tree.ts'
import { runFromShape, shapes } from '../support/run-shapes.ts'

function ancestors(span: RunSpan): RunSpan[] {
  return span.parent === null ? [] : [span.parent, ...ancestors(span.parent)]
}

test('relations in a tree agree with walking up from every span', () => {
  fc.assert(
    fc.property(shapes, fc.array(fc.integer({ min: 0, max: 11 })), (shape, picks) => {
      const run = runFromShape(shape)
      const order = preorder(run)
      expect(new Set(order)).toEqual(new Set(run.spans))
      expect(order.every((span, index) => span.parent === null || order.indexOf(span.parent) < index)).toBe(true)

      const marked = new Set(picks.flatMap((pick) => run.spans[pick] ?? []))
      const above = nearestAbove(order, marked)
      const holders = ancestorsOf(order, marked)
      const tops = topsOf(order)
      for (const span of run.spans) {
        expect(above.get(span)).toBe(ancestors(span).find((one) => marked.has(one)))
        expect(holders.has(span)).toBe([...marked].some((one) => ancestors(one).includes(span)))
        expect(tops.get(span)).toBe(ancestors(span).at(-1) ?? span)
      }
    }),
  )
})

test('a chain of 100 000 spans is walked once', () => {
  const run = runFromShape(Array.from({ length: 100_000 }, (_, index) => ({ parent: index - 1, links: [] })))
  const order = preorder(run)
  const first = new Set([run.spans[0]!])
  const started = performance.now()
  expect(nearestAbove(order, first).size).toBe(99_999)
  expect(topsOf(order).get(run.spans.at(-1)!)).toBe(run.spans[0])
  expect(performance.now() - started).toBeLessThan(2000)
})
