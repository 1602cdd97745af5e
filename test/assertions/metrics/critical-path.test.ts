import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { criticalPath } from '../../../src/assertions/metrics/critical-path.ts'
import { deriveRun } from '../../support/derive-run.ts'
import { span, type SpanSketch } from '../../support/span.ts'

/** Name and milliseconds of each stretch, earliest first. */
function pathOf(sketches: readonly SpanSketch[]): [name: string, from: number, to: number][] {
  const { run } = deriveRun(sketches.map((sketch) => span(sketch)))
  const origin = 1_760_000_000_000_000_000n
  const ms = (at: bigint): number => Number(at - origin) / 1e6
  return criticalPath(run)
    .map(({ span: { name }, startUnixNano, endUnixNano }): [string, number, number] => [
      name,
      ms(startUnixNano),
      ms(endUnixNano),
    ])
    .toReversed()
}

describe('critical path', () => {
  test.each<[string, SpanSketch[], [string, number, number][]]>([
    ['one span', [{ name: 'a', end: 5 }], [['a', 0, 5]]],
    [
      'what is inside, and gaps',
      [
        { name: 'a', end: 10 },
        { name: 'b', parent: 'a', start: 2, end: 4 },
        { name: 'c', parent: 'a', start: 6, end: 9 },
      ],
      [
        ['a', 0, 2],
        ['b', 2, 4],
        ['a', 4, 6],
        ['c', 6, 9],
        ['a', 9, 10],
      ],
    ],
    [
      'of spans side by side the one that ends last',
      [
        { name: 'a', end: 10 },
        { name: 'b', parent: 'a', start: 0, end: 9 },
        { name: 'c', parent: 'a', start: 5, end: 10 },
      ],
      [
        ['a', 0, 5],
        ['c', 5, 10],
      ],
    ],
    [
      'a child that outlives its parent is cut',
      [
        { name: 'a', end: 10 },
        { name: 'b', parent: 'a', start: 4, end: 30 },
      ],
      [
        ['a', 0, 4],
        ['b', 4, 10],
      ],
    ],
  ])('%s', (_name, sketches, expected) => {
    expect(pathOf(sketches)).toEqual(expected)
  })

  test('covers its root exactly once, whatever is inside', () => {
    const children = fc.array(fc.record({ at: fc.nat(40), lasts: fc.nat(40), below: fc.nat(6) }), { maxLength: 8 })
    fc.assert(
      fc.property(children, (all) => {
        const sketches: SpanSketch[] = [{ name: '0', end: 50 }]
        for (const [index, { at, lasts, below }] of all.entries()) {
          const parent = String(below % (index + 1))
          sketches.push({ name: String(index + 1), parent, start: at, end: at + lasts })
        }
        const path = pathOf(sketches)
        expect(path[0]![1]).toBe(0)
        expect(path.at(-1)![2]).toBe(50)
        for (const [index, [, from]] of path.entries()) if (index > 0) expect(from).toBe(path[index - 1]![2])
        const times = new Map(sketches.map(({ name, start = 0, end }) => [name, [start, end!] as const]))
        for (const [name, from, to] of path) {
          expect(from).toBeGreaterThanOrEqual(times.get(name)![0])
          expect(to).toBeLessThanOrEqual(times.get(name)![1])
        }
      }),
      { seed: 20261120, numRuns: 200 },
    )
  })
})
