import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { isBefore, isTotal, projectOrder } from '../../../src/assertions/matching/poset.ts'
import type { Poset } from '../../../src/assertions/matching/poset.ts'
import { chain, closeTable, posetOf, rows, tables } from './orders.ts'

function pairsOf(poset: Poset): string[] {
  const positions = [...Array(poset.count).keys()]
  return positions.flatMap((a) => positions.filter((b) => isBefore(poset, a, b)).map((b) => `${a}<${b}`))
}

function orderOf(count: number, edges: readonly string[], rank: Record<string, number> = {}): Poset {
  return projectOrder(
    count,
    (a, b) => edges.includes(`${a}<${b}`),
    (a, b) => rank[`${a}<${b}`]!,
  )!
}

describe('projectOrder', () => {
  test('closes the relation', () => {
    expect(pairsOf(orderOf(4, ['0<1', '1<3']))).toEqual(['0<1', '0<3', '1<3'])
  })

  test('no position is no order', () => {
    expect(projectOrder(0, () => true)).toEqual({
      count: 0,
      order: [],
      places: [],
      blocks: [],
      blockOf: new Int32Array(0),
      conflicts: [],
    })
  })

  test('a position is not before itself, whatever the relation says', () => {
    const poset = projectOrder(2, (a, b) => a === b)!
    expect(pairsOf(poset)).toEqual([])
    expect(poset.conflicts).toEqual([])
  })

  test('of a cycle the weakest edge is left out and reported', () => {
    const poset = orderOf(3, ['0<1', '1<2', '2<0'], { '0<1': 2, '1<2': 0, '2<0': 1 })
    expect(pairsOf(poset)).toEqual(['1<0', '1<2', '2<0'])
    expect(poset.conflicts).toEqual([{ from: 0, to: 1 }])
  })

  test('of two edges of one rank that contradict each other the first is kept', () => {
    const poset = projectOrder(2, () => true)!
    expect(pairsOf(poset)).toEqual(['0<1'])
    expect(poset.conflicts).toEqual([{ from: 1, to: 0 }])
  })

  test('an edge against a chain is seen, however far back it goes', () => {
    const poset = projectOrder(
      4,
      (a, b) => a < b || (a === 3 && b === 0),
      (a) => (a === 3 ? 0 : 1),
    )!
    expect(poset.conflicts).toEqual([
      { from: 0, to: 3 },
      { from: 1, to: 3 },
      { from: 2, to: 3 },
    ])
    expect(isBefore(poset, 3, 0)).toBe(true)
  })

  test('is the closure of every relation without cycles, however the positions are numbered', () => {
    fc.assert(
      fc.property(tables(9), (table) => {
        const poset = posetOf(table)
        const closed = closeTable(table)
        const positions = [...table.keys()]
        for (const a of positions) for (const b of positions) expect(isBefore(poset, a, b)).toBe(closed[a]![b])
        expect(poset.conflicts).toEqual([])
        const isComparable = (a: number): boolean => positions.every((b) => a === b || closed[a]![b]! || closed[b]![a]!)
        expect(isTotal(poset)).toBe(positions.every(isComparable))
      }),
    )
  })

  test('any relation becomes an order that holds each edge or reports it', () => {
    const relation = fc.array(fc.boolean(), { minLength: 49, maxLength: 49 })
    fc.assert(
      fc.property(relation, relation, (edges, ranks) => {
        const before = (a: number, b: number): boolean => a !== b && edges[a * 7 + b]!
        const poset = projectOrder(7, before, (a, b) => (ranks[a * 7 + b] ? 1 : 0))!
        const positions = [...Array(7).keys()]
        for (const a of positions) {
          for (const b of positions) {
            const isDropped = poset.conflicts.some(({ from, to }) => from === a && to === b)
            if (before(a, b)) expect(isBefore(poset, a, b)).toBe(!isDropped)
            expect(isBefore(poset, a, b) && isBefore(poset, b, a)).toBe(false)
            for (const c of positions) {
              if (isBefore(poset, a, b) && isBefore(poset, b, c)) expect(isBefore(poset, a, c)).toBe(true)
            }
          }
        }
        poset.order.forEach((a, place) =>
          poset.order.slice(0, place).forEach((b) => expect(isBefore(poset, a, b)).toBe(false)),
        )
      }),
    )
  })

  test('falls into blocks as small as they get', () => {
    expect(rows([1, 3, 1, 2]).blocks.map(({ start, size }) => [start, size])).toEqual([
      [0, 1],
      [1, 3],
      [4, 1],
      [5, 2],
    ])
  })

  test('a chain of 10 000 positions takes one question for each', () => {
    let questions = 0
    const poset = projectOrder(10_000, (a, b) => {
      questions++
      return a < b
    })!
    expect(isTotal(poset)).toBe(true)
    expect(questions).toBe(9_999)
  })

  test('a chain in the wrong order is a chain', () => {
    expect(isTotal(projectOrder(300, (a, b) => b < a)!)).toBe(true)
    expect(chain(3).order).toEqual([0, 1, 2])
  })

  test('2 000 positions side by side are one block, 5 000 are too many', () => {
    expect(projectOrder(2_000, () => false)!.blocks.length).toBe(1)
    expect(projectOrder(5_000, () => false)).toBe(undefined)
  })
})
