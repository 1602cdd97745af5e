import { siblingsIndistinct } from '../../src/rules/siblings-indistinct.ts'
import type { SpanSketch } from '../support/span.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { siblings: [gen_ai.agent.name, app.agent.role, app.attempt] }'
const planner = {
  name: 'invoke_agent planner',
  end: 100,
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'planner' },
}
const worker = (id: string, start: number, more: Record<string, unknown> = {}): SpanSketch => ({
  name: 'invoke_agent worker',
  id,
  start,
  parent: planner.name,
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'worker', ...more },
})
const keys = ['gen_ai.agent.name', 'app.agent.role', 'app.attempt']

testRule(siblingsIndistinct, [
  {
    name: 'three attempts that say which they are',
    contract,
    spans: [
      planner,
      worker('one', 1, { 'app.attempt': 1 }),
      worker('two', 2, { 'app.attempt': 2 }),
      worker('three', 3),
    ],
    expect: [],
  },
  {
    name: 'three attempts of which two look alike',
    contract,
    spans: [planner, worker('one', 1), worker('two', 2, { 'app.attempt': 2 }), worker('three', 3)],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.siblings',
        span: 'three',
        data: { name: 'invoke_agent worker', parent: 'invoke_agent planner', spans: 2, keys },
        message:
          '2 children `invoke_agent worker` of span `invoke_agent planner` are alike in `gen_ai.agent.name`, `app.agent.role` and `app.attempt`',
        help: 'set at least one of `gen_ai.agent.name`, `app.agent.role` and `app.attempt` to a value of its own on each',
      },
    ],
  },
  {
    name: 'agents that say nothing of themselves look alike',
    contract,
    spans: ['x', 'y'].reduce<SpanSketch[]>(
      (spans, id, start) => [
        ...spans,
        { name: 'agent.run', id, start, parent: planner.name, attributes: { 'gen_ai.operation.name': 'invoke_agent' } },
      ],
      [planner],
    ),
    expect: [{ span: 'y' }],
  },
  {
    name: 'model calls one after another only repeat whose they are',
    contract,
    spans: [
      planner,
      ...[1, 2].map((start) => ({
        name: 'chat gpt-5',
        id: `carried ${start}`,
        start,
        parent: planner.name,
        attributes: { 'gen_ai.agent.name': 'planner' },
      })),
      ...[1, 2].map((start) => ({ name: 'chat gpt-4', id: `plain ${start}`, start, parent: planner.name })),
      { name: 'step', parent: planner.name, start: 3 },
      ...[4, 5].map((start) => ({
        name: 'chat gpt-5',
        id: `below ${start}`,
        start,
        parent: 'step',
        attributes: { 'gen_ai.agent.name': 'planner' },
      })),
      worker('one', 6),
      worker('two', 7, { 'app.attempt': 2 }),
    ],
    expect: [],
  },
  {
    name: 'dropped attributes leave it open',
    contract,
    spans: [planner, worker('one', 1), { ...worker('two', 2), dropped: { attributes: 1 } }],
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'whether `gen_ai.agent.name`, `app.agent.role` and `app.attempt` tell 2 children `invoke_agent worker` of span `invoke_agent planner` apart is undecided: they dropped attributes',
      },
    ],
  },
  { name: 'no siblings', contract, spans: [planner, worker('one', 1)], expect: [] },
])
