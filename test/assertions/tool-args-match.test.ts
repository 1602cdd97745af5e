import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const f = (args: unknown, rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'f', args, ...rest })
const unknown: StepSketch = { tool: 'f' }

type Row = readonly [name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]

const differ = ['tool-args-match args-differ']
const missing = ['tool-args-match call-missing']
const open = ['tool-args-match content-unknown']

describe('one expected value', () => {
  test.each<Row>([
    ['the same', 'tool-args-match: { tool: f, args: { a: 1 } }', [f({ a: 1 })], 'pass', []],
    ['more keys are fine', 'tool-args-match: { tool: f, args: { a: 1 } }', [f({ a: 1, b: 2 })], 'pass', []],
    [
      'not where exact',
      'tool-args-match: { tool: f, args: { a: 1 }, mode: exact }',
      [f({ a: 1, b: 2 })],
      'fail',
      differ,
    ],
    ['fewer keys', 'tool-args-match: { tool: f, args: { a: 1, b: 2 } }', [f({ a: 1 })], 'fail', differ],
    ['fine in a subset', 'tool-args-match: { tool: f, args: { a: 1, b: 2 }, mode: subset }', [f({ a: 1 })], 'pass', []],
    [
      'which has no others',
      'tool-args-match: { tool: f, args: { a: 1 }, mode: subset }',
      [f({ b: 1 })],
      'fail',
      differ,
    ],
    ['anything', 'tool-args-match: { tool: f, args: { a: 1 }, mode: ignore }', [unknown], 'pass', []],
    ['operators', 'tool-args-match: { tool: f, args: { a: { max: 500 } } }', [f({ a: 501 })], 'fail', differ],
    ['no coercion', 'tool-args-match: { tool: f, args: { a: 1 } }', [f({ a: '1' })], 'fail', differ],
    ['every call', 'tool-args-match: { tool: f, args: { a: 1 } }', [f({ a: 1 }), f({ a: 2 })], 'fail', differ],
    ['a failed one too', 'tool-args-match: { tool: f, args: { a: 1 } }', [f({ a: 2 }, { error: 'x' })], 'fail', differ],
    [
      'unless its status is left out',
      'tool-args-match: { tool: f, args: { a: 1 }, status: unset }',
      [f({ a: 2 }, { error: 'x' }), f({ a: 1 })],
      'pass',
      [],
    ],
    ['not captured', 'tool-args-match: { tool: f, args: { a: 1 } }', [unknown], 'inconclusive', open],
    ['one witness beside it', 'tool-args-match: { tool: f, args: { a: 1 } }', [unknown, f({ a: 2 })], 'fail', differ],
    ['redacted', 'tool-args-match: { tool: f, args: { a: 1 } }', [f('[redacted]')], 'inconclusive', open],
    ['cut', 'tool-args-match: { tool: f, args: { a: 1 } }', [f('{"a": "x...')], 'inconclusive', open],
    [
      'no JSON',
      'tool-args-match: { tool: f, args: { a: 1 } }',
      [f('{"a": nope}')],
      'fail',
      ['tool-args-match args-invalid-json'],
    ],
    ['no arguments', 'tool-args-match: { tool: f, args: { a: 1 } }', [f({})], 'fail', ['tool-args-match args-absent']],
    [
      'a name seen nowhere',
      'tool-args-match: { tool: ff, args: { a: 1 } }',
      [f({ a: 1 })],
      'inconclusive',
      ['tool-args-match name-never-seen'],
    ],
    [
      'nothing to judge',
      "tool-args-match: { tool: 'g*', args: { a: 1 } }",
      [f({ a: 1 })],
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
    [
      'the last try',
      'tool-args-match: { tool: f, args: { a: 2 } }',
      [f({ a: 1 }, { id: 'c', error: 'x' }), f({ a: 2 }, { id: 'c' })],
      'pass',
      [],
    ],
    [
      'every try',
      'tool-args-match: { tool: f, args: { a: 2 }, retries: every }',
      [f({ a: 1 }, { id: 'c', error: 'x' }), f({ a: 2 }, { id: 'c' })],
      'fail',
      differ,
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })
})

describe('occurrence', () => {
  const item = (occurrence: string | number): string =>
    `tool-args-match: { tool: f, args: { a: 1 }, occurrence: ${occurrence} }`
  const twoAtOnce = [f({ a: 1 }, { at: [0, 10] }), f({ a: 2 }, { at: [5, 15] }), f({ a: 3 }, { at: [20, 30] })]
  test.each<Row>([
    ['any', item('any'), [f({ a: 2 }), f({ a: 1 })], 'pass', []],
    ['any, none has it', item('any'), [f({ a: 2 }), f({ a: 3 })], 'fail', differ],
    ['any, one may have it', item('any'), [f({ a: 2 }), unknown], 'inconclusive', open],
    ['any, a failed call has none', item('any'), [f({ a: 1 }, { error: 'x' })], 'fail', missing],
    ['first', item('first'), [f({ a: 1 }), f({ a: 2 })], 'pass', []],
    ['first, not the second', item('first'), [f({ a: 2 }), f({ a: 1 })], 'fail', differ],
    ['last', item('last'), [f({ a: 2 }), f({ a: 1 })], 'pass', []],
    ['last, not the first', item('last'), [f({ a: 1 }), f({ a: 2 })], 'fail', differ],
    ['the second', item(2), [f({ a: 2 }), f({ a: 1 }), f({ a: 3 })], 'pass', []],
    ['not the second', item(2), [f({ a: 1 }), f({ a: 2 }), f({ a: 1 })], 'fail', differ],
    ['no fourth', item(4), [f({ a: 1 })], 'inconclusive', ['clause-unexercised not-activated']],
    ['of concurrent first ones, all', item('first'), twoAtOnce, 'fail', differ],
    ['of concurrent second ones too', item(2), twoAtOnce, 'fail', differ],
    [
      'the third is one',
      item(3),
      twoAtOnce.map((one) => ({ ...one, args: { a: one.at![0] === 20 ? 1 : 2 } })),
      'pass',
      [],
    ],
    ['the first is unknown', item('first'), [unknown, f({ a: 1 })], 'inconclusive', open],
    ['what is after the first does not matter', item('first'), [f({ a: 1 }), unknown], 'pass', []],
  ])('%s', async (_name, text, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(text, steps))).toEqual({ verdict, reasons })
  })

  test('a search that looks at too many pairs of calls is given up', async () => {
    const capped = 'tool-args-match: { tool: f, args: { a: 1 }, occurrence: 2, stateCap: 1 }'
    const report = await checkRun(capped, [f({ a: 1 }), f({ a: 2 }), f({ a: 1 })])
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['tool-args-match state-cap'] })
  })

  test('where spans may be lost, which is the first or the last is open', async () => {
    const damage = ['line 3 is unreadable']
    for (const which of ['first', 'last', 1]) {
      const report = await checkRun(item(which), [f({ a: 2 })], { damage })
      expect(reasonsOf(report).reasons).toEqual(['tool-args-match evidence-incomplete'])
    }
    expect(reasonsOf(await checkRun(item('all'), [f({ a: 2 })], { damage })).reasons).toEqual(differ)
    expect(reasonsOf(await checkRun(item('all'), [f({ a: 1 })], { damage })).reasons).toEqual([
      'tool-args-match evidence-incomplete',
    ])
    expect(reasonsOf(await checkRun(item('any'), [f({ a: 1 })], { damage })).reasons).toEqual([])
  })
})

describe('several expected calls', () => {
  const pages = 'tool-args-match: { tool: f, calls: [{ q: 1 }, { q: 1, page: 2 }] }'
  test.each<Row>([
    ['no call is taken by the wrong one', pages, [f({ q: 1, page: 2 }), f({ q: 1, page: 9 })], 'pass', []],
    ['in either order', pages, [f({ q: 1, page: 9 }), f({ q: 1, page: 2 })], 'pass', []],
    [
      'one call is not two',
      'tool-args-match: { tool: f, calls: [{ q: 1 }, { q: 1 }] }',
      [f({ q: 1 })],
      'fail',
      missing,
    ],
    ['others are fine', 'tool-args-match: { tool: f, calls: [{ q: 1 }] }', [f({ q: 1 }), f({ q: 2 })], 'pass', []],
    [
      'unless forbidden',
      'tool-args-match: { tool: f, calls: [{ q: 1 }], extras: forbid }',
      [f({ q: 1 }), f({ q: 2 })],
      'fail',
      ['tool-args-match extra-call'],
    ],
    ['just these', 'tool-args-match: { tool: f, calls: [{ q: 1 }], extras: forbid }', [f({ q: 1 })], 'pass', []],
    [
      'a failed call is none',
      'tool-args-match: { tool: f, calls: [{ q: 1 }] }',
      [f({ q: 1 }, { error: 'x' })],
      'fail',
      missing,
    ],
    ['one may be it', 'tool-args-match: { tool: f, calls: [{ q: 1 }] }', [unknown], 'inconclusive', open],
    ['but not two', 'tool-args-match: { tool: f, calls: [{ q: 1 }, { q: 2 }] }', [unknown], 'fail', missing],
    [
      'unknown ones are not needed',
      'tool-args-match: { tool: f, calls: [{ q: 1 }] }',
      [unknown, f({ q: 1 })],
      'pass',
      [],
    ],
  ])('%s', async (_name, text, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(text, steps))).toEqual({ verdict, reasons })
  })

  test('names the pairs, the call that is missing, and the nearest one left', async () => {
    const item = 'tool-args-match: { tool: f, calls: [{ q: 1 }, { q: 2, page: 1 }] }'
    const { findings } = await checkRun(item, [f({ q: 7 }), f({ q: 1 }), f({ q: 2, page: 3 })], {
      settings: { showValues: true },
    })
    expect(findings).toHaveLength(1)
    expect(findings[0]!.message).toBe(
      'run has no call of tool `f` that is as expected, expected call 2 of 2: `{"page":1,"q":2}`',
    )
    const { matching, unmatched, nearest, expected, observed } = findings[0]!.data
    expect(matching).toEqual([{ call: 1, step: expect.any(String) }])
    expect({ unmatched, nearest, expected, observed }).toEqual({
      unmatched: [2],
      nearest: { step: 'f', diff: [{ path: '$.page', expected: '`1`', actual: '3' }] },
      expected: ['`{"q":1}`', '`{"page":1,"q":2}`'],
      observed: ['f', 'f', 'f'],
    })
  })
})

describe('what is compared', () => {
  test.each<Row>([
    [
      'ignored keys, at their path',
      'tool-args-match: { tool: f, args: { a: 1 }, mode: exact, ignore: [meta.at, "items[*].id"] }',
      [f({ a: 1, meta: { at: 5 } })],
      'fail',
      differ,
    ],
    [
      'at any depth',
      'tool-args-match: { tool: f, args: { a: 1, b: { c: [{ d: 2 }] } }, mode: exact, ignore: ["**.trace_*"] }',
      [f({ a: 1, trace_id: 'x', b: { c: [{ d: 2, trace_no: 3 }], trace_id: 'y' } })],
      'pass',
      [],
    ],
    [
      'expected ones are ignored too',
      'tool-args-match: { tool: f, args: { a: 1, at: 7 }, ignore: [at] }',
      [f({ a: 1, at: 8 })],
      'pass',
      [],
    ],
    [
      'a default that is left out',
      'tool-args-match: { tool: f, args: { a: 1, limit: 10 }, defaults: { limit: 10 } }',
      [f({ a: 1 })],
      'pass',
      [],
    ],
    [
      'a default that nothing is said of',
      'tool-args-match: { tool: f, args: { a: 1 }, mode: exact, defaults: { limit: 10 } }',
      [f({ a: 1, limit: 10 })],
      'pass',
      [],
    ],
    [
      'another value than the default',
      'tool-args-match: { tool: f, args: { a: 1 }, defaults: { limit: 10 } }',
      [f({ a: 1, limit: 11 })],
      'fail',
      differ,
    ],
  ])('%s', async (_name, text, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(text, steps))).toEqual({ verdict, reasons })
  })

  test('recorded values are redacted, in message and data', async () => {
    const { findings } = await checkRun('tool-args-match: { tool: f, args: { a: { max: 500 } } }', [
      f({ a: 'secret!' }),
    ])
    expect(JSON.stringify(findings)).not.toContain('secret!')
    expect(findings[0]!.message).toMatch(
      /^run calls tool `f` with `\$\.a` \[string, \d characters, #[0-9a-f]+\], expected at most 500$/,
    )
  })

  test('says where JSON breaks', async () => {
    const { findings } = await checkRun('tool-args-match: { tool: f, args: { a: 1 } }', [f('{"a": nope}')])
    expect(findings[0]!.data['problem']).toEqual({ message: "unexpected token 'o'", offset: 7 })
  })
})

test.each([
  ['tool-args-match: { tool: f }', 'has neither `args` nor `calls`'],
  ['tool-args-match: { tool: f, args: {}, calls: [{}] }', 'has `args` beside `calls`'],
  ['tool-args-match: { tool: f, calls: [] }', 'the list is empty'],
  [
    'tool-args-match: { tool: f, calls: [{}], occurrence: any }',
    'has `occurrence` beside `calls`, which wants all of them',
  ],
  ['tool-args-match: { tool: f, args: {}, extras: forbid }', 'has `extras` without `calls`'],
  ['tool-args-match: { tool: f, args: {}, occurrence: 0 }', 'is below 1'],
  [
    'tool-args-match: { tool: f, args: {}, ignore: ["a["] }',
    "`a[` has at character 2 neither `.name`, `['name']`, `[0]` nor `[*]`",
  ],
  ['tool-args-match: { tool: f, args: {}, ignore: ["a.**"] }', '`a.**` ends in `**`, which names no key'],
  ['tool-args-match: { tool: f, arg: {} }', 'unknown key `arg`'],
])('%s is a contract error', async (item, problem) => {
  await expect(checkRun(item, [])).rejects.toThrow(problem)
})
