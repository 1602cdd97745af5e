import { expect, test } from 'vitest'

import { pairCases, type CaseResult } from '../../src/stats/trial-results.ts'

const some: CaseResult = { passes: 1, runs: 2 }
const none: CaseResult = { passes: 0, runs: 0 }

test('cases that both sides ran are paired, in order of their ids', () => {
  const previous = new Map([
    ['b', some],
    ['__proto__', some],
    ['gone', some],
    ['empty', none],
  ])
  const now: CaseResult = { passes: 2, runs: 2 }
  const current = new Map([
    ['empty', some],
    ['b', now],
    ['new', now],
    ['__proto__', now],
  ])
  expect(pairCases(previous, current)).toEqual([
    { id: '__proto__', previous: some, current: now },
    { id: 'b', previous: some, current: now },
  ])
})
