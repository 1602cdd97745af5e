import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Price } from '../../src/model/price.ts'
import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const think = (input?: number, output?: number, rest: Partial<StepSketch> = {}): StepSketch => ({
  model: 'gpt-5',
  ...(input === undefined && output === undefined
    ? {}
    : { usage: { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) } }),
  ...rest,
})
const search = (q: number, rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'search', args: { q }, ...rest })

type Case = [name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]

const pass: [string, string[]] = ['pass', []]
const exceeded: [string, string[]] = ['fail', ['budget exceeded']]
const open = (reason: string): [string, string[]] => ['inconclusive', [`budget ${reason}`]]
const cases = (table: readonly Case[]): void => {
  test.each(table)('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`budget: ${item}`, steps))).toEqual({ verdict, reasons })
  })
}

describe('budget of calls', () => {
  cases([
    ['as many as allowed', '{ modelCalls: 2 }', [think(), think()], ...pass],
    ['one more', '{ modelCalls: 1 }', [think(), think()], ...exceeded],
    ['zero is a limit', '{ toolCalls: 0 }', [search(1)], ...exceeded],
    ['and is kept by a run that calls none', '{ toolCalls: 0 }', [think()], ...pass],
    ['tries of one step are one call', '{ toolCalls: 1 }', [search(1, { error: 'x' }), search(1)], ...pass],
    ['and two attempts', '{ attempts: 1 }', [search(1, { error: 'x' }), search(1)], ...exceeded],
    [
      'a try that is numbered and lost was one',
      '{ attempts: 2 }',
      [search(1, { attributes: { 'spanpact.fault.attempt': 1 } })],
      ...pass,
    ],
    ['calls of sub-agents count', '{ toolCalls: 1 }', [search(1), { agent: 'sub', steps: [search(2)] }], ...exceeded],
    [
      'unless the scope is own',
      '{ toolCalls: 1, scope: own }',
      [search(1), { agent: 'sub', steps: [search(2)] }],
      ...pass,
    ],
    [
      'agents inside of each other',
      '{ depth: 2 }',
      [{ agent: 'a', steps: [{ agent: 'b', steps: [search(1)] }] }],
      ...exceeded,
    ],
    [
      'side by side they are no deeper',
      '{ depth: 2 }',
      [
        { agent: 'a', steps: [] },
        { agent: 'b', steps: [] },
      ],
      ...pass,
    ],
  ])

  test('lost spans leave open what is seen to be within, and prove what is beyond', async () => {
    const damage = ['line 3 is unreadable']
    const steps = [search(1), search(2)]
    const reasons = async (item: string): Promise<string[]> =>
      reasonsOf(await checkRun(`budget: ${item}`, steps, { damage })).reasons
    expect(await reasons('{ toolCalls: 2 }')).toEqual(['budget evidence-incomplete'])
    expect(await reasons('{ toolCalls: 1 }')).toEqual(['budget exceeded'])
  })

  test('calls that only a sum speaks of are unknown in number', async () => {
    const run: RunSketch = {
      attributes: { 'gen_ai.usage.input_tokens': 9, 'gen_ai.usage.output_tokens': 1 },
      steps: [],
    }
    expect(reasonsOf(await checkRun('budget: { modelCalls: 8 }', run)).reasons).toEqual(['budget calls-hidden'])
    expect(reasonsOf(await checkRun('budget: { totalTokens: 10 }', run)).verdict).toBe('pass')
    expect(reasonsOf(await checkRun('budget: { totalTokens: 9 }', run)).reasons).toEqual(['budget exceeded'])
  })
})

describe('budget of tokens', () => {
  cases([
    ['as many as allowed', '{ totalTokens: 33 }', [think(10, 1), think(20, 2)], ...pass],
    ['one more', '{ totalTokens: 32 }', [think(10, 1), think(20, 2)], ...exceeded],
    ['a call without usage', '{ totalTokens: 99 }', [think(10, 1), think()], ...open('usage-unknown')],
    ['no call has usage', '{ totalTokens: 0 }', [think()], ...open('usage-unknown')],
    ['the known part is too much already', '{ totalTokens: 10 }', [think(10, 1), think()], ...exceeded],
    ['a call with half of its usage', '{ totalTokens: 99 }', [think(10)], ...open('usage-unknown')],
    ['whose half is too much', '{ totalTokens: 9 }', [think(10)], ...exceeded],
    ['the other half does not matter', '{ inputTokens: 10 }', [think(10)], ...pass],
    [
      'a cancelled stream used more than it says',
      '{ outputTokens: 5 }',
      [think(10, 1, { error: 'AbortError' })],
      ...open('usage-unknown'),
    ],
    ['a failed try counts', '{ inputTokens: 10 }', [think(10, 1, { error: 'x' }), think(10, 1)], ...exceeded],
    [
      'cached tokens are part of the input',
      '{ totalTokens: 11 }',
      [think(0, 0, { usage: { input: 10, output: 1, cached: 8 } })],
      ...pass,
    ],
    ['reasoning that is not recorded', '{ reasoningTokens: 9 }', [think(10, 1)], ...open('usage-unknown')],
    [
      'of one agent',
      '{ totalTokens: 11, for: { agent: sub } }',
      [think(90, 9), { agent: 'sub', steps: [think(10, 1)] }],
      ...pass,
    ],
    [
      'of one model',
      '{ totalTokens: 10, for: { model: gpt-5 } }',
      [think(10, 1), { model: 'tiny', usage: { input: 9, output: 9 } }],
      ...exceeded,
    ],
    [
      'each agent for itself',
      '{ inputTokens: 10, per: agent }',
      [think(10, 1), { agent: 'sub', steps: [think(10, 1)] }],
      ...pass,
    ],
    [
      'and one of them has more',
      '{ inputTokens: 9, per: agent }',
      [think(9, 1), { agent: 'sub', steps: [think(10, 1)] }],
      ...exceeded,
    ],
    ['each tool for itself', '{ toolCalls: 1, per: tool }', [search(1), { tool: 'fetch' }], ...pass],
    ['and one is called twice', '{ toolCalls: 1, per: tool }', [search(1), search(2), { tool: 'fetch' }], ...exceeded],
    [
      'much reasoning',
      '{ reasoningRatio: 3 }',
      [think(0, 0, { usage: { input: 1, output: 5, reasoning: 4 } })],
      ...exceeded,
    ],
    [
      'as much as allowed',
      '{ reasoningRatio: 4 }',
      [think(0, 0, { usage: { input: 1, output: 5, reasoning: 4 } })],
      ...pass,
    ],
    [
      'nothing but reasoning',
      '{ reasoningRatio: 99 }',
      [think(0, 0, { usage: { input: 1, output: 5, reasoning: 5 } })],
      ...exceeded,
    ],
    ['neither', '{ reasoningRatio: 0 }', [think(0, 0, { usage: { input: 1, output: 0, reasoning: 0 } })], ...pass],
    [
      'a call that does not say could bring it down',
      '{ reasoningRatio: 3 }',
      [think(0, 0, { usage: { input: 1, output: 5, reasoning: 4 } }), think(1, 9)],
      ...open('usage-unknown'),
    ],
    [
      'within one second',
      '{ tokensPerSecond: 30 }',
      [think(10, 5, { at: [0, 10] }), think(10, 6, { at: [999, 1009] })],
      ...exceeded,
    ],
    [
      'a second later',
      '{ tokensPerSecond: 30 }',
      [think(10, 5, { at: [0, 10] }), think(10, 6, { at: [1000, 1009] })],
      ...pass,
    ],
    [
      'over a longer window',
      '{ tokensPerSecond: 10, window: 3s }',
      [think(10, 5, { at: [0, 10] }), think(10, 6, { at: [1000, 1009] })],
      ...exceeded,
    ],
  ])

  test('a run without model calls gives it nothing to judge', async () => {
    const { findings } = await checkRun('budget: { totalTokens: 10, wall: 1s }', [search(1)])
    expect(findings.map(({ id, contract }) => [id, contract?.path])).toEqual([
      ['clause-unexercised', 'trajectories.run.expect.budget.totalTokens'],
    ])
  })
})

const price = (model: string): Price => ({
  model,
  provider: null,
  from: '2025-01-01',
  input: 1,
  output: 10,
  cachedInput: null,
  cacheWrite: null,
  reasoning: null,
})

describe('budget of money', () => {
  const reasons = async (usd: number, steps: StepSketch[], models = ['gpt-5']): Promise<string[]> =>
    reasonsOf(await checkRun(`budget: { costUsd: ${usd} }`, steps, { settings: { prices: models.map(price) } })).reasons
  const costing = (usd: number): StepSketch =>
    think(1, 1, { attributes: { 'openinference.span.kind': 'LLM', 'llm.cost.total': usd } })

  test('by the price table: 100 in and 10 out at 1 and 10 dollars a million are 200 millionths', async () => {
    expect(await reasons(0.0002, [think(100, 10)])).toEqual([])
    expect(await reasons(0.000199, [think(100, 10)])).toEqual(['budget exceeded'])
  })

  test('a price for some calls and not for others', async () => {
    const steps = [think(100, 10), { model: 'tiny', usage: { input: 1, output: 1 } }]
    expect(await reasons(1, steps)).toEqual(['budget price-missing'])
    expect(await reasons(0.0001, steps)).toEqual(['budget exceeded'])
    expect(await reasons(1, [think(100, 10), think()])).toEqual(['budget usage-unknown'])
  })

  test('no price at all is no fault: the part is idle', async () => {
    const report = await checkRun('budget: { costUsd: 1, modelCalls: 2 }', [think(100, 10)])
    expect(report.verdict).toBe('pass')
    expect(report.idle).toEqual([
      {
        contract: 'test',
        path: 'trajectories.run.expect.budget.costUsd',
        reason: 'no price is known of any of its model calls',
      },
    ])
  })

  test('a recorded cost stands where every call has one', async () => {
    expect(await reasons(0.3, [costing(0.1), costing(0.2)])).toEqual([])
    expect(await reasons(0.29, [costing(0.1), costing(0.2)])).toEqual(['budget exceeded'])
  })
})

describe('budget of time', () => {
  const streamed = (ms: number | null, rest: Record<string, unknown> = {}): StepSketch =>
    think(1, 1, {
      attributes: {
        'gen_ai.request.stream': true,
        ...(ms === null ? {} : { 'gen_ai.response.time_to_first_chunk': ms / 1000 }),
        ...rest,
      },
    })
  cases([
    ['in time', '{ wall: 100ms }', [search(1, { at: [0, 99] })], ...pass],
    ['too late', '{ wall: 99ms }', [search(1, { at: [0, 99] })], ...exceeded],
    [
      'work side by side counts once',
      '{ active: 20ms }',
      [search(1, { at: [0, 10] }), search(2, { at: [5, 20] })],
      ...pass,
    ],
    ['gaps do not count', '{ active: 20ms }', [search(1, { at: [0, 10] }), search(2, { at: [50, 60] })], ...pass],
    [
      'what is at work too long',
      '{ active: 19ms }',
      [search(1, { at: [0, 10] }), search(2, { at: [50, 60] })],
      ...exceeded,
    ],
    ['a step that never ended', '{ active: 1s }', [search(1, { at: [0, null] })], ...open('time-unknown')],
    [
      'as many at once as allowed',
      '{ concurrency: 1 }',
      [search(1, { at: [0, 10] }), search(2, { at: [10, 20] })],
      ...pass,
    ],
    ['two at once', '{ concurrency: 1 }', [search(1, { at: [0, 10] }), search(2, { at: [9, 20] })], ...exceeded],
    ['the first token in time', '{ timeToFirstToken: 1s }', [streamed(1000)], ...pass],
    ['and late', '{ timeToFirstToken: 1s }', [streamed(400), streamed(1001)], ...exceeded],
    [
      'one that does not say',
      '{ timeToFirstToken: 1s }',
      [streamed(400), streamed(null)],
      ...open('first-token-unknown'),
    ],
    [
      'one that nobody knows to be streamed',
      '{ timeToFirstToken: 1s }',
      [streamed(400), think(1, 1)],
      ...open('first-token-unknown'),
    ],
    [
      'one that is not streamed',
      '{ timeToFirstToken: 1s }',
      [streamed(400), think(1, 1, { attributes: { 'gen_ai.request.stream': false } })],
      ...pass,
    ],
    [
      'one that failed before',
      '{ timeToFirstToken: 1s }',
      [streamed(400), { ...streamed(null), error: '503' }],
      ...pass,
    ],
    ['nothing is streamed', '{ timeToFirstToken: 1s }', [think(1, 1)], ...pass],
    [
      'a first chunk says nothing of the first that shows',
      '{ timeToFirstVisibleToken: 3s }',
      [streamed(600)],
      ...open('first-token-unknown'),
    ],
    [
      'the first that shows, in time',
      '{ timeToFirstVisibleToken: 3s }',
      [{ ...streamed(600), at: [0, 9000], events: [{ name: 'first_visible', at: 3000 }] }],
      ...pass,
    ],
    [
      'reasoning is not what shows',
      '{ timeToFirstVisibleToken: 3s }',
      [
        {
          ...streamed(600),
          at: [0, 9000],
          events: [
            { name: 'gen_ai.content.chunk', at: 600, attributes: { 'chunk.type': 'reasoning' } },
            { name: 'gen_ai.content.chunk', at: 5000, attributes: { 'chunk.type': 'text' } },
          ],
        },
      ],
      ...exceeded,
    ],
    [
      'a phase on the critical path',
      '{ phases: { retrieval: 30ms } }',
      [{ retrieval: 'kb', at: [0, 20] }, { retrieval: 'kb', at: [5, 30] }, search(1, { at: [30, 90] })],
      ...pass,
    ],
    ['that takes too long', '{ phases: { retrieval: 29ms } }', [{ retrieval: 'kb', at: [0, 30] }], ...exceeded],
    [
      'and one beside something slower is not on it',
      '{ phases: { retrieval: 5ms } }',
      [{ retrieval: 'kb', at: [0, 30] }, search(1, { at: [0, 90] })],
      ...pass,
    ],
  ])

  test('a phase that no run has leaves it undecided', async () => {
    const { findings } = await checkRun('budget: { phases: { rerank: 1s }, wall: 1s }', [search(1)])
    expect(findings.map(({ id, contract }) => [id, contract?.path])).toEqual([
      ['clause-unexercised', 'trajectories.run.expect.budget.phases.rerank'],
    ])
  })
})

test('says what was measured, where it crossed, and what else is too much', async () => {
  const steps = [think(10, 1), { ...think(20, 2), id: 'second' }, think(30, 3)]
  const { findings } = await checkRun('budget: { modelCalls: 5, totalTokens: 30, inputTokens: 20 }', steps)
  expect(findings).toHaveLength(1)
  const [{ data, location, message }] = findings as [(typeof findings)[0]]
  expect(data).toMatchObject({
    reason: 'exceeded',
    metric: 'inputTokens',
    limit: 20,
    value: 60,
    known: 60,
    unknownSpans: [],
    crossedAt: location!.spanId,
    also: ['totalTokens'],
  })
  expect(message).toBe('run has 60 input tokens, where `budget.inputTokens` allows 20')
})

test.each([
  ['{ }', 'bounds nothing: give a limit such as `totalTokens: 20000`'],
  ['{ modelCalls: -1 }', 'is below 0'],
  ['{ wall: 30 }', 'is no duration such as `30s`'],
  ['{ phases: {} }', 'the map is empty'],
  ['{ wall: 1s, window: 2s }', 'has `window` without `tokensPerSecond`'],
  ['{ totalTokens: 5, per: tool }', '`totalTokens` is of model calls, which no tool has'],
  ['{ toolCalls: 5, for: { model: x } }', '`toolCalls` is of tool steps, which `for` leaves out'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - budget: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals a fold over the calls, with and without totals around them', async () => {
  const calls = fc.array(fc.tuple(fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(calls, fc.nat(4000), fc.boolean(), async (usages, limit, isNested) => {
      const total = usages.reduce((sum, [input, output]) => sum + input + output, 0)
      const steps = usages.map(([input, output]) => think(input, output))
      const sums = { 'gen_ai.usage.input_tokens': total + 7, 'gen_ai.usage.output_tokens': 3 }
      const run: RunSketch = { steps, ...(isNested ? { attributes: sums } : {}) }
      const { verdict } = await checkRun(`budget: { totalTokens: ${limit} }`, run)
      expect(verdict).toBe(total > limit ? 'fail' : 'pass')
    }),
    { seed: 20261120, numRuns: 60 },
  )
})

test.each<[string, string, string[]]>([
  ['of what no run has, a limit proves nothing', 'toolCalls: 3, for: serch', ['clause-unexercised not-activated']],
  ['none allowed, and none there', 'toolCalls: 0, for: serch', []],
])('%s', async (_name, limits, reasons) => {
  const report = await checkRun(`budget: { ${limits} }`, [{ tool: 'search' }])
  expect(reasonsOf(report)).toEqual({ verdict: reasons.length === 0 ? 'pass' : 'inconclusive', reasons })
})
