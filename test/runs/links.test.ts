import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'

import { createRunStore, retain } from '../../src/runs/index.ts'
import { span, traceId, type SpanSketch } from '../support/span.ts'

/** Labels of the traces of each run. */
function runs(sketches: readonly SpanSketch[], budget: number): string[] {
  const store = createRunStore(budget, tmpdir())
  for (const sketch of sketches) {
    store.add(retain(span(sketch), { file: 0, tag: 0, payload: undefined, values: new Map() }), undefined)
  }
  const labels = new Map(['a', 'b', 'c'].map((label) => [traceId(label), label]))
  return [...store.runs()]
    .map((run) => [...new Set(run.spans.map((one) => labels.get(one.traceId)!))].sort().join())
    .sort()
}

const linked: SpanSketch[] = [
  { name: 'one', trace: 'a', links: [{ trace: 'gone', to: 'x' }] },
  { name: 'two', trace: 'b', links: [{ trace: 'gone', to: 'x' }] },
  { name: 'three', trace: 'c', links: [{ trace: 'b', to: 'two' }] },
]

test('a link joins traces that the recording holds; two links to a trace outside join nothing', () => {
  expect(runs(linked, 2 ** 30)).toEqual(['a', 'b,c'])
})

test('the same when spans went to disk', () => {
  // The budget is looked at every 1024 spans.
  const many = Array.from({ length: 1100 }, (_, index): SpanSketch => ({
    name: `${index}`,
    id: `${index}`,
    trace: 'a',
  }))
  expect(runs([...linked, ...many], 1)).toEqual(['a', 'b,c'])
})
