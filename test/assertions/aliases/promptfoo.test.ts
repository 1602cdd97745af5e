import { describe, expect, test } from 'vitest'

import type { ContractErrors } from '../../../src/contract/index.ts'
import { calls, testAliases, type AliasRow } from '../../support/alias-table.ts'
import { contractOf } from '../../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../../support/step-sketch.ts'

const orders = (args: unknown): StepSketch[] => [{ tool: 'orders', args }]
const search = (count: number): StepSketch[] => calls(...Array.from({ length: count }, () => 'search_orders'))

describe('trajectory:tool-used', () => {
  const limits = `'trajectory:tool-used': { pattern: 'search*', min: 2, max: 3 }`
  testAliases([
    ['a tool that was called', `'trajectory:tool-used': search_orders`, search(1), 'pass'],
    [
      'one that was not',
      `'trajectory:tool-used': search_orders`,
      calls('compose_reply'),
      'fail',
      ['tool-used too-few'],
    ],
    ['in another case', `'trajectory:tool-used': Search_Orders`, search(1), 'pass'],
    ['a dot is a dot', `'trajectory:tool-used': search.orders`, search(1), 'fail', ['tool-used too-few']],
    [
      'a list, each',
      `'trajectory:tool-used': [search_orders, compose_reply]`,
      search(1),
      'fail',
      ['tool-used too-few'],
    ],
    ['within limits', limits, search(2), 'pass'],
    ['below them', limits, search(1), 'fail', ['tool-used too-few']],
    ['above them', limits, search(4), 'fail', ['tool-used too-many']],
    ['a failed call is a call', `'trajectory:tool-used': pay`, [{ tool: 'pay', error: 'timeout' }], 'pass'],
    [
      'and so is each try',
      `'trajectory:tool-used': { name: pay, max: 1 }`,
      [
        { tool: 'pay', args: { n: 1 }, error: 'timeout' },
        { tool: 'pay', args: { n: 1 } },
      ],
      'fail',
      ['tool-used too-many'],
    ],
    ['one of a sub-agent', `'trajectory:tool-used': pay`, [{ agent: 'sub', steps: calls('pay') }], 'pass'],
    ['forbidden and not called', `'not-trajectory:tool-used': [send_email, pay]`, search(1), 'pass'],
    [
      'any of the forbidden called',
      `'not-trajectory:tool-used': [send_email, PAY]`,
      calls('pay'),
      'fail',
      ['tool-not-used used'],
    ],
    [
      'forbidden by a pattern',
      `'not-trajectory:tool-used': { pattern: 'delete_*' }`,
      calls('Delete_Account'),
      'fail',
      ['tool-not-used used'],
    ],
  ])
})

describe('trajectory:tool-args-match', () => {
  const defaults = `'trajectory:tool-args-match': { name: orders, mode: exact, args: { status: Q }, defaults: { page: 1, page_size: 5 } }`
  const ignore = `'trajectory:tool-args-match': { name: orders, mode: exact, args: { status: Q }, ignore: [request_id, idempotency_key] }`
  const both = `'trajectory:tool-args-match': { name: orders, mode: exact, args: { status: Q }, defaults: { page: 1, page_size: 5 }, ignore: cursor }`
  const differ = ['tool-args-match args-differ']
  const friendly = { tone: 'friendly', citations: ['doc_1', 'doc_2'] }
  const compose = `'trajectory:tool-args-match': { pattern: 'compose_*', mode: exact, arguments: { tone: friendly, citations: [doc_1, doc_2] } }`
  testAliases([
    [
      'partial',
      `'trajectory:tool-args-match': { name: orders, args: { a: { b: 1 } } }`,
      orders({ a: { b: 1, c: 2 } }),
      'pass',
    ],
    [
      'another value',
      `'trajectory:tool-args-match': { name: orders, args: { id: '123' } }`,
      orders({ id: 123 }),
      'fail',
      differ,
    ],
    [
      'one call of several is enough',
      `'trajectory:tool-args-match': { name: orders, args: { id: 2 } }`,
      [...orders({ id: 1 }), ...orders({ id: 2 })],
      'pass',
    ],
    ['exact', compose, [{ tool: 'compose_reply', args: friendly }], 'pass'],
    ['exact, with one more', compose, [{ tool: 'compose_reply', args: { ...friendly, cc: 'all' } }], 'fail', differ],
    ['defaults: none of them', defaults, orders({ status: 'Q' }), 'pass'],
    ['defaults: one', defaults, orders({ status: 'Q', page: 1 }), 'pass'],
    ['defaults: both', defaults, orders({ status: 'Q', page: 1, page_size: 5 }), 'pass'],
    ['defaults: another page', defaults, orders({ status: 'Q', page: 2 }), 'fail', differ],
    ['defaults: something else', defaults, orders({ status: 'Q', delete_database: true }), 'fail', differ],
    ['ignore: not there', ignore, orders({ status: 'Q' }), 'pass'],
    ['ignore: there', ignore, orders({ status: 'Q', request_id: 'a1b2' }), 'pass'],
    ['ignore: with another value', ignore, orders({ status: 'Q', request_id: '99zz' }), 'pass'],
    ['ignore: something else', ignore, orders({ status: 'Q', delete_database: true }), 'fail', differ],
    ['both: neither there', both, orders({ status: 'Q' }), 'pass'],
    ['both: defaults there', both, orders({ status: 'Q', page: 1, page_size: 5 }), 'pass'],
    ['both: the ignored there', both, orders({ status: 'Q', cursor: 'abc123' }), 'pass'],
    ['both: another page', both, orders({ status: 'Q', page: 2 }), 'fail', differ],
    ['both: something else', both, orders({ status: 'Q', delete_database: true }), 'fail', differ],
    [
      'ignored by a pattern, on top only',
      `'trajectory:tool-args-match': { name: orders, args: { a: { x_id: 1 }, y_id: 2 }, ignore: '*_id' }`,
      orders({ a: { x_id: 2 }, y_id: 3 }),
      'fail',
      differ,
    ],
    [
      'a key with a dot is a key',
      `'trajectory:tool-args-match': { name: orders, mode: exact, args: { a: 1 }, ignore: meta.id }`,
      orders({ a: 1, 'meta.id': 7 }),
      'pass',
    ],
    [
      'keys named as operators are keys',
      `'trajectory:tool-args-match': { name: orders, args: { price: { min: 1, max: 5 } } }`,
      orders({ price: 3 }),
      'fail',
      differ,
    ],
    [
      'arguments that nobody recorded prove nothing',
      `'trajectory:tool-args-match': { name: orders, args: { id: 1 } }`,
      [{ tool: 'orders' }],
      'inconclusive',
      ['tool-args-match content-unknown'],
    ],
    [
      'forbidden arguments',
      `'not-trajectory:tool-args-match': { name: orders, args: { id: 1 } }`,
      orders({ id: 1 }),
      'fail',
      ['tool-args-match negated'],
    ],
    [
      'forbidden arguments not given',
      `'not-trajectory:tool-args-match': { name: orders, args: { id: 1 } }`,
      orders({ id: 2 }),
      'pass',
    ],
    [
      'forbidden arguments that nobody recorded',
      `'not-trajectory:tool-args-match': { name: orders, args: { id: 1 } }`,
      [{ tool: 'orders' }],
      'inconclusive',
      ['tool-args-match content-unknown'],
    ],
    [
      'of a tool that nobody calls nothing is shown',
      `'not-trajectory:tool-args-match': { name: orders, args: { id: 1 } }`,
      calls('pay'),
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
  ])
})

describe('trajectory:tool-sequence', () => {
  const inOrder = `'trajectory:tool-sequence': { steps: [search_orders, compose_reply] }`
  const exact = `'trajectory:tool-sequence': { mode: exact, steps: [search_orders, { pattern: 'compose_*' }] }`
  const run = calls('search_orders', 'search_inventory', 'compose_reply')
  testAliases([
    ['in order, with one between', inOrder, run, 'pass'],
    ['as a list', `'trajectory:tool-sequence': [search_orders, compose_reply]`, run, 'pass'],
    ['out of order', inOrder, calls('compose_reply', 'search_orders'), 'fail', ['tool-sequence out-of-order']],
    ['one missing', inOrder, calls('search_orders'), 'fail', ['tool-sequence item-missing']],
    ['exact', exact, calls('search_orders', 'compose_reply'), 'pass'],
    ['exact, with one between', exact, run, 'fail', ['tool-sequence extra-call']],
    [
      'a forbidden one',
      `'not-trajectory:tool-sequence': [search_orders, compose_reply]`,
      run,
      'fail',
      ['tool-sequence negated'],
    ],
    [
      'a forbidden one that does not occur',
      `'not-trajectory:tool-sequence': [compose_reply, search_orders]`,
      run,
      'pass',
    ],
  ])
})

describe('trajectory:step-count', () => {
  const reasoning: StepSketch[] = [{ model: 'm', spanName: 'reasoning 1' }]
  testAliases([
    ['commands are tools', `'trajectory:step-count': { type: command, max: 3 }`, calls('a', 'b', 'c'), 'pass'],
    [
      'too many',
      `'trajectory:step-count': { type: command, max: 2 }`,
      calls('a', 'b', 'c'),
      'fail',
      ['step-count too-many'],
    ],
    ['by the name of a span', `'trajectory:step-count': { pattern: 'Reasoning*', min: 1 }`, reasoning, 'pass'],
    [
      'no span of it',
      `'trajectory:step-count': { pattern: 'reasoning*', min: 1 }`,
      calls('a'),
      'fail',
      ['span-query too-few'],
    ],
    ['reasoning is of models', `'trajectory:step-count': { type: [reasoning, message], min: 1 }`, reasoning, 'pass'],
    ['search is retrieval', `'trajectory:step-count': { type: search, min: 1 }`, [{ retrieval: 'docs' }], 'pass'],
    [
      'tools of a name',
      `'trajectory:step-count': { type: tool, pattern: 'A*', max: 1 }`,
      calls('a', 'b', 'ab'),
      'fail',
      ['tool-used too-many'],
    ],
    [
      'no tool of a name',
      `'trajectory:step-count': { type: tool, pattern: 'x*', max: 1 }`,
      calls('a'),
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
  ])
})

// 500 ms, 400 ms and three times 100 ms: the trace of promptfoo's own tests.
const trace: StepSketch[] = [
  { model: 'm', spanName: 'llm.completion', at: [1000, 1500] },
  { model: 'm', spanName: 'llm.chat', at: [1600, 2000] },
  { tool: 'query', spanName: 'database.query', at: [2100, 2200] },
  { tool: 'search', spanName: 'retrieval.search', at: [2300, 2400] },
  { tool: 'call', spanName: 'api.external_call', at: [2500, 2600] },
]
const failing: StepSketch[] = [...trace, { tool: 'other', spanName: 'api.other', at: [2700, 2800], status: 'error' }]

describe('trace-span-count, trace-span-duration, trace-error-spans', () => {
  const rows: AliasRow[] = [
    ['at most', `trace-span-count: { pattern: '*llm*', max: 3 }`, trace, 'pass'],
    ['more', `trace-span-count: { pattern: '*LLM*', max: 1 }`, trace, 'fail', ['span-query too-many']],
    ['at least', `trace-span-count: { pattern: 'api.*', min: 1 }`, trace, 'pass'],
    ['fewer', `trace-span-count: { pattern: '*.error', min: 1 }`, trace, 'fail', ['span-query too-few']],
    ['a range', `trace-span-count: { pattern: '*retriev*', min: 2, max: 4 }`, trace, 'fail', ['span-query too-few']],
    [
      'a forbidden range',
      `not-trace-span-count: { pattern: '*llm*', min: 2, max: 2 }`,
      trace,
      'fail',
      ['span-query negated'],
    ],
    ['all in time', `trace-span-duration: { max: 3000 }`, trace, 'pass'],
    ['in time, of a name', `trace-span-duration: { pattern: '*database.query*', max: 100 }`, trace, 'pass'],
    [
      'too long',
      `trace-span-duration: { pattern: '*llm*', max: 450, percentile: 100 }`,
      trace,
      'fail',
      ['span-query duration'],
    ],
    [
      'no span of the name proves nothing',
      `trace-span-duration: { pattern: 'nothing*', max: 1 }`,
      trace,
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
    [
      'nor its opposite',
      `not-trace-span-duration: { pattern: 'nothing*', max: 1 }`,
      trace,
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
    ['no errors', 'trace-error-spans: 0', trace, 'pass'],
    ['an error', 'trace-error-spans: 0', failing, 'fail', ['span-query too-many']],
    ['few enough', 'trace-error-spans: { max_count: 2 }', failing, 'pass'],
    ['no share of them', 'trace-error-spans: { max_percentage: 0 }', failing, 'fail', ['span-query too-many']],
    [
      'none of a name',
      `trace-error-spans: { pattern: '*API*', max_count: 0 }`,
      failing,
      'fail',
      ['span-query too-many'],
    ],
    ['none of another name', `trace-error-spans: { pattern: '*llm*', max_count: 0 }`, failing, 'pass'],
  ]
  testAliases(rows)
})

describe('cost, latency, skill-used', () => {
  const costing: StepSketch[] = [
    { model: 'm', attributes: { 'openinference.span.kind': 'LLM', 'llm.cost.total': 0.03 } },
  ]
  const skill = (name: string, rest: Partial<StepSketch> = {}): StepSketch => ({
    tool: 'Skill',
    args: { skill: name },
    ...rest,
  })
  testAliases([
    ['cheap enough', 'cost: 0.03', costing, 'pass'],
    ['too expensive', 'cost: 0.02', costing, 'fail', ['budget exceeded']],
    ['not so cheap', 'not-cost: 0.03', costing, 'fail', ['budget negated']],
    ['fast enough', 'latency: 3000', trace, 'pass'],
    ['too slow', 'latency: 1500.5', trace, 'fail', ['budget exceeded']],
    ['a skill', 'skill-used: code-review', [skill('code-review')], 'pass'],
    ['another skill', 'skill-used: code-review', [skill('Code-Review')], 'fail', ['tool-used too-few']],
    ['a skill by pattern', `skill-used: { pattern: 'project-*:*', min: 1 }`, [skill('Project-a:b')], 'pass'],
    [
      'a failed one is none',
      'skill-used: code-review',
      [skill('code-review', { error: 'x' })],
      'fail',
      ['tool-used too-few'],
    ],
    ['several', 'skill-used: [a, b]', [skill('a')], 'fail', ['tool-args-match call-missing']],
    ['several, all there', 'skill-used: [a, b]', [skill('b'), skill('a')], 'pass'],
    ['at most none', 'skill-used: { name: a, max: 0 }', [skill('a')], 'fail', ['tool-used too-many']],
    ['a forbidden one', 'not-skill-used: forbidden-skill', [skill('forbidden-skill')], 'fail', ['tool-not-used used']],
    ['a forbidden one that nobody used', 'not-skill-used: forbidden-skill', [skill('a')], 'pass'],
  ])
})

describe('trajectory:goal-success', () => {
  const item = `{ goal: done, judge: ./judge.js }`
  test.each<[string, boolean, string[]]>([
    ['trajectory:goal-success', true, []],
    ['trajectory:goal-success', false, ['goal-success goal-missed']],
    ['not-trajectory:goal-success', true, ['goal-success negated']],
    ['not-trajectory:goal-success', false, []],
  ])('%s, judged %s', async (name, pass, reasons) => {
    const judges = { './judge.js': () => ({ pass }) }
    expect(reasonsOf(await checkRun(`'${name}': ${item}`, calls('a'), { judges })).reasons).toEqual(reasons)
  })
})

describe('{ type, value }', () => {
  testAliases([
    ['a value', '{ type: trajectory:tool-used, value: pay }', calls('buy'), 'fail', ['tool-used too-few']],
    ['a threshold', '{ type: latency, threshold: 1500 }', trace, 'fail', ['budget exceeded']],
    ['the opposite', '{ type: not-trajectory:tool-used, value: [pay] }', calls('pay'), 'fail', ['tool-not-used used']],
  ])

  test('clauses are found by the name of the type, and in the file by their place', async () => {
    const { findings } = await checkRun(
      `trajectories:
  run:
    expect:
      - { type: trajectory:tool-used, value: pay }
      - type: trajectory:tool-used
        value: buy
      - 'trajectory:tool-sequence': [pay, buy]
`,
      calls('sell'),
    )
    expect(findings.map(({ contract }) => [contract?.line, contract?.column, contract?.path])).toEqual([
      [8, 9, 'trajectories.run.expect.trajectory:tool-sequence'],
      [5, 11, expect.stringMatching(/^trajectories\.run\.expect\.trajectory:tool-used\.[\da-f]{8}$/)],
      [6, 9, expect.stringMatching(/^trajectories\.run\.expect\.trajectory:tool-used\.[\da-f]{8}$/)],
    ])
  })
})

test.each([
  [`'trajectory:tool-used': 123`, '`trajectory:tool-used` is a number in YAML, expects text'],
  [`'trajectory:tool-used': []`, 'the list is empty'],
  [`'trajectory:tool-used': { min: 1 }`, 'needs one of `name` and `pattern`'],
  [`'trajectory:tool-used': { name: a, pattern: b }`, 'needs one of `name` and `pattern`'],
  [`'trajectory:tool-used': { name: a, min: 3, max: 2 }`, 'has `min` above `max`'],
  [`'trajectory:tool-used': { name: a, min: 0 }`, 'which any run satisfies'],
  [`'trajectory:tool-used': '{{ tool }}'`, 'is a template'],
  [`'not-trajectory:tool-used': { name: a, min: 2 }`, 'unknown key `min`'],
  [`'trajectory:tool-args-match': { name: a }`, 'needs one of `args` and `arguments`'],
  [`'trajectory:tool-args-match': { name: a, args: { id: '{{ id }}' } }`, 'holds a template'],
  [`'trajectory:tool-sequence': { steps: [] }`, 'the list is empty'],
  [`'trajectory:step-count': { type: command }`, 'has neither `min` nor `max`'],
  [`'trajectory:step-count': { type: command, pattern: 'rm *', max: 0 }`, 'is neither `tool` nor `span`'],
  [`trace-span-duration: { max: 10, percentile: 95 }`, 'is not 100'],
  [`trace-error-spans: { max_percentage: 5 }`, 'write `max_count`'],
  [`'trajectory:goal-success': done`, 'expects a map'],
  [`{ type: trajectory:tool-usde, value: a }`, 'did you mean `trajectory:tool-used`?'],
  [`{ type: trajectory:tool-used }`, '`trajectory:tool-used` stands without a `value`'],
  [`{ type: trajectory:tool-used, value: { min: 1 } }`, 'needs one of `name` and `pattern`'],
  [`{ type: latency, value: 5 }`, '`value` is nothing that `latency` takes: write `threshold`'],
  [`{ type: latency, threshold: -5 }`, '`threshold` `-5` is below 0'],
  [`{ value: a, tool-used: b }`, '`value` stands beside no `type`'],
  [`{ type: latency, threshold: 5, tool-used: b }`, 'names no assertion, or more than one'],
])('refuses %s', async (item, message) => {
  const problems = await contractOf(`trajectories:\n  run:\n    expect:\n      - ${item}\n`).then(
    () => [],
    (error: ContractErrors) => error.problems.map((problem) => problem.message),
  )
  expect(problems).toEqual([expect.stringContaining(message)])
})
