import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createForest } from '../../../src/runs/steps/forest.ts'

/** Parents of nodes, each smaller than its node. */
const anyParents = fc
  .array(fc.nat(), { maxLength: 40 })
  .map((numbers) => Int32Array.from([0, ...numbers.map((number, index) => number % (index + 1))]))

/** The node, its parent, and so on up to node 0. */
function upwards(parents: Int32Array, node: number): number[] {
  return node === 0 ? [0] : [node, ...upwards(parents, parents[node]!)]
}

test('depths, ancestors and common ancestors are those found by walking up', () => {
  fc.assert(
    fc.property(anyParents, fc.nat(), fc.nat(), (parents, first, second) => {
      const forest = createForest(parents)
      const [one, other] = [first % parents.length, second % parents.length]
      const [up, upOther] = [upwards(parents, one), upwards(parents, other)]
      expect(forest.depth(one)).toBe(up.length - 1)
      expect(up.map((_, depth) => forest.ancestorAt(one, depth))).toEqual(up.toReversed())
      expect(forest.common(one, other)).toBe(up.find((node) => upOther.includes(node)))
      expect(forest.holds(one, other)).toBe(upOther.includes(one))
      // Any condition that holds for all nodes below the first for which it does not.
      for (const from of up.keys()) {
        expect(forest.highest(one, (node) => forest.depth(node) >= from)).toBe(up.toReversed()[from])
      }
    }),
  )
})

test('positions are those of a walk that visits everything inside a node right after it', () => {
  fc.assert(
    fc.property(anyParents, (parents) => {
      const forest = createForest(parents)
      const walked: number[] = []
      const visit = (node: number): void => {
        walked.push(node)
        for (let child = node + 1; child < parents.length; child++) if (parents[child] === node) visit(child)
      }
      visit(0)
      expect(walked.map(forest.first)).toEqual([...walked.keys()])
      for (const node of walked) {
        const inside = walked.filter((other) => upwards(parents, other).includes(node))
        expect(forest.last(node) - forest.first(node) + 1).toBe(inside.length)
      }
    }),
  )
})

test('a chain of a hundred thousand nodes takes few steps for each question', () => {
  const forest = createForest(Int32Array.from({ length: 100_000 }, (_, node) => Math.max(0, node - 1)))
  let asked = 0
  const above = forest.highest(99_999, (node) => {
    asked += 1
    return node > 12_345
  })
  expect(above).toBe(12_346)
  expect(asked).toBeLessThan(100)
  expect(forest.common(99_999, 77_777)).toBe(77_777)
})
