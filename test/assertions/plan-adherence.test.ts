import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { checkSketches } from '../support/check-spans.ts'
import { checkRun, reasonsOf, spansOfRun, type RunSketch, type StepSketch } from '../support/step-sketch.ts'
import { span, spanId, traceId } from '../support/span.ts'

const plan = 'plan: [{ id: a, do: a }, { id: b, do: b }, { id: c, do: c }]'

function tools(words: string): StepSketch[] {
  return words
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (word.endsWith('!') ? { tool: word.slice(0, -1), args: {}, error: 'x' } : { tool: word, args: {} }))
}

interface Body {
  version?: number
  supersedes?: number
  reason?: string
  id?: string
  steps: readonly object[]
}

function emitted(
  { version = 1, id = 'p', ...rest }: Body,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const body = { schema: 1, id, version, ...rest }
  return { 'spanpact.plan.body': JSON.stringify(body), ...more }
}

/** Plan events of the root agent, each at its millisecond. */
function planned(
  bodies: readonly (readonly [number, Body])[],
  steps: StepSketch[],
  more: Partial<RunSketch> = {},
): RunSketch {
  const events = bodies.map(([at, body]) => ({ name: 'spanpact.plan.emitted', at, attributes: emitted(body) }))
  return { events, steps, ...more }
}

const stepsOf = (words: string): object[] => words.split(' ').map((id) => ({ id, do: id }))

async function dataOf(item: string, run: Parameters<typeof checkRun>[1]): Promise<Record<string, unknown>> {
  const { findings } = await checkRun(item, run)
  expect(findings).toHaveLength(1)
  return findings[0]!.data
}

describe('the numbers of a plan a, b, c', () => {
  test.each<[string, string, number, number, number, string]>([
    ['a c', plan, 1, 5, 0.8, 'b skipped'],
    ['a x b c', plan, 1, 7, 6 / 7, '- inserted'],
    ['b a c', plan, 2, 6, 2 / 3, 'a reordered'],
    ['a d c', 'plan: [{ id: a, do: a }, { id: b, do: b, or: [d] }, { id: c, do: c }]', 1.5, 6, 0.75, 'b substituted'],
    ['a d c', plan, 2, 6, 2 / 3, 'b skipped'],
    ['a b! c', plan, 2, 6, 2 / 3, 'b skipped'],
    [
      'a b x d e',
      'plan: [{ id: a, do: a }, { id: b, do: b }, { id: c, do: c, or: [x] }, { id: d, do: d }, { id: e, do: e }]',
      1.5,
      10,
      0.85,
      'c substituted',
    ],
  ])('%s', async (words, options, cost, worst, fitness, off) => {
    const data = await dataOf(`plan-adherence: { ${options} }`, tools(words))
    expect(data).toMatchObject({ source: 'contract', reason: 'fitness-low', cost, worst })
    expect(data['fitness']).toBeCloseTo(fitness, 12)
    const rows = (data['steps'] as { id: string | null; verdict: string }[]).map(
      ({ id, verdict }) => `${id ?? '-'} ${verdict}`,
    )
    expect(rows.filter((row) => !row.endsWith(' done') && (off === '- inserted' || !row.startsWith('-')))).toEqual([
      off,
    ])
  })

  test.each(['a b c', 'a a! b c'])('%s passes or not by its limit', async (words) => {
    const { verdict } = await checkRun(`plan-adherence: { ${plan}, min: ${words === 'a b c' ? 1 : 0.8} }`, tools(words))
    expect(verdict).toBe('pass')
  })

  test('with other arguments, and what differs', async () => {
    const item =
      'plan-adherence: { plan: [{ id: a, do: a }, { id: b, do: { tool: b, args: { x: 1 } } }, { id: c, do: c }] }'
    const data = await dataOf(item, [...tools('a'), { tool: 'b', args: { x: 2 } }, ...tools('c')])
    expect(data).toMatchObject({ cost: 0.5, worst: 6 })
    expect((data['steps'] as object[])[1]).toMatchObject({
      id: 'b',
      verdict: 'args-deviated',
      diff: [{ path: '$.x', expected: '`1`' }],
    })
  })
})

describe('verdicts', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['a plan in any order', 'plan: [{ anyOrder: [{ id: a, do: a }, { id: b, do: b }] }]', tools('b a'), 'pass', []],
    [
      'a plan step that may be left out',
      'plan: [{ id: a, do: a, optional: true }, { id: b, do: b }]',
      tools('b'),
      'pass',
      [],
    ],
    ['one of two branches', 'plan: [{ oneOf: [{ id: a, do: a }, { id: b, do: b }] }]', tools('b'), 'pass', []],
    ['free insertions', `${plan}, free: ['read_*']`, tools('a read_x b read_y c'), 'pass', []],
    ['cheap insertions', `${plan}, insert: { default: 0.1 }, min: 0.95`, tools('a x b c'), 'pass', []],
    [
      'a denied insertion',
      `${plan}, insert: { shell: denied }, min: 0`,
      tools('a shell b c'),
      'fail',
      ['denied-insertion'],
    ],
    ['a critical step left out', `${plan}, critical: [b], min: 0.8`, tools('a c'), 'fail', ['critical-missed']],
    ['a critical step out of order is done', `${plan}, critical: [a], min: 0.5`, tools('b a c'), 'pass', []],
    ['a critical step at the second try', `${plan}, critical: [b]`, tools('a b! b c'), 'pass', []],
    [
      'a substitute is not the critical step',
      'plan: [{ id: a, do: a, or: [d] }], critical: [a], min: 0.1',
      tools('d'),
      'fail',
      ['critical-missed'],
    ],
    [
      'unless it is accepted',
      'plan: [{ id: a, do: a, or: [d] }], critical: [a], criticalAccepts: [substituted], min: 0.1',
      tools('d'),
      'pass',
      [],
    ],
    ['a failed step that is allowed to', 'plan: [{ id: a, do: a, allowFailed: true }]', tools('a!'), 'pass', []],
    [
      'models and planning are silent',
      plan,
      [{ model: 'gpt-5' }, ...tools('a b'), { plan: 'p' }, ...tools('c')],
      'pass',
      [],
    ],
    ['nothing done', plan, [], 'fail', ['fitness-low']],
    ['no plan is no perfect one', 'min: 0', tools('a'), 'inconclusive', ['plan-missing']],
    ['a planning step without its plan', 'min: 0', [{ plan: 'p' }], 'inconclusive', ['plan-missing']],
    [
      'arguments that are not recorded',
      'plan: [{ id: a, do: { tool: a, args: { x: 1 } } }]',
      [{ tool: 'a' }],
      'inconclusive',
      ['content-unknown'],
    ],
    [
      'arguments that are not recorded, where that does not matter',
      'plan: [{ id: a, do: { tool: a, args: { x: 1 } } }], min: 0.75',
      [{ tool: 'a' }],
      'pass',
      [],
    ],
  ])('%s', async (_name, options, steps, verdict, reasons) => {
    const received = reasonsOf(await checkRun(`plan-adherence: { ${options} }`, { steps }))
    expect(received).toEqual({ verdict, reasons: reasons.map((reason) => `plan-adherence ${reason}`) })
  })

  test('a plan of which nothing was due and nothing done proves nothing', async () => {
    const { findings } = await checkRun('plan-adherence: { plan: [{ id: a, do: a, optional: true }] }', {
      steps: [{ model: 'm' }],
    })
    expect(findings.map(({ id, verdict }) => [id, verdict])).toEqual([['clause-unexercised', 'inconclusive']])
  })

  test("concurrent calls of one model output have no order, and a sub-agent's steps are its own", async () => {
    const steps: StepSketch[] = [
      { model: 'gpt-5', asks: ['1', '2'] },
      { tool: 'b', id: '2', args: {} },
      { tool: 'a', id: '1', args: {} },
      { agent: 'helper', steps: tools('x y') },
    ]
    const item = 'plan-adherence: { plan: [{ id: a, do: a }, { id: b, do: b }, { id: h, do: { agent: helper } }] }'
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict: 'pass', reasons: [] })
  })
})

describe('evidence that may lack steps', () => {
  const lost: StepSketch[] = [
    { model: 'gpt-5', asks: ['1', '2', '3'] },
    ...['1', '3'].map((id) => ({ tool: id === '1' ? 'a' : 'c', id, args: {} })),
  ]
  const damage = ['line 3 is unreadable']

  test.each<[string, string, StepSketch[], readonly string[], string, string[]]>([
    ['a missing step may have been lost', plan, lost, [], 'inconclusive', ['evidence-incomplete']],
    ['one lost call can cost no more than its insertion', `${plan}, min: 0.6`, lost, [], 'pass', []],
    [
      'unless it may be denied',
      `${plan}, min: 0.6, insert: { shell: denied }`,
      lost,
      [],
      'inconclusive',
      ['evidence-incomplete'],
    ],
    [
      'anything may have been lost',
      `${plan}, min: 0.6`,
      tools('a b c'),
      damage,
      'inconclusive',
      ['evidence-incomplete'],
    ],
    ['what is seen refutes', plan, tools('a x b c'), damage, 'fail', ['fitness-low']],
    [
      'a critical step that was lost',
      `${plan}, critical: [b], min: 0`,
      tools('a c'),
      damage,
      'inconclusive',
      ['evidence-incomplete'],
    ],
    ['one that is seen', `${plan}, critical: [b], min: 0`, tools('a b'), damage, 'pass', []],
    [
      'a denied one that is seen',
      `${plan}, insert: { shell: denied }`,
      tools('shell'),
      damage,
      'fail',
      ['denied-insertion'],
    ],
  ])('%s', async (_name, options, steps, broken, verdict, reasons) => {
    const received = reasonsOf(await checkRun(`plan-adherence: { ${options} }`, steps, { damage: broken }))
    expect(received).toEqual({ verdict, reasons: reasons.map((reason) => `plan-adherence ${reason}`) })
  })
})

describe('a plan that the run emits', () => {
  test('counts from when it stood', async () => {
    const run = planned(
      [[15, { steps: stepsOf('b c') }]],
      [
        { tool: 'a', at: [0, 10] },
        { tool: 'b', at: [20, 30] },
        { tool: 'c', at: [30, 40] },
      ],
    )
    expect(reasonsOf(await checkRun('plan-adherence: {}', run))).toEqual({ verdict: 'pass', reasons: [] })
    const late = planned([[25, { steps: stepsOf('b c') }]], [...run.steps])
    const data = await dataOf('plan-adherence: {}', late)
    expect(data).toMatchObject({ source: 'run', versions: [1], cost: 1, worst: 3, reason: 'fitness-low' })
    expect((data['steps'] as { verdict: string }[]).map(({ verdict }) => verdict)).toEqual([
      'skipped',
      'done',
      'retroactive',
    ])
  })

  test('is read from attributes of the planning step and from log events too', async () => {
    const attributes = emitted({ steps: stepsOf('a b') })
    const onSpan: StepSketch[] = [{ plan: 'planner', attributes }, ...tools('a b')]
    expect((await checkRun('plan-adherence: {}', onSpan)).verdict).toBe('pass')
    const event = {
      ...span({ name: 'x', events: [{ name: 'spanpact.plan.emitted', at: 0, attributes, source: 'log' }] }).events[0]!,
    }
    const logs = [{ traceId: traceId('t1'), spanId: spanId('t1 root'), event }]
    expect((await checkRun('plan-adherence: {}', tools('a b'), { logs })).verdict).toBe('pass')
    expect(reasonsOf(await checkRun('plan-adherence: {}', tools('a x'), { logs })).reasons).toEqual([
      'plan-adherence fitness-low',
    ])
  })

  const replan = (second: number, extra: Partial<RunSketch> = {}): RunSketch =>
    planned(
      [
        [0, { steps: stepsOf('a b c') }],
        [second, { version: 2, supersedes: 1, reason: 'error', steps: stepsOf('a d') }],
      ],
      [
        { tool: 'a', at: [10, 20] },
        { tool: 'd', at: [30, 40] },
      ],
      extra,
    )

  test('anew is held against from then on, and finished steps carry over', async () => {
    expect((await checkRun('plan-adherence: {}', replan(25))).verdict).toBe('pass')
    const data = await dataOf('plan-adherence: {}', replan(35))
    expect((data['steps'] as { id: string; verdict: string }[]).map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'a done',
      'b withdrawn',
      'c withdrawn',
      'd skipped',
      'null retroactive',
    ])
    // The first has b and c, the last d instead: 3 of the 5 steps of both have no counterpart.
    expect(data['drift']).toBeCloseTo(3 / 5, 12)
  })

  test('is withdrawn without a successor', async () => {
    const run = replan(25)
    const steps: StepSketch[] = [{ tool: 'a', at: [10, 20] }]
    expect((await checkRun('plan-adherence: {}', { ...run, steps })).verdict).toBe('fail')
    const withdrawn = {
      name: 'spanpact.plan.withdrawn',
      at: 26,
      attributes: { 'spanpact.plan.id': 'p', 'spanpact.plan.version': 2 },
    }
    expect((await checkRun('plan-adherence: {}', { ...run, steps, events: [...run.events!, withdrawn] })).verdict).toBe(
      'pass',
    )
  })

  test.each<[string, RunSketch, string]>([
    [
      'a body that was cut',
      { events: [{ name: 'spanpact.plan.emitted', attributes: { 'spanpact.plan.body': '{"schema": 1,' } }], steps: [] },
      'plan-unreadable',
    ],
    ['an event without a body', { events: [{ name: 'spanpact.plan.emitted' }], steps: [] }, 'plan-unreadable'],
    [
      'a newer format',
      { events: [{ name: 'spanpact.plan.emitted', attributes: { 'spanpact.plan.body': '{"schema": 2}' } }], steps: [] },
      'plan-schema',
    ],
    [
      'two plans',
      planned(
        [
          [0, { steps: stepsOf('a') }],
          [1, { id: 'q', steps: stepsOf('a') }],
        ],
        tools('a'),
      ),
      'plan-unreadable',
    ],
    [
      'a version that is missing',
      planned(
        [
          [0, { steps: stepsOf('a') }],
          [1, { version: 3, steps: stepsOf('a') }],
        ],
        tools('a'),
      ),
      'plan-missing',
    ],
    [
      'one version said twice, and otherwise',
      planned(
        [
          [0, { steps: stepsOf('a') }],
          [1, { steps: stepsOf('b') }],
        ],
        tools('a'),
      ),
      'plan-unreadable',
    ],
    [
      'versions against time',
      planned(
        [
          [5, { steps: stepsOf('a') }],
          [1, { version: 2, steps: stepsOf('b') }],
        ],
        tools('a'),
      ),
      'plan-unreadable',
    ],
    ['a step in prose', planned([[0, { steps: [{ id: 'a', do: 'fetch the bill' }] }]], tools('a')), 'step-unmatchable'],
    ['a step without an action', planned([[0, { steps: [{ id: 'a' }] }]], tools('a')), 'step-unmatchable'],
    [
      'a plan that allows itself everything',
      planned([[0, { steps: [{ id: 'a', do: '*' }] }]], tools('a')),
      'step-unmatchable',
    ],
  ])('%s leaves it open', async (_name, run, reason) => {
    expect(reasonsOf(await checkRun('plan-adherence: { min: 0 }', run))).toEqual({
      verdict: 'inconclusive',
      reasons: [`plan-adherence ${reason}`],
    })
  })

  test('one version said twice in the same words is one', async () => {
    const run = planned(
      [
        [0, { steps: stepsOf('a') }],
        [15, { steps: stepsOf('a') }],
      ],
      tools('a'),
    )
    expect((await checkRun('plan-adherence: {}', run)).verdict).toBe('pass')
  })

  test('arguments in it are values and no operators', async () => {
    const at = (args: object): RunSketch =>
      planned([[0, { steps: [{ id: 'a', do: { tool: 'a', args: { q: { min: 1 } } } }] }]], [{ tool: 'a', args }])
    expect((await checkRun('plan-adherence: {}', at({ q: { min: 1 }, page: 2 }))).verdict).toBe('pass')
    expect((await checkRun('plan-adherence: {}', at({ q: 5 }))).verdict).toBe('fail')
  })

  test('spans that say which plan step they execute', async () => {
    const pin = (id: string): Record<string, unknown> => ({ 'spanpact.plan.step.id': id })
    const prose = planned(
      [[0, { steps: [{ id: 'a', do: 'fetch the bill' }] }]],
      [{ tool: 'get', attributes: pin('a') }],
    )
    expect((await checkRun('plan-adherence: {}', prose)).verdict).toBe('pass')
    const other = planned([[0, { steps: stepsOf('a') }]], [{ tool: 'b', attributes: pin('a') }])
    expect(await dataOf('plan-adherence: {}', other)).toMatchObject({ cost: 0.5, worst: 2 })
    const unknown = planned([[0, { steps: stepsOf('a') }]], [{ tool: 'a', attributes: pin('z') }])
    expect(await dataOf('plan-adherence: {}', unknown)).toMatchObject({ cost: 2, worst: 2 })
  })

  test('lost spans may hold another version', async () => {
    const run = planned([[0, { steps: stepsOf('a b') }]], tools('a x'))
    expect(
      reasonsOf(await checkRun('plan-adherence: { min: 0.9 }', run, { damage: ['line 3 is unreadable'] })).reasons,
    ).toEqual(['plan-adherence evidence-incomplete'])
  })

  test("a sub-agent's plan is its own", async () => {
    const steps: StepSketch[] = [
      {
        agent: 'planner',
        events: [{ name: 'spanpact.plan.emitted', attributes: emitted({ steps: stepsOf('a') }) }],
        steps: tools('a'),
      },
    ]
    expect(reasonsOf(await checkRun('plan-adherence: {}', steps)).reasons).toEqual(['plan-adherence plan-missing'])
    expect((await checkRun('plan-adherence: { scope: "agent:planner" }', steps)).verdict).toBe('pass')
  })
})

describe('a plan that a tool writes', () => {
  const extract =
    "extract: { tool: write_todos, items: $.todos, label: $.content, map: { 'fetch bill*': fetch, 'refund*': refund } }"
  const todos = (...texts: string[]): StepSketch => ({
    tool: 'write_todos',
    args: { todos: texts.map((content) => ({ content, status: 'pending' })) },
  })

  test.each<[string, StepSketch[], string, string[]]>([
    [
      'kept to',
      [
        todos('fetch bill C-7', 'refund it'),
        ...tools('fetch'),
        todos('fetch bill C-7', 'refund it'),
        ...tools('refund'),
      ],
      'pass',
      [],
    ],
    ['not kept to', [todos('fetch bill C-7', 'refund it'), ...tools('refund')], 'fail', ['fitness-low']],
    [
      'with a text that nobody knows',
      [todos('fetch bill C-7', 'make the user happy'), ...tools('fetch')],
      'inconclusive',
      ['step-unmatchable'],
    ],
    [
      'with arguments that are not recorded',
      [{ tool: 'write_todos' }, ...tools('fetch')],
      'inconclusive',
      ['plan-unreadable'],
    ],
    ['never written', tools('fetch'), 'inconclusive', ['plan-missing']],
  ])('%s', async (_name, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`plan-adherence: { ${extract} }`, steps))).toEqual({
      verdict,
      reasons: reasons.map((reason) => `plan-adherence ${reason}`),
    })
  })

  test('critical steps are named by their glob, and no text of the list is shown', async () => {
    const { findings } = await checkRun(`plan-adherence: { ${extract}, critical: ['refund*'], min: 0 }`, [
      todos('fetch bill C-7', 'refund it'),
      ...tools('fetch'),
    ])
    expect(findings[0]).toMatchObject({ message: 'run does not do critical plan step `refund*`: it is skipped' })
    expect(JSON.stringify(findings[0]!.data)).not.toContain('C-7')
  })
})

describe('contract errors', () => {
  test.each([
    ['plan: [{ id: a, do: a, after: [z] }]', /`after` names `z`/],
    ['plan: [{ id: a, do: a, after: [b] }, { id: b, do: b }]', /in a circle/],
    ['plan: []', /has no steps/],
    ['plan: [{ id: a }]', /plan step `a` has no `do`/],
    [`${plan}, critical: [z]`, /`z` is no step of the plan/],
    [`${plan}, extract: { tool: t, items: $.x, map: { a: b } }`, /`plan` beside `extract`/],
    [`${plan}, min: 1.5`, /is above 1/],
    ['extract: { items: $.x, map: { a: b } }', /needs either `tool` or `plan`/],
    ['extract: { tool: t, items: $.x, map: {} }', /the map is empty/],
  ])('%s', async (options, message) => {
    await expect(checkRun(`plan-adherence: { ${options} }`, tools('a'))).rejects.toThrow(message)
  })
})

describe('what a verdict does not depend on', () => {
  const item =
    'plan-adherence: { plan: [{ id: a, do: a }, { id: b, do: b, optional: true }, { id: c, do: c }], min: 0.7, critical: [c] }'
  const words = fc.array(fc.constantFrom('a', 'b', 'c', 'x', 'c!'), { maxLength: 6 })

  test('the order of lines, and a looser limit', () =>
    fc.assert(
      fc.asyncProperty(words, fc.infiniteStream(fc.nat()), async (names, keys) => {
        const spans = spansOfRun(tools(names.join(' ')))
        const { verdict } = await checkSketches(wholeOf(item), spans)
        const shuffled = spans
          .map((one) => ({ one, key: keys.next().value! }))
          .sort((left, right) => left.key - right.key)
          .map(({ one }) => one)
        expect((await checkSketches(wholeOf(item), shuffled)).verdict).toBe(verdict)
        const looser = (await checkSketches(wholeOf(item.replace('0.7', '0.5')), spans)).verdict
        if (verdict === 'pass') expect(looser).toBe('pass')
      }),
      { numRuns: 60 },
    ))

  test('lost calls never turn it into its opposite', () =>
    fc.assert(
      fc.asyncProperty(words, fc.array(fc.nat({ max: 5 }), { maxLength: 3 }), async (names, lost) => {
        const calls = tools(names.join(' ')).map((one, index) => ({ ...one, id: `c${index}` }))
        const whole: StepSketch[] = [{ model: 'gpt-5', asks: calls.map(({ id }) => id), at: [0, 1] }]
        const steps = calls.map((one, index): StepSketch => ({ ...one, at: [10 * index + 2, 10 * index + 8] }))
        const verdictOf = async (kept: readonly StepSketch[]): Promise<string> => {
          const all = spansOfRun([...whole, ...steps])
          const isKept = new Set(kept.map(({ id }) => id))
          const spans = all.filter(({ id = '' }) => !/ c\d$/.test(id) || isKept.has(id.slice(-2)))
          return (await checkSketches(wholeOf(item), spans)).verdict
        }
        const verdict = await verdictOf(steps)
        const partial = await verdictOf(steps.filter((_, index) => !lost.includes(index)))
        expect([partial, verdict].toSorted()).not.toEqual(['fail', 'pass'])
      }),
      { numRuns: 100 },
    ))
})

function wholeOf(item: string): string {
  return `trajectories:\n  run:\n    expect:\n      - ${item}\n`
}
