import { expect, test } from 'vitest'

import { splitRun } from '../../src/runs/index.ts'
import { labelsOf, runOf, type FactSketch } from '../support/steps.ts'

const agent = (id: string, start: number): FactSketch => ({
  id,
  kind: 'agent',
  name: 'support',
  start,
  end: start + 10,
})
const tool = (id: string, parent: string, start: number): FactSketch => ({
  id,
  parent,
  kind: 'tool',
  name: 'lookup',
  start,
  end: start + 1,
})

/** Labels of the spans of each run. */
function split(...sketches: FactSketch[]): string[][] {
  const { run, evidenceOf } = runOf(sketches)
  const labels = labelsOf(sketches)
  return splitRun(run, (span) => evidenceOf(span)?.facts?.kind === 'agent').map(({ spans }) =>
    spans.map(({ spanId }) => labels.get(spanId)!),
  )
}

test('several agent invocations side by side in one trace are several runs', () => {
  expect(split(agent('a', 0), tool('x', 'a', 1), agent('b', 20), tool('y', 'b', 21))).toEqual([
    ['a', 'x'],
    ['b', 'y'],
  ])
})

test.each<[string, FactSketch[]]>([
  ['one root', [agent('a', 0), tool('x', 'a', 1)]],
  ['a root that is no agent', [agent('a', 0), { id: 'script', start: 20 }]],
  ['an orphan, which may belong to any', [agent('a', 0), { ...agent('b', 20), parent: 'lost' }, agent('c', 40)]],
  ['two traces that were joined', [agent('a', 0), { ...agent('b', 20), trace: 't2' }]],
])('not with %s', (_what, spans) => {
  expect(split(...spans)).toHaveLength(1)
})

test('each has its own id, and finds its own spans only', () => {
  const { run, evidenceOf } = runOf([agent('a', 0), agent('b', 20)])
  const [first, second] = splitRun(run, (span) => evidenceOf(span)?.facts?.kind === 'agent')
  const [a, b] = run.spans
  expect([first!.id, second!.id]).toEqual([`${run.id}/${a!.spanId}`, `${run.id}/${b!.spanId}`])
  expect([first!.find(run.id, a!.spanId), first!.find(run.id, b!.spanId)]).toEqual([a, undefined])
})
