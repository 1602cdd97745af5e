import { describe, expect, test } from 'vitest'

import { calls, testAliases } from '../../support/alias-table.ts'
import { contractOf } from '../../support/check-spans.ts'
import type { StepSketch } from '../../support/step-sketch.ts'

describe('TrajectoryMatch', () => {
  const item = (order: string, min: string): string =>
    `TrajectoryMatch: { expected_trajectory: [a, b, c], order: ${order}${min === '' ? '' : `, min: ${min}`} }`
  // LCS [a, b]: precision 2/3, recall 2/3, F1 2/3, as the documentation computes.
  const run = calls('a', 'x', 'b')
  const low = ['trajectory-match score-low']
  testAliases([
    ['exact', item('exact', ''), calls('a', 'b', 'c'), 'pass'],
    ['exact, one missing', item('exact', ''), calls('a', 'b'), 'fail', ['trajectory-match call-missing']],
    ['in order, F1 of 2/3', item('in_order', '0.66'), run, 'pass'],
    ['in order, below', item('in_order', '0.67'), run, 'fail', low],
    // LCS of b a c and a b c is 2, the multisets are equal.
    ['in order, swapped', item('in_order', '0.7'), calls('b', 'a', 'c'), 'fail', low],
    ['in any order, swapped', item('any_order', '1'), calls('b', 'a', 'c'), 'pass'],
    // Overlap 2 of 4 and of 3: 2 · 2 / 7.
    ['in any order, others beside', item('any_order', '0.571'), calls('c', 'x', 'y', 'a'), 'pass'],
    ['in any order, below', item('any_order', '0.572'), calls('c', 'x', 'y', 'a'), 'fail', low],
    [
      'empty and nothing called',
      'TrajectoryMatch: { expected_trajectory: [], order: exact }',
      [{ model: 'm' }],
      'pass',
    ],
    [
      'empty and something called',
      'TrajectoryMatch: { expected_trajectory: [], min: 0.1 }',
      calls('a'),
      'fail',
      ['trajectory-match extra-call'],
    ],
    [
      'calls of a sub-agent',
      'TrajectoryMatch: { expected_trajectory: [a, b], order: exact }',
      [...calls('a'), { agent: 'sub', steps: calls('b') }],
      'pass',
    ],
  ])
})

describe('ToolCorrectness', () => {
  const strict = 'ToolCorrectness: { expected_tools: [search, rerank, generate] }'
  const free = 'ToolCorrectness: { expected_tools: [search, search], allow_extra: true }'
  testAliases([
    ['in any order', strict, calls('generate', 'search', 'rerank'), 'pass'],
    ['one missing', strict, calls('search', 'rerank'), 'fail', ['trajectory-match call-missing']],
    ['one more', strict, calls('search', 'rerank', 'generate', 'x'), 'fail', ['trajectory-match extra-call']],
    ['as often as listed', free, calls('search', 'x', 'search'), 'pass'],
    ['not as often', free, calls('search', 'x'), 'fail', ['trajectory-match call-missing']],
  ])
})

describe('ArgumentCorrectness', () => {
  const item = (rest: string): string =>
    `ArgumentCorrectness: { tool_name: refund, expected_arguments: { order_id: '12345' }${rest} }`
  const refund = (...all: object[]): StepSketch[] => all.map((args) => ({ tool: 'refund', args }))
  const right = { order_id: '12345' }
  const differ = ['tool-args-match args-differ']
  testAliases([
    ['subset: what it has at least', item(''), refund({ ...right, amount: 5 }), 'pass'],
    ['subset: less', item(''), refund({ amount: 5 }), 'fail', differ],
    [
      'subset: only on top',
      `ArgumentCorrectness: { tool_name: refund, expected_arguments: { a: { b: 1 } } }`,
      refund({ a: { b: 1, c: 2 } }),
      'fail',
      differ,
    ],
    ['exact', item(', match_mode: exact'), refund(right), 'pass'],
    ['exact: more', item(', match_mode: exact'), refund({ ...right, amount: 5 }), 'fail', differ],
    ['the first is looked at', item(''), refund({ order_id: '1' }, right), 'fail', differ],
    ['the last', item(', occurrence: last'), refund({ order_id: '1' }, right), 'pass'],
    ['a number counts from 0', item(', occurrence: 1'), refund({ order_id: '1' }, right), 'pass'],
    ['the first by number', item(', occurrence: 0'), refund({ order_id: '1' }, right), 'fail', differ],
    [
      'keys named as operators',
      'ArgumentCorrectness: { tool_name: refund, expected_arguments: { min: 1 } }',
      refund({ min: 2 }),
      'fail',
      differ,
    ],
    [
      'a call that there is not proves nothing',
      item(', occurrence: 2'),
      refund(right),
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
  ])
})

describe('MaxToolCalls, MaxModelRequests', () => {
  const tools: StepSketch[] = [
    { tool: 'a', args: { n: 1 } },
    { tool: 'b', args: { n: 2 }, error: 'x' },
    { agent: 'sub', steps: calls('c') },
  ]
  testAliases([
    ['few enough', 'MaxToolCalls: 3', tools, 'pass'],
    ['too many', 'MaxToolCalls: { max_calls: 2 }', tools, 'fail', ['budget exceeded']],
    ['failed ones left out', 'MaxToolCalls: { max_calls: 2, include_failed: false }', tools, 'pass'],
    ['requests', 'MaxModelRequests: 1', [{ model: 'm' }], 'pass'],
    ['too many requests', 'MaxModelRequests: { max_requests: 0 }', [{ model: 'm' }], 'fail', ['budget exceeded']],
  ])
})

describe('HasMatchingSpan', () => {
  const item = (query: string): string => `HasMatchingSpan: { query: ${query} }`
  // support (5.1 s) > answer (5 s) > [search_tool (1 s) > api_call (500 ms), llm_call_7 (2 s)]
  const run: StepSketch[] = [
    {
      agent: 'answer',
      spanName: 'answer',
      at: [0, 5000],
      steps: [
        {
          tool: 'search',
          spanName: 'search_tool',
          at: [100, 1100],
          attributes: { operation: 'search', user_id: 7, error: false },
          steps: [{ tool: 'api', spanName: 'api_call', at: [200, 700] }],
        },
        { model: 'm', spanName: 'llm_call_7', at: [1200, 3200] },
      ],
    },
  ]
  const no = ['span-query too-few']
  const yes: readonly string[] = [
    `{ name_equals: search_tool }`,
    `{ name_contains: tool }`,
    String.raw`{ name_matches_regex: 'llm_call_\d+' }`,
    `{ has_attributes: { operation: search } }`,
    `{ has_attribute_keys: [user_id, operation] }`,
    `{ min_duration: 5.0 }`,
    `{ name_contains: api, max_duration: 0.5 }`,
    `{ min_duration: 0.5, max_duration: 2.0, name_contains: llm }`,
    `{ name_contains: 'a', not_: { name_contains: '_' } }`,
    `{ and_: [{ name_contains: tool }, { max_duration: 1.0 }] }`,
    `{ or_: [{ name_equals: query }, { name_equals: answer }] }`,
    `{ name_equals: answer, min_child_count: 2, max_child_count: 2 }`,
    `{ name_equals: api_call, max_child_count: 0 }`,
    `{ some_child_has: { name_contains: api } }`,
    `{ all_children_have: { max_duration: 0.5 } }`,
    `{ name_equals: answer, no_child_has: { has_attributes: { error: true } } }`,
    `{ min_descendant_count: 4 }`,
    `{ name_equals: answer, max_descendant_count: 3, some_descendant_has: { name_equals: search_tool }, stop_recursing_when: { name_equals: search_tool } }`,
    `{ name_equals: api_call, min_depth: 3, max_depth: 3 }`,
    `{ name_contains: search, some_ancestor_has: { name_contains: answer } }`,
    `{ name_equals: search_tool, all_ancestors_have: { min_duration: 1 } }`,
    `{ name_equals: api_call, no_ancestor_has: { name_equals: nobody } }`,
  ]
  const none: readonly string[] = [
    `{ name_equals: 'search*' }`,
    `{ name_contains: 't.o' }`,
    `{ name_matches_regex: 'call_7' }`,
    `{ has_attributes: { operation: Search } }`,
    `{ has_attribute_keys: [user_id, request_id] }`,
    `{ name_equals: api_call, max_duration: 0.4 }`,
    `{ name_equals: answer, max_child_count: 0 }`,
    `{ name_equals: answer, some_descendant_has: { name_equals: api_call }, stop_recursing_when: { name_equals: search_tool } }`,
    `{ name_equals: answer, max_descendant_count: 2 }`,
    `{ name_equals: api_call, max_depth: 2 }`,
    `{ name_equals: api_call, some_ancestor_has: { name_equals: nobody } }`,
    `{ name_equals: api_call, no_ancestor_has: { name_equals: answer } }`,
  ]
  testAliases([
    ...yes.map((query) => [`finds ${query}`, item(query), run, 'pass'] as const),
    ...none.map((query) => [`does not find ${query}`, item(query), run, 'fail', no] as const),
    // Where theirs would match all: a value that is null, and all children of a leaf.
    ['null is a value', item('{ name_equals: api_call, has_attributes: { k: null } }'), run, 'fail', no],
    [
      'a leaf has no children',
      item('{ name_equals: api_call, all_children_have: { min_duration: 0 } }'),
      run,
      'fail',
      no,
    ],
  ])
})

test.each([
  ['TrajectoryMatch: { expected_trajectory: [a] }', 'add `min`'],
  ['TrajectoryMatch: { expected_trajectory: [a], order: exact, min: 1 }', 'has `min` beside `order: exact`'],
  ['ToolCorrectness: { expected_tools: [], allow_extra: true }', 'which any run satisfies'],
  ['HasMatchingSpan: { query: {} }', 'asks for nothing'],
  ['HasMatchingSpan: { query: { or_: [] } }', 'the list is empty'],
  ['HasMatchingSpan: { query: { or_: [{ name_equals: a }], name_equals: b } }', 'has keys beside `or_`'],
  ["HasMatchingSpan: { query: { name_matches_regex: '(?=a)' } }", 'is no RE2 pattern'],
  ['HasMatchingSpan: { query: { name_eqals: a } }', 'did you mean `name_equals`?'],
])('refuses %s', async (text, message) => {
  await expect(contractOf(`trajectories:\n  run:\n    expect:\n      - ${text}\n`)).rejects.toThrow(message)
})
