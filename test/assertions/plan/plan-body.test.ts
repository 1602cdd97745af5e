import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readPlan, readWithdrawal } from '../../../src/assertions/plan/plan-body.ts'
import type { Value } from '../../../src/model/value.ts'

const body = {
  schema: 1,
  id: 'refund',
  version: 2,
  supersedes: 1,
  reason: 'error',
  steps: [
    { id: 'fetch-billing', do: { tool: 'fetch_billing', args: { id: 'C-7' } } },
    { id: 'refund', do: { tool: 'refund' }, after: ['fetch-billing'], critical: true },
  ],
}

function read(content: unknown, attributes: Readonly<Record<string, Value>> = {}): ReturnType<typeof readPlan> {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return readPlan(new Map(Object.entries({ 'spanpact.plan.body': text, ...attributes })))
}

function problem(content: unknown, attributes?: Readonly<Record<string, Value>>): string {
  const found = read(content, attributes)
  return found !== null && 'reason' in found ? `${found.reason}: ${found.message}` : 'readable'
}

const without = (key: keyof typeof body): Partial<typeof body> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== key))

test('a span without a body has no plan', () => {
  expect(readPlan(new Map([['spanpact.plan.id', 'refund']]))).toBe(null)
})

test('a plan is read with all it says', () => {
  const found = read(body)
  if (found === null || 'reason' in found) throw new Error('the plan is not read')
  const { plan, items, ...rest } = found.emitted
  expect(rest).toEqual({ id: 'refund', version: 2, supersedes: 1, reason: 'error' })
  expect(JSON.parse(JSON.stringify(items))).toEqual(body.steps)
  expect(plan.steps.map(({ id, isCritical }) => [id, isCritical])).toEqual([
    ['fetch-billing', false],
    ['refund', true],
  ])
  expect(plan.precedes(0, 1)).toBe(true)
})

test('what the body leaves out the attributes may say', () => {
  const found = read(
    { steps: [{ id: 'a' }] },
    { 'spanpact.plan.schema': 1, 'spanpact.plan.id': 'p', 'spanpact.plan.version': 1 },
  )
  expect(found).toMatchObject({ emitted: { id: 'p', version: 1, supersedes: null, reason: null } })
})

test('groups, repeats and alternatives are read', () => {
  const steps = [
    {
      anyOrder: [{ id: 'a', do: 'a', or: ['b'], repeat: { max: 2 } }, { oneOf: [{ id: 'c' }, { id: 'd', weight: 2 }] }],
    },
    { id: 'e', optional: true, allowFailed: true },
  ]
  expect(problem({ ...body, steps })).toBe('readable')
})

describe('a newer format', () => {
  test.each<[unknown, Readonly<Record<string, Value>>]>([
    [{ ...body, schema: 2 }, {}],
    [{ schema: 2, stages: [] }, {}],
    ['<plan/>', { 'spanpact.plan.schema': 2 }],
    [body, { 'spanpact.plan.schema': 2n ** 60n }],
  ])('%j with %s', (content, attributes) => {
    expect(problem(content, attributes)).toBe(
      "plan-schema: the plan's body has a format after version 1, the last one this version of spanpact reads",
    )
  })
})

describe('unreadable', () => {
  test.each<[string, unknown, Readonly<Record<string, Value>>, string]>([
    ['cut', JSON.stringify(body).slice(0, 90), {}, '`spanpact.plan.body` is no JSON, or was cut'],
    ['no text', '', { 'spanpact.plan.body': 7 }, '`spanpact.plan.body` is no text'],
    ['a list', [], {}, '`spanpact.plan.body` is no plan'],
    ['null', null, {}, '`spanpact.plan.body` is no plan'],
    ['another id', body, { 'spanpact.plan.id': 'other' }, '`spanpact.plan.id` contradicts `id` of the body'],
    [
      'another version',
      body,
      { 'spanpact.plan.version': 3 },
      '`spanpact.plan.version` contradicts `version` of the body',
    ],
    [
      'another reason',
      body,
      { 'spanpact.plan.reason': 'other' },
      '`spanpact.plan.reason` contradicts `reason` of the body',
    ],
    [
      'a reason of its own',
      without('reason'),
      { 'spanpact.plan.reason': 'boredom' },
      '`spanpact.plan.reason` is no one of `initial`, `error`, `new-input`, `other`',
    ],
    ['no id', without('id'), {}, "neither `spanpact.plan.id` nor the body says the plan's `id`"],
    ['no schema', without('schema'), {}, "neither `spanpact.plan.schema` nor the body says the plan's `schema`"],
    ['version 0', { ...body, version: 0 }, {}, '`spanpact.plan.body` is no plan at `version`'],
    [
      'a later one superseded',
      { ...body, supersedes: 2 },
      {},
      'version 2 supersedes version 2, which is no earlier one',
    ],
    ['no steps', { ...body, steps: [] }, {}, 'the plan has no steps'],
    ['no step id', { ...body, steps: [{ do: 'a' }] }, {}, '`spanpact.plan.body` is no plan at `steps.0.id`'],
    [
      'a misspelt key',
      { ...body, steps: [{ id: 'a' }, { id: 'b', afterr: [] }] },
      {},
      '`spanpact.plan.body` is no plan at `steps.1`: unknown key `afterr`',
    ],
    [
      'a contradiction',
      { ...body, steps: [{ id: 'a', after: ['c'] }] },
      {},
      '`after` names `c`, which is no item of the plan; did you mean `a`?',
    ],
  ])('%s', (_, content, attributes, message) => {
    expect(problem(content, attributes)).toBe(`plan-unreadable: ${message}`)
  })
})

describe('hostile', () => {
  test('keys such as `__proto__` change nothing but themselves', () => {
    const text = `{"schema":1,"id":"p","version":1,"steps":[{"id":"__proto__","do":{"__proto__":{"polluted":true}}}]}`
    const found = read(text)
    if (found === null || 'reason' in found) throw new Error('the plan is not read')
    const action = 'do' in found.emitted.items[0]! ? found.emitted.items[0].do : undefined
    expect(Object.getOwnPropertyNames(action)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
    expect(problem('{"__proto__":{"schema":1},"schema":1,"id":"p","version":1,"steps":[{"id":"a"}]}')).toBe(
      'plan-unreadable: `spanpact.plan.body` is no plan: unknown key `__proto__`',
    )
  })

  test('depth and length are bounded', () => {
    const deep = `{"schema":1,"id":"p","version":1,"steps":[{"id":"a","do":${'['.repeat(9000)}${']'.repeat(9000)}}]}`
    expect(problem(deep)).toBe('plan-unreadable: `spanpact.plan.body` nests deeper than 64 levels')
    const long = { ...body, id: 'x'.repeat(2 ** 20) }
    expect(problem(long)).toMatch(/^plan-unreadable: `spanpact.plan.body` has \d+ characters, more than 1048576$/)
  })

  test('long ids are cut in messages', () => {
    const id = 'x'.repeat(10_000)
    const message = problem({ ...body, steps: [{ id }, { id }] })
    expect(message.length).toBeLessThan(200)
  })

  test('anything is read or refused', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ schema: fc.constant(1), id: fc.string(), version: fc.integer(), steps: fc.array(fc.jsonValue()) }),
      fc.record({
        schema: fc.constant(1),
        id: fc.constant('p'),
        version: fc.constant(1),
        steps: fc.array(
          fc.record({ id: fc.constantFrom('a', 'b', 'toString'), after: fc.array(fc.constantFrom('a', 'valueOf')) }),
        ),
      }),
    )
    fc.assert(
      fc.property(anything, (content) => {
        const found = read(content)
        expect(found !== null && ('emitted' in found || found.message.length > 0)).toBe(true)
      }),
    )
  })
})

test('a withdrawal says which version it ends', () => {
  const attributes = { 'spanpact.plan.id': 'refund', 'spanpact.plan.version': 2 }
  expect(readWithdrawal(new Map<string, Value>(Object.entries(attributes)))).toEqual({ id: 'refund', version: 2 })
  expect(readWithdrawal(new Map([['spanpact.plan.id', 'refund']]))).toBe(null)
})
