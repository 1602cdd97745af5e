import fc from 'fast-check'
import { expect, test } from 'vitest'

import { collapseReplays, type Observation } from '../../src/stats/collapse-replays.ts'

type Run = Observation & { readonly name: string }

const run = (name: string, change: Partial<Observation> = {}): Run => ({
  name,
  outcome: 'pass',
  traceIds: [],
  contentDigest: null,
  ...change,
})

const collapse = (runs: readonly Run[]) => {
  const { observations, notes } = collapseReplays(runs)
  return { names: observations.map(({ name }) => name), notes }
}

test('runs of which nothing is known are all different', () => {
  expect(collapse([run('a'), run('b')])).toEqual({ names: ['a', 'b'], notes: [] })
})

test('runs with a trace in common are one', () => {
  expect(
    collapse([run('a', { traceIds: ['1', '2'] }), run('b', { traceIds: ['3'] }), run('c', { traceIds: ['2'] })]),
  ).toEqual({
    names: ['a', 'b'],
    notes: [{ reason: 'trace-id', kept: 0, dropped: [2] }],
  })
})

test('so are runs of equal content', () => {
  const same = { contentDigest: 'd' }
  expect(collapse([run('a', { ...same, traceIds: ['1'] }), run('b'), run('c', { ...same, traceIds: ['2'] })])).toEqual({
    names: ['a', 'b'],
    notes: [{ reason: 'content', kept: 0, dropped: [2] }],
  })
})

test('a trace id and a digest of the same text are different things', () => {
  expect(collapse([run('a', { traceIds: ['1'] }), run('b', { contentDigest: '1' })]).names).toEqual(['a', 'b'])
})

test('a trace that a run names twice makes no replay', () => {
  expect(collapse([run('a', { traceIds: ['1', '1'] })])).toEqual({ names: ['a'], notes: [] })
})

test('what equals a third run is one with it', () => {
  const runs = [
    run('a', { traceIds: ['1'] }),
    run('b', { contentDigest: 'd' }),
    run('c', { traceIds: ['1'], contentDigest: 'd' }),
  ]
  expect(collapse(runs)).toEqual({ names: ['a'], notes: [{ reason: 'trace-id', kept: 0, dropped: [1, 2] }] })
})

test('no replay hides a failure', () => {
  const same = { traceIds: ['1'] }
  const runs = [
    run('a', same),
    run('z'),
    run('b', { ...same, outcome: 'fail' }),
    run('c', { ...same, outcome: 'inconclusive' }),
  ]
  expect(collapse(runs)).toEqual({ names: ['b', 'z'], notes: [{ reason: 'trace-id', kept: 2, dropped: [0, 3] }] })
})

test('every run is kept or dropped once, and what is left collapses no further', () => {
  const text = fc.constantFrom('1', '2', '3', '4', '__proto__')
  const observation = fc.record({
    outcome: fc.constantFrom('pass', 'fail', 'inconclusive', 'infra'),
    traceIds: fc.array(text, { maxLength: 2 }),
    contentDigest: fc.option(text),
  })
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 12 }), (runs) => {
      const { observations, notes } = collapseReplays(runs)
      const dropped = notes.flatMap((note) => note.dropped)
      expect(new Set(dropped).size).toBe(dropped.length)
      expect(observations.length + dropped.length).toBe(runs.length)
      expect(collapseReplays(observations)).toEqual({ observations, notes: [] })
    }),
    { seed: 9 },
  )
})
