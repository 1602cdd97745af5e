import { expect, test } from 'vitest'

import { trajectoryOf } from '../support/judge-run.ts'
import type { SpanSketch } from '../support/span.ts'
import { spansOfRun, type StepSketch } from '../support/step-sketch.ts'

const one: StepSketch = { agent: 'one', steps: [{ tool: 'a' }] }
const two: StepSketch = { agent: 'two', steps: [{ tool: 'b' }] }

/** Steps below a span that is no agent, so that they are one run. */
function served(...steps: StepSketch[]): SpanSketch[] {
  const spans = spansOfRun({ agent: null, steps: steps.map((step) => ({ ...step, parent: 'serve' })) })
  return [{ name: 'serve', start: 0, end: 1000 }, ...spans]
}

test.each<[string, SpanSketch[], string[], string[]]>([
  ['one agent with a sub-agent', spansOfRun([{ tool: 'a' }, two]), ['a', 'two'], ['a', 'two', 'b']],
  ['an agent that did nothing', spansOfRun({ steps: [] }), [], []],
  ['two agents side by side', served(one, two), ['one', 'two'], ['one', 'a', 'two', 'b']],
  ['two turns of one agent', served(one, one), ['a', 'a'], ['a', 'a']],
  ['no agent', served({ tool: 'a' }), ['a'], ['a']],
])('steps of the root agent, and of all: %s', (_what, spans, own, deep) => {
  const run = trajectoryOf({ spans })
  const names = (scope: 'own' | 'deep'): (string | null)[] => run.within(scope, null).steps.map(({ name }) => name)
  expect({ own: names('own'), deep: names('deep') }).toEqual({ own, deep })
})
