import { expect, test } from 'vitest'

import { outline, stepsOf, usage, type FactSketch } from '../../support/steps.ts'

const agent: FactSketch = { id: 'agent', kind: 'agent', name: 'support', start: 0, end: 100 }
const outer: FactSketch = { id: 'outer', parent: 'agent', kind: 'model', name: 'gpt-5', start: 10, end: 40 }
const inner: FactSketch = { id: 'inner', parent: 'outer', kind: 'model', name: 'gpt-5-2026-01-15', start: 12, end: 38 }
const tokens = { input: 10, output: 2 }

/** Labels of the spans of each model step. */
function modelCalls(spans: readonly FactSketch[]): string[] {
  return outline(spans).flatMap((line) => /^model .*: (.*)$/.exec(line)?.[1] ?? [])
}

test('nested spans with one response id are one call', () => {
  const one = { facts: { responseId: 'r1' } }
  expect(modelCalls([agent, { ...outer, ...one }, { ...inner, ...one }])).toEqual(['outer+inner'])
})

test('nested spans with one merge key are one call', () => {
  const one = { facts: { mergeKey: 'event 7' } }
  expect(modelCalls([agent, { ...outer, ...one }, { ...inner, ...one }])).toEqual(['outer+inner'])
})

test('nested spans with equal usage and models of one family are one call', () => {
  expect(modelCalls([agent, { ...outer, usage: tokens }, { ...inner, usage: tokens }])).toEqual(['outer+inner'])
})

test('what is between that is neither tool nor agent does not part them', () => {
  const between: FactSketch[] = [
    { id: 'unclaimed', parent: 'outer', start: 11, end: 39 },
    { id: 'group', parent: 'unclaimed', kind: 'group', start: 11, end: 39 },
  ]
  const spans = [agent, { ...outer, usage: tokens }, ...between, { ...inner, parent: 'group', usage: tokens }]
  expect(modelCalls(spans)).toEqual(['outer+inner'])
})

test.each<[string, Partial<FactSketch>, Partial<FactSketch>]>([
  [
    'another response id',
    { usage: tokens, facts: { responseId: 'r1' } },
    { usage: tokens, facts: { responseId: 'r2' } },
  ],
  ['another usage', { usage: tokens }, { usage: { input: 10, output: 3 } }],
  ['another model', { usage: tokens }, { usage: tokens, name: 'gpt-5-mini' }],
  ['no model', { usage: tokens }, { usage: tokens, facts: { requestModel: null } }],
  ['no usage', {}, {}],
  ['half a usage', { usage: { input: 10 } }, { usage: { input: 10 } }],
  ['no overlap', { usage: tokens, end: 20 }, { usage: tokens, start: 25 }],
])('nested spans with %s are two, and the outer one is a sum', (_what, ofOuter, ofInner) => {
  expect(modelCalls([agent, { ...outer, ...ofOuter }, { ...inner, ...ofInner }])).toEqual(['inner'])
})

test.each(['tool', 'agent'] as const)(
  'a model call below a %s below a model call is another, and both count',
  (kind) => {
    const between: FactSketch = { id: 'between', parent: 'outer', kind, name: 'ask', start: 11, end: 39 }
    const spans = [agent, { ...outer, usage: tokens }, between, { ...inner, parent: 'between', usage: tokens }]
    expect(modelCalls(spans)).toEqual(['outer', 'inner'])
  },
)

test('siblings are one call only by an equal response id', () => {
  const sibling = { ...inner, parent: 'agent', usage: tokens }
  const first = { ...outer, usage: tokens }
  expect(modelCalls([agent, first, sibling])).toEqual(['outer', 'inner'])
  const one = { facts: { responseId: 'r1' } }
  expect(modelCalls([agent, { ...first, ...one }, { ...sibling, ...one }])).toEqual(['outer+inner'])
})

test('a span that sums up two calls is neither of them', () => {
  const spans: FactSketch[] = [
    agent,
    { ...outer, usage: { input: 30, output: 5 } },
    { ...inner, id: 'first', end: 20, usage: { input: 10, output: 2 } },
    { ...inner, id: 'second', start: 21, usage: { input: 20, output: 3 } },
  ]
  expect(modelCalls(spans)).toEqual(['first', 'second'])
})

test('a call recorded twice stays one when a failed try lies inside it', () => {
  const spans: FactSketch[] = [
    agent,
    { ...outer, usage: tokens },
    { ...inner, id: 'failed', end: 15, status: 'error' },
    { ...inner, id: 'answered', start: 20, usage: tokens },
  ]
  expect(modelCalls(spans)).toEqual(['outer+answered', 'failed'])
})

test('facts: specific over generic, and each span keeps the keys of what it gave', () => {
  const [step] = stepsOf([
    {
      ...outer,
      facts: {
        finishReason: 'stop',
        provider: 'gcp.vertex.agent',
        responseModel: 'gpt-4.1-mini',
        usage: usage({ input: 10, output: 2 }),
        status: 'ok',
        mergeKey: 'k',
        conversation: 'c',
        keys: { finishReason: 'a.finish', responseModel: 'a.model', input: 'a.input', conversation: 'a.session' },
      },
    },
    {
      ...inner,
      facts: {
        finishReason: 'tool_call',
        provider: 'openai',
        responseModel: 'gpt-4.1-mini-2025-04-14',
        usage: usage({ input: 10, output: 2, cachedInput: 4, reasoning: 1 }),
        mergeKey: 'k',
        keys: { finishReason: 'b.finish', responseModel: 'b.model', input: 'b.input', cachedInput: 'b.cached' },
      },
    },
  ]).steps
  expect(step).toMatchObject({
    provider: 'openai',
    requestModel: 'gpt-5-2026-01-15',
    responseModel: 'gpt-4.1-mini-2025-04-14',
    status: 'ok',
  })
  expect(step!.attempts[0]).toMatchObject({
    finishReason: 'tool_call',
    usage: { input: 10, output: 2, cachedInput: 4, cacheWrite: null, reasoning: 1 },
  })
  expect(step!.spans.map(({ name, keys }) => [name, keys])).toEqual([
    ['outer', { conversation: 'a.session' }],
    ['inner', { finishReason: 'b.finish', responseModel: 'b.model', input: 'b.input', cachedInput: 'b.cached' }],
  ])
})

test('calls that name no model are of the model that the sum around them names', () => {
  const unnamed = { kind: 'model', start: 11, facts: { requestModel: null } } as const
  const { steps } = stepsOf([
    agent,
    { ...outer, usage: { input: 30, output: 5 }, facts: { responseModel: 'gpt-5-2026-01-15' } },
    { id: 'first', parent: 'outer', end: 20, ...unnamed },
    { id: 'step', kind: 'group', parent: 'outer', start: 21, end: 30 },
    { id: 'second', parent: 'step', end: 30, ...unnamed, start: 22 },
    { id: 'other', parent: 'agent', end: 90, ...unnamed, start: 80 },
  ])
  expect(steps.filter(({ kind }) => kind === 'model').map(({ name, responseModel }) => [name, responseModel])).toEqual([
    ['gpt-5', 'gpt-5-2026-01-15'],
    ['gpt-5', 'gpt-5-2026-01-15'],
    [null, null],
  ])
})
