import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createTraceGroups } from '../../src/runs/trace-groups.ts'
import { components } from './components.ts'

const nodes = Array.from({ length: 8 }, (_, index) => `trace-${index}`)
const node = fc.constantFrom(...nodes)

type Step = { readonly join: readonly [string, string] } | { readonly runId: string; readonly trace: string }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ join: fc.tuple(node, node) }),
  fc.record({ runId: fc.constantFrom('r1', 'r2', 'r3'), trace: node }),
)

/** Traces of one run id are joined pairwise. */
function edgesOf(steps: readonly Step[]): (readonly [string, string])[] {
  const byRunId = Map.groupBy(
    steps.flatMap((one) => ('runId' in one ? [one] : [])),
    ({ runId }) => runId,
  )
  return [
    ...steps.flatMap((one) => ('join' in one ? [one.join] : [])),
    ...[...byRunId.values()].flatMap((group) =>
      group.flatMap((left) => group.map((right) => [left.trace, right.trace] as const)),
    ),
  ]
}

function apply(steps: readonly Step[]): ReturnType<typeof createTraceGroups> {
  const groups = createTraceGroups()
  for (const one of steps) {
    if ('join' in one) groups.join(...one.join)
    else groups.joinByRunId(one.trace, one.runId)
  }
  return groups
}

test('groups are the connected components, represented by their smallest trace, in any order of joins', () => {
  fc.assert(
    fc.property(
      fc
        .array(step, { maxLength: 12 })
        .chain((steps) => fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length }))),
      ([steps, shuffled]) => {
        const expected = new Map(
          components(nodes, edgesOf(steps)).flatMap((group) => group.map((one) => [one, group[0]!] as const)),
        )
        for (const groups of [apply(steps), apply(shuffled)]) {
          expect(new Map(nodes.map((one) => [one, groups.groupOf(one)]))).toEqual(expected)
          // Whoever shares a group must be known as joined.
          const sizes = Map.groupBy(nodes, groups.groupOf)
          for (const one of nodes)
            if (sizes.get(groups.groupOf(one))!.length > 1) expect(groups.isJoined(one)).toBe(true)
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('a chain of 200 000 joins is answered without a deep recursion', () => {
  const groups = createTraceGroups()
  const id = (index: number): string => String(index).padStart(7, '0')
  for (let index = 200_000; index > 0; index--) groups.join(id(index), id(index - 1))
  expect(groups.groupOf(id(200_000))).toBe(id(0))
  expect(groups.groupOf(id(100_000))).toBe(id(0))
})

test('one trace with many run ids and one run id on many traces', () => {
  const groups = createTraceGroups()
  groups.joinByRunId('b', 'r1')
  groups.joinByRunId('b', 'r2')
  groups.joinByRunId('c', 'r2')
  groups.joinByRunId('a', 'r1')
  groups.joinByRunId('d', 'r3')
  expect(['a', 'b', 'c', 'd'].map(groups.groupOf)).toEqual(['a', 'a', 'a', 'd'])
  expect(groups.isJoined('d')).toBe(false)
})
