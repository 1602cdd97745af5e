import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { stepsOf } from '../../support/steps.ts'
import { anyRun } from './any-run.ts'

test('finds every step that may lie on that side, once, and leaves out none that is not certainly beyond', () => {
  fc.assert(
    fc.property(anyRun, fc.constantFrom(0, 2), fc.constantFrom('after', 'before'), (spans, skewMs, direction) => {
      const { steps, order } = stepsOf(spans, { clockSkewNano: BigInt(skewMs) * 1_000_000n })
      const decide = direction === 'after' ? order.decide : (one: never, other: never) => order.decide(other, one)
      const reach = order.reach(steps, direction)
      for (const one of steps) {
        const found = [...reach(one)]
        expect(new Set(found).size).toBe(found.length)
        const missed = steps.filter((other) => decide(one as never, other as never) !== false && !found.includes(other))
        expect(missed).toEqual([])
        const wider = [...reach(one, { orConcurrent: true })]
        expect(new Set(wider).size).toBe(wider.length)
        expect(
          steps.filter(
            (other) => other !== one && decide(other as never, one as never) !== true && !wider.includes(other),
          ),
        ).toEqual([])
        for (const limit of steps) {
          const nearer = [...reach(one, { beyond: [limit] })]
          expect(new Set(nearer).size).toBe(nearer.length)
          expect(
            found.filter(
              (other) =>
                decide(one as never, other as never) !== false &&
                decide(limit as never, other as never) !== true &&
                !nearer.includes(other),
            ),
          ).toEqual([])
        }
      }
    }),
    { numRuns: 500 },
  )
})

const ms = 1_000_000

test('looks at few of many steps that follow each other', () => {
  const { steps, order } = stepsOf([
    { id: 'agent', kind: 'agent', name: 'support', start: 0, end: 100_000 },
    ...Array.from({ length: 300 }, (_, index) => ({
      id: `s${index}`,
      parent: 'agent',
      kind: 'tool' as const,
      name: `s${index}`,
      start: index * 10,
      end: index * 10 + 10,
    })),
  ])
  const tools = steps.filter(({ kind }) => kind === 'tool')
  const after = order.reach(tools, 'after')
  const before = order.reach(tools, 'before')
  const names = (found: Iterable<{ name: string | null }>): (string | null)[] => [...found].map(({ name }) => name)
  expect(names(after(tools[297]!))).toEqual(['s298', 's299'])
  expect(names(before(tools[2]!))).toEqual(['s1', 's0'])
  expect(names(after(tools[5]!, { beyond: [tools[6]!] }))).toEqual(['s6', 's7'])
  expect(names(after(tools[5]!, { withinNano: 15 * ms }))).toEqual(['s6', 's7'])
})

test('leaves out what the same output asked for', () => {
  const { steps, order } = stepsOf([
    { id: 'agent', kind: 'agent', name: 'support', start: 0, end: 100 },
    {
      id: 'm',
      parent: 'agent',
      kind: 'model',
      start: 0,
      end: 5,
      requests: ['a', 'b'].map((name) => ({ callId: name, name })),
    },
    ...['a', 'b'].map((id, index) => ({
      id,
      parent: 'agent',
      kind: 'tool' as const,
      name: id,
      facts: { callId: id },
      start: 10 + index * 10,
      end: 20 + index * 10,
    })),
  ])
  const [a] = steps.filter(({ kind }) => kind === 'tool')
  expect([...order.reach(steps, 'after')(a!)]).toEqual([])
})
