import { describe, expect, test } from 'vitest'

import type { Draft } from '../../src/infer/index.ts'
import { supportRun } from '../support/recording.ts'
import { span, type SpanSketch } from '../support/span.ts'
import { draftOf, draftOfSketches, textOf } from './draft.ts'

/** The same span several times, each in a trace of its own. */
function times(count: number, sketch: (index: number) => SpanSketch): SpanSketch[] {
  return Array.from({ length: count }, (_, index) => ({ trace: `t${index}`, ...sketch(index) }))
}

function clause(draft: Draft, id: string): Draft['spans'][number] {
  return draft.spans.find((one) => one.id === id)!
}

function attributesOf(sketches: readonly SpanSketch[], id: string): Record<string, unknown> {
  const { attributes } = clause(draftOfSketches(sketches), id)
  return Object.fromEntries(attributes.map(({ key, ...rest }) => [key, rest]))
}

test('a run of an agent gives the contract a person would have written', () => {
  expect(textOf(draftOfSketches(supportRun))).toBe(`contract: agent
version: 0.1.0

spans:
  # 1 span in 1 run
  invoke-agent:
    match: { gen_ai.operation.name: invoke_agent }
    name: invoke_agent {gen_ai.agent.name}
    kind: internal
    parent: entry
    inferred: true
    attributes:
      gen_ai.agent.name: string

  # 2 spans in 1 run
  chat:
    match: { gen_ai.operation.name: chat }
    name: chat {gen_ai.request.model}
    kind: client
    parent: invoke-agent
    inferred: true
    attributes:
      gen_ai.request.model: string
      gen_ai.usage.input_tokens: int

  # 1 span in 1 run
  execute-tool:
    match: { gen_ai.operation.name: execute_tool }
    name: execute_tool {gen_ai.tool.name}
    kind: internal
    parent: invoke-agent
    inferred: true
    attributes:
      gen_ai.tool.name: string

trace: { roots: 1, orphans: 0 }
`)
})

describe('names', () => {
  const named = (names: readonly string[], attributes: (name: string) => Record<string, unknown> = () => ({})) =>
    clause(
      draftOfSketches(
        names.map((name, index) => ({
          name,
          trace: `t${index}`,
          attributes: { 'gen_ai.operation.name': 'chat', ...attributes(name) },
        })),
      ),
      'chat',
    ).name

  test.each([
    ['one name stays', ['think'], ['think']],
    ['several names are listed', ['plan', 'act'], ['act', 'plan']],
    ['numbers become a pattern', ['step 1', 'step 22'], ['/^step \\d+$/']],
    ['a UUID becomes a pattern', ['run 171105b7-59dd-49c0-9677-0b95395aa46a'], ['/^run [0-9a-fA-F-]{36}$/']],
    ['a hash becomes a pattern', ['job 7f3a9b2c11'], ['/^job [0-9a-fA-F]+$/']],
    ['digits of a word stay', ['chat-v2 gpt4o'], ['chat-v2 gpt4o']],
    ['braces and slashes are escaped', ['/orders/{id}/'], ['/^\\/orders\\/\\{id\\}\\/$/']],
    ['a long name is known by its beginning', [`plan ${'x'.repeat(200)}`], [`/^plan ${'x'.repeat(55)}/`]],
    ['eleven are written out', 'abcdefghijk'.split(''), 'abcdefghijk'.split('')],
    ['more than twenty-four say nothing of the next', 'abcdefghijklmnopqrstuvwxy'.split(''), []],
  ])('%s', (_title, names, expected) => {
    expect(named(names)).toEqual(expected)
  })

  test('a part that equals an attribute in every span becomes a template', () => {
    const model = (name: string) => ({ 'app.model': name.slice('ask '.length) })
    expect(named(['ask small', 'ask large'], model)).toEqual(['ask {app.model}'])
  })

  test('a part that equals an attribute in some spans only does not', () => {
    expect(named(['ask small', 'ask large'], () => ({ 'app.model': 'small' }))).toEqual(['ask large', 'ask small'])
  })

  test('a usual key makes a template of a single name, another key does not', () => {
    expect(named(['chat gpt-5'], () => ({ 'gen_ai.request.model': 'gpt-5' }))).toEqual(['chat {gen_ai.request.model}'])
    expect(named(['ask small'], () => ({ 'app.model': 'small' }))).toEqual(['ask small'])
  })

  test('names that differ in numbers are one clause', () => {
    const draft = draftOfSketches(
      times(30, (index) => ({ name: `order ${index}`, attributes: { 'app.total': index } })),
    )
    expect(draft.spans.map(({ id, name, match }) => ({ id, name, match }))).toEqual([
      { id: 'order', name: ['/^order \\d+$/'], match: undefined },
    ])
  })
})

describe('requirements', () => {
  const spans = (
    attributes: (index: number) => Record<string, unknown>,
    status: (index: number) => SpanSketch['status'] = () => 'unset',
  ) =>
    times(4, (index) => ({
      name: 'chat',
      status: status(index)!,
      attributes: { 'gen_ai.operation.name': 'chat', ...attributes(index) },
    }))

  test.each([
    ['on all spans: required', () => ({ k: 'x' }), undefined, { type: 'string', requirement: 'required' }],
    [
      'on some: optional',
      (index: number) => (index > 1 ? { k: 'x' } : {}),
      undefined,
      { type: 'string', requirement: 'optional', evidence: '2 of 4 spans' },
    ],
    ['on few: no clause', (index: number) => (index > 2 ? { k: 'x' } : {}), undefined, undefined],
    [
      'on the spans with an error, and no others: required there',
      (index: number) => (index > 2 ? { k: 'x' } : {}),
      (index: number) => (index > 2 ? ('error' as const) : ('unset' as const)),
      { type: 'string', requirement: 'required', when: { 'span.status': 'error' }, evidence: '1 of 4 spans' },
    ],
    [
      'on all but the spans with an error: required without error',
      (index: number) => (index > 2 ? {} : { k: 'x' }),
      (index: number) => (index > 2 ? ('error' as const) : ('unset' as const)),
      { type: 'string', requirement: 'required', when: { 'span.status': { not: 'error' } }, evidence: '3 of 4 spans' },
    ],
  ])('%s', (_title, attributes, status, expected) => {
    expect(attributesOf(spans(attributes, status), 'chat')['k']).toEqual(expected)
  })

  test('`error.type` is asked of errors only, and not at all where spans without one carry it', () => {
    const failing = (index: number) => (index > 2 ? ('error' as const) : ('unset' as const))
    const told = attributesOf(
      spans((index) => (index > 2 ? { 'error.type': 'timeout' } : {}), failing),
      'chat',
    )
    expect(told['error.type']).toEqual({
      type: 'string',
      requirement: 'required',
      when: { 'span.status': 'error' },
      evidence: '1 of 4 spans',
    })
    expect(
      attributesOf(
        spans(() => ({ 'error.type': 'x' })),
        'chat',
      ),
    ).toEqual({})
  })

  test('fewer than three spans are marked as little evidence', () => {
    const few = draftOfSketches(times(2, () => ({ name: 'plan' })))
    const more = draftOfSketches(times(3, () => ({ name: 'plan' })))
    expect([clause(few, 'plan').inferred, clause(more, 'plan').inferred]).toEqual([true, false])
  })
})

describe('types', () => {
  test.each([
    ['int', [1, 2, 3], 'int'],
    ['int and double', [1, 2.5, 3], 'double'],
    ['whole numbers under a key of fractions', [1, 1, 1], 'double', 'app.temperature'],
    ['lists', [['a'], [], ['b', 'c']], 'string[]'],
    ['lists of numbers', [[1], [2.5], [3]], 'double[]'],
    ['maps', [{ a: 1 }, { b: 2 }, {}], 'map'],
    ['beyond 2^53', [2n ** 60n, 1, 2], 'int'],
    ['text and numbers', ['a', 1, 2], undefined],
    ['null among texts', ['a', null, 'b'], undefined],
  ])('%s', (_title, values, type, key = 'app.value') => {
    const found = attributesOf(
      times(3, (index) => ({ name: 'plan', attributes: { [key]: values[index] } })),
      'plan',
    )
    expect(found).toEqual({ [key]: { requirement: 'required', ...(type === undefined ? {} : { type }) } })
  })

  test('of text that was something else, all numbers are numbers, unless the key names things', () => {
    const stringly = times(3, (index) => ({
      name: 'plan',
      attributes: {
        'app.count': ['12', '0', '-3'][index],
        'app.flag': 'true',
        'app.list': '["a"]',
        'app.order.id': '12',
        'app.share': ['1', '0.5', '2'][index],
        'app.some': ['12', 'none', '3'][index],
        'app.word': 'twelve',
        'app.zip': '01234',
      },
    })).map((sketch) => {
      const one = span(sketch)
      return { ...one, source: { ...one.source, isStringly: true } }
    })
    expect(clause(draftOf(stringly), 'plan').attributes.map(({ key, type }) => [key, type])).toEqual([
      ['app.count', 'int'],
      ['app.flag', 'boolean'],
      ['app.list', undefined],
      ['app.order.id', undefined],
      ['app.share', 'double'],
      ['app.some', undefined],
      ['app.word', 'string'],
      ['app.zip', undefined],
    ])
  })
})

describe('values', () => {
  const listed = (count: number, key: string, value: (index: number) => unknown) =>
    (
      attributesOf(
        times(count, (index) => ({ name: 'plan', attributes: { [key]: value(index) } })),
        'plan',
      )[key] as { enum?: unknown } | undefined
    )?.enum

  test.each([
    [
      'several values that come again in many spans',
      24,
      'app.tier',
      (index: number) => ['gold', 'basic'][index % 2],
      ['basic', 'gold'],
    ],
    ['one value may be a constant', 24, 'app.tier', () => 'gold', undefined],
    ['few spans', 12, 'app.tier', (index: number) => ['gold', 'basic'][index % 2], undefined],
    [
      'a value seen twice: more are to come',
      24,
      'app.tier',
      (index: number) => (index < 2 ? 'new' : 'gold'),
      undefined,
    ],
    ['more values than five', 60, 'app.tier', (index: number) => 'abcdef'[index % 6], undefined],
    ['names of things', 24, 'app.user.id', (index: number) => ['jo', 'al'][index % 2], undefined],
    ['a small vocabulary needs three spans', 3, 'gen_ai.provider.name', () => 'openai', ['openai']],
    ['two are too few for any', 2, 'gen_ai.provider.name', () => 'openai', undefined],
    ['an address of a person', 3, 'gen_ai.agent.name', () => 'jane.doe@example.com', undefined],
    ['numbers', 24, 'app.size', (index: number) => index % 2, undefined],
  ])('%s', (_title, count, key, value, expected) => {
    expect(listed(count, key, value)).toEqual(expected)
  })
})

describe('content', () => {
  test('what conventions call content, and long texts, are marked', () => {
    const found = attributesOf(
      times(3, () => ({
        name: 'plan',
        attributes: { 'input.value': 'hi', 'app.note': 'x'.repeat(201), 'app.word': 'x' },
      })),
      'plan',
    )
    expect(found).toEqual({
      'input.value': { type: 'string', requirement: 'required', sensitivity: 'content' },
      'app.note': { type: 'string', requirement: 'required', sensitivity: 'content' },
      'app.word': { type: 'string', requirement: 'required' },
    })
  })

  test('indexed keys are one family', () => {
    const found = attributesOf(
      times(3, (index) => ({
        name: 'plan',
        attributes: { 'llm.input_messages.0.role': 'user', [`llm.input_messages.${index}.text`]: 'hi' },
      })),
      'plan',
    )
    expect(found).toEqual({
      'llm.input_messages.*': { type: 'string', requirement: 'required', sensitivity: 'content' },
    })
  })
})

describe('places and counts', () => {
  const run = (trace: string, tools: number): SpanSketch[] => [
    { name: 'answer', trace, end: 100 },
    ...Array.from({ length: tools }, (_, index) => ({
      name: 'look up',
      id: `tool ${index}`,
      parent: 'answer',
      trace,
      start: 1 + index,
    })),
  ]

  test('exactly one in each of three runs is a count; more of some is none', () => {
    const draft = draftOfSketches([...run('a', 2), ...run('b', 1), ...run('c', 3)])
    expect(draft.spans.map(({ id, parent, count }) => ({ id, parent, count }))).toEqual([
      { id: 'answer', parent: ['entry'], count: 1 },
      { id: 'look-up', parent: ['answer'], count: undefined },
    ])
    expect(draft.trace).toEqual({ roots: 1, orphans: 0 })
  })

  test('two runs are too few for a count, ten enough for at least one', () => {
    expect(clause(draftOfSketches([...run('a', 1), ...run('b', 1)]), 'answer').count).toBe(undefined)
    const many = Array.from({ length: 10 }, (_, index) => run(`t${index}`, 1 + (index % 2))).flat()
    expect(clause(draftOfSketches(many), 'look-up').count).toEqual({ min: 1 })
  })

  test('runs that may lack spans give neither counts nor rules on the whole run', () => {
    const lost = draftOfSketches([
      ...run('a', 1),
      ...run('b', 1),
      ...run('c', 1),
      { name: 'late', parent: 'gone', trace: 'c' },
    ])
    expect(lost.spans.map(({ id, parent, count }) => ({ id, parent, count }))).toEqual([
      { id: 'answer', parent: ['entry'], count: undefined },
      { id: 'look-up', parent: ['answer'], count: undefined },
      { id: 'late', parent: [], count: undefined },
    ])
    expect(lost.trace).toEqual({})
  })

  test('a format that says nothing of kind, parent, status and events is not asked for them', () => {
    const bare = times(3, () => ({ name: 'plan', status: 'ok' as const, events: [{ name: 'started' }] })).map(
      (sketch) => span(sketch),
    )
    const rich = clause(draftOf(bare), 'plan')
    const lacks = new Set(['kind', 'parent', 'status', 'events'] as const)
    const poor = draftOf(bare.map((one) => ({ ...one, source: { ...one.source, lacks } })))
    const shown = ({ kind, parent, status, events }: typeof rich) => ({ kind, parent, status, events })
    expect(shown(rich)).toEqual({ kind: ['internal'], parent: ['entry'], status: ['ok', 'error'], events: ['started'] })
    expect(shown(clause(poor, 'plan'))).toEqual({ kind: [], parent: [], status: [], events: [] })
    expect(poor.trace).toEqual({})
  })
})

describe('what is left out', () => {
  const http: SpanSketch = {
    name: 'POST',
    id: 'http',
    parent: 'chat 1',
    kind: 'client',
    start: 50,
    attributes: { 'http.request.method': 'POST', 'url.full': 'x' },
  }
  const queue: SpanSketch = { name: 'enqueue', parent: 'http', start: 51 }
  const own: SpanSketch = { name: 'price', parent: 'http', start: 950, attributes: { 'app.total': 3 } }

  test('spans of libraries around those of agents, unless all are asked for', () => {
    const spans = [...supportRun, http, queue, own]
    expect(draftOfSketches(spans).spans.map(({ id }) => id)).toEqual(['invoke-agent', 'chat', 'execute-tool', 'price'])
    expect(draftOfSketches(spans).evidence.leftOut).toEqual([
      { name: 'enqueue', spans: 1 },
      { name: 'http client', spans: 1 },
    ])
    expect(draftOfSketches(spans, true).spans.map(({ id }) => id)).toEqual([
      'invoke-agent',
      'chat',
      'http-client',
      'enqueue',
      'price',
      'execute-tool',
    ])
  })

  test('not the span that an agent stands in: without it the draft cannot say where the agent belongs', () => {
    const request: SpanSketch = { name: 'POST /ask', kind: 'server', attributes: { 'http.request.method': 'POST' } }
    const agent: SpanSketch = {
      name: 'invoke_agent support',
      parent: 'POST /ask',
      start: 1,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' },
    }
    expect(draftOfSketches([request, agent]).spans.map(({ id, parent }) => [id, parent])).toEqual([
      ['http-server', ['entry']],
      ['invoke-agent', ['http-server']],
    ])
  })

  test('nothing where there are no agents', () => {
    expect(draftOfSketches([http, queue]).spans.map(({ id }) => id)).toEqual(['http-client', 'enqueue'])
  })

  test('a recording with a name for every span gives a contract of bounded size', () => {
    const draft = draftOfSketches(
      times(3000, (index) => ({ name: `job-${String.fromCodePoint(0x4e00 + index)}`, attributes: { 'app.x': 1 } })),
    )
    expect([draft.spans.length, draft.evidence.spans]).toEqual([30, 3000])
    expect(draft.evidence.leftOut.reduce((sum, { spans }) => sum + spans, 0)).toBe(2970)
  })
})

test('the kind of request tells the model calls of older OpenLLMetry, whose names are those of client methods', () => {
  const [call] = draftOfSketches([{ name: 'openai.chat', attributes: { 'llm.request.type': 'chat' } }]).spans
  expect([call?.match, call?.name]).toEqual([{ 'llm.request.type': 'chat' }, ['openai.chat']])
})

test('a clause that would also meet spans of another one says that it does not', () => {
  const draft = draftOfSketches([
    { name: 'chat', attributes: { 'gen_ai.operation.name': 'chat', 'openinference.span.kind': 'LLM' } },
    { name: 'ChatOpenAI', start: 1, attributes: { 'openinference.span.kind': 'LLM' } },
    { name: 'chat', id: 'other chat', start: 2, attributes: { 'app.x': 1 } },
  ])
  expect(draft.spans.map(({ id, match }) => [id, match])).toEqual([
    ['chat', { 'gen_ai.operation.name': 'chat' }],
    ['llm', { 'openinference.span.kind': 'LLM', 'gen_ai.operation.name': { exists: false } }],
    ['chat-2', { 'span.name': 'chat', 'gen_ai.operation.name': { exists: false } }],
  ])
})

test('the resource says which service it is, when it is one', () => {
  const of = (services: readonly string[]) =>
    draftOfSketches(
      services.map((service, index) => ({
        name: 'plan',
        trace: `t${index}`,
        resource: { 'service.name': service, 'host.name': 'h' },
      })),
    )
  expect([of(['shop', 'shop']).resource, of(['shop', 'shop']).service]).toEqual([
    [{ key: 'service.name', type: 'string', requirement: 'required', enum: ['shop'] }],
    'shop',
  ])
  expect([of(['shop', 'bank']).resource, of(['shop', 'bank']).service]).toEqual([
    [{ key: 'service.name', type: 'string', requirement: 'required' }],
    undefined,
  ])
})
