import { describe, expect, test } from 'vitest'

import { compilePlan, type PlanItem } from '../../../src/assertions/plan/plan.ts'
import { planOf } from './trials.ts'

function orderOf(items: readonly PlanItem[]): string[] {
  const { steps, precedes } = planOf(items)
  return steps.flatMap(({ id }, one) =>
    steps.flatMap((other, at) => (precedes(one, at) ? [`${id} < ${other.id}`] : [])),
  )
}

describe('order', () => {
  test('a step follows the one before it, and what that follows', () => {
    expect(orderOf([{ id: 'a' }, { id: 'b' }, { id: 'c' }])).toEqual(['a < b', 'a < c', 'b < c'])
  })

  test('`after` replaces the default, and may name later items', () => {
    expect(
      orderOf([
        { id: 'a', after: ['c'] },
        { id: 'b', after: [] },
        { id: 'c', after: [] },
      ]),
    ).toEqual(['c < a'])
  })

  test('groups are followed as a whole, and their members follow what the group follows', () => {
    const items: PlanItem[] = [
      { id: 'a' },
      { id: 'both', anyOrder: [{ id: 'b' }, { id: 'c', after: ['b'] }, { id: 'd' }] },
      { id: 'e' },
      { id: 'f', after: ['both'] },
    ]
    expect(orderOf(items)).toEqual([
      'a < b',
      'a < c',
      'a < d',
      'a < e',
      'a < f',
      'b < c',
      'b < e',
      'b < f',
      'c < e',
      'c < f',
      'd < e',
      'd < f',
    ])
  })

  test('alternatives do not follow each other', () => {
    expect(orderOf([{ oneOf: [{ id: 'a' }, { id: 'b' }] }, { id: 'c' }])).toEqual(['a < c', 'b < c'])
  })
})

test('steps have their defaults, and know the branches they lie in', () => {
  const { steps } = planOf([
    { id: 'a', weight: 0.0014 },
    {
      oneOf: [
        { id: 'b', repeat: {} },
        { oneOf: [{ id: 'c' }, { id: 'd', repeat: { min: 0, max: 2 }, optional: true }] },
      ],
    },
  ])
  const plain = { isOptional: false, isCritical: false, allowsFailed: false, min: 1, max: 1, weight: 1000 }
  expect(steps).toEqual([
    { ...plain, id: 'a', weight: 1, choices: [] },
    { ...plain, id: 'b', max: Infinity, choices: [{ group: 0, branch: 0 }] },
    {
      ...plain,
      id: 'c',
      choices: [
        { group: 0, branch: 1 },
        { group: 1, branch: 0 },
      ],
    },
    {
      ...plain,
      id: 'd',
      min: 0,
      max: 2,
      isOptional: true,
      choices: [
        { group: 0, branch: 1 },
        { group: 1, branch: 1 },
      ],
    },
  ])
})

function problemsOf(items: readonly PlanItem[]): [string, string][] {
  const compiled = compilePlan(items)
  return 'plan' in compiled ? [] : compiled.problems.map(({ path, message }) => [path.join('.'), message])
}

function nested(depth: number): PlanItem {
  return depth === 0 ? { id: 'a' } : { anyOrder: [nested(depth - 1)] }
}

describe('problems', () => {
  test.each<[string, readonly PlanItem[], [string, string][]]>([
    ['no steps', [], [['', 'the plan has no steps']]],
    ['an empty group', [{ id: 'a' }, { oneOf: [] }], [['1.oneOf', '`oneOf` is empty']]],
    [
      'an id twice',
      [{ id: 'a' }, { id: 'a', anyOrder: [{ id: 'b' }] }],
      [['1.id', 'the id `a` belongs to two items of the plan']],
    ],
    [
      'an unknown id',
      [{ id: 'fetch-billing' }, { id: 'b', after: ['fetch-biling'] }],
      [['1.after', '`after` names `fetch-biling`, which is no item of the plan; did you mean `fetch-billing`?']],
    ],
    [
      'a circle',
      [{ id: 'x' }, { id: 'a', after: ['b'] }, { id: 'b', after: ['a', 'x'] }],
      [['', 'the steps `b`, `a` come after each other in a circle']],
    ],
    [
      'a group after its own member',
      [{ after: ['a'], anyOrder: [{ id: 'a' }] }],
      [['', 'the steps `a` come after each other in a circle']],
    ],
    ['no weight', [{ id: 'a', weight: 0 }], [['0.weight', '`weight` is 0, expects 0.001 to 1000']]],
    ['no number', [{ id: 'a', weight: Number.NaN }], [['0.weight', '`weight` is NaN, expects 0.001 to 1000']]],
    [
      'a repeat that cannot be',
      [{ id: 'a', repeat: { min: 3, max: 2 } }],
      [
        [
          '0.repeat',
          '`repeat` runs from 3 to 2, expects whole numbers, `min` from 0 to 1000 and `max` at least `min` and 1',
        ],
      ],
    ],
    ['an id of two lines', [{ id: '\n0' }], [['0.id', 'the id of a plan item holds a line break']]],
  ])('%s', (_, items, expected) => {
    expect(problemsOf(items)).toEqual(expected)
  })

  test('depth and size of a hostile plan', () => {
    expect(problemsOf([nested(5)])).toEqual([])
    expect(problemsOf([nested(5000)]).map(([, message]) => message)).toEqual([
      'groups of the plan nest deeper than 16 levels',
    ])
    const many = Array.from({ length: 1001 }, (_, at) => ({ id: `s${at}` }))
    expect(problemsOf(many)).toEqual([['', 'the plan has 1001 steps, expects at most 1000']])
    expect(problemsOf(many.slice(1))).toEqual([])
  })

  test('ids such as `__proto__` are only ids', () => {
    expect(orderOf([{ id: '__proto__' }, { id: 'constructor', after: ['__proto__'] }])).toEqual([
      '__proto__ < constructor',
    ])
  })
})
