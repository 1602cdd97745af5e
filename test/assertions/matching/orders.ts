import * as fc from 'fast-check'

import { projectOrder } from '../../../src/assertions/matching/poset.ts'
import type { Poset } from '../../../src/assertions/matching/poset.ts'

/** A partial order as a table: `table[a][b]` says that a is before b. */
export type Table = readonly (readonly boolean[])[]

export function closeTable(table: Table): boolean[][] {
  const closed = table.map((row) => [...row])
  for (const via of closed.keys()) {
    for (const row of closed) if (row[via]) closed[via]!.forEach((isAfter, to) => (row[to] ||= isAfter))
  }
  return closed
}

/** Closed partial orders of up to `max` positions, sparse to dense, numbered at random. */
export function tables(max: number): fc.Arbitrary<boolean[][]> {
  return fc.nat({ max }).chain((count) =>
    fc
      .record({
        edges: fc.array(fc.nat({ max: 9 }), { minLength: count * count, maxLength: count * count }),
        density: fc.integer({ min: 0, max: 10 }),
        labels: fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
      })
      .map(({ edges, density, labels }) => {
        const table = labels.map(() => labels.map(() => false))
        labels.forEach((from, a) =>
          labels.forEach((to, b) => {
            if (a < b && edges[a * count + b]! < density) table[from]![to] = true
          }),
        )
        return closeTable(table)
      }),
  )
}

export function posetOf(table: Table): Poset {
  return projectOrder(table.length, (a, b) => table[a]![b]!)!
}

/** All linear extensions. */
export function* extensionsOf(table: Table, done: readonly number[] = []): Generator<readonly number[]> {
  if (done.length === table.length) yield done
  for (let position = 0; position < table.length; position++) {
    if (done.includes(position)) continue
    if (table.some((row, other) => row[position]! && !done.includes(other))) continue
    yield* extensionsOf(table, [...done, position])
  }
}

export function chain(count: number): Poset {
  return projectOrder(count, (a, b) => a < b)!
}

export function antichain(count: number): Poset {
  return projectOrder(count, () => false)!
}

/** Row after row, each wholly before the next, its members concurrent. */
export function rows(sizes: readonly number[]): Poset {
  const rowOf = sizes.flatMap((size, row) => Array<number>(size).fill(row))
  return projectOrder(rowOf.length, (a, b) => rowOf[a]! < rowOf[b]!)!
}
