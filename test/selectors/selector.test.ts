import { describe, expect, test } from 'vitest'

import type { Decision, Selector, SelectorTest } from '../../src/model/selector.ts'
import type { Span } from '../../src/model/span.ts'
import { attributeKey, compileSelector } from '../../src/selectors/index.ts'
import { span, type SpanSketch } from '../support/span.ts'

function ask(selector: Selector, sketch: Partial<SpanSketch>): Decision {
  return compileSelector(selector).test(span({ name: 'chat gpt-5', ...sketch }))
}

/** The decision about one attribute `k` that has this value; `absent` and `lost` are no values. */
const absent = Symbol('absent')
const lost = Symbol('lost')

const deep = JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`) as unknown

function askValue(entry: SelectorTest, value: unknown): Decision {
  if (value === absent) return ask({ k: entry }, {})
  if (value === lost) return ask({ k: entry }, { dropped: { attributes: 1 } })
  return ask({ k: entry }, { attributes: { k: value } })
}

describe('a test of one value', () => {
  test.each<[test: SelectorTest, value: unknown, expected: Decision]>([
    // Literals.
    ['chat', 'chat', true],
    ['chat', 'Chat', false],
    ['chat', 'chat ', false],
    ['chat', absent, false],
    ['chat', ['chat'], false],
    ['', '', true],
    ['', absent, false],
    [true, true, true],
    [true, 'true', false],
    [false, false, true],
    [false, absent, false],
    [0, 0, true],
    [0, false, false],
    [0, '', false],
    [0, null, false],
    [0, absent, false],
    [1, '1', false],
    ['1', 1, false],
    [-0, 0, true],
    [9_007_199_254_740_992, 9_007_199_254_740_992n, true],
    [9_007_199_254_740_992, 9_007_199_254_740_993n, false],
    [1.5, 1n, false],
    [null, null, true],
    [null, absent, false],
    [null, '', false],
    [null, 'null', false],
    // Lists: any of.
    [['chat', 'embeddings'], 'embeddings', true],
    [['chat', 'embeddings'], 'execute_tool', false],
    [['chat', 'embeddings'], absent, false],
    [[1, '1'], 1, true],
    [[1, '1'], '1', true],
    [[null], null, true],
    [[null], absent, false],
    [['chat'], ['chat'], false],
    // Operators.
    [{ eq: 'chat' }, 'chat', true],
    [{ eq: 'chat' }, 'text', false],
    [{ eq: null }, null, true],
    [{ eq: null }, absent, false],
    [{ eq: false }, false, true],
    [{ eq: false }, absent, false],
    [{ eq: 0 }, 0, true],
    [{ anyOf: ['a', 'b'] }, 'b', true],
    [{ anyOf: ['a', 'b'] }, 'c', false],
    [{ exists: true }, 'x', true],
    [{ exists: true }, '', true],
    [{ exists: true }, null, true],
    [{ exists: true }, false, true],
    [{ exists: true }, 0, true],
    [{ exists: true }, absent, false],
    [{ exists: false }, absent, true],
    [{ exists: false }, null, false],
    [{ exists: false }, '', false],
    [{ not: 'chat' }, 'text', true],
    [{ not: 'chat' }, 'chat', false],
    [{ not: 'chat' }, absent, true],
    [{ not: ['a', 'b'] }, 'b', false],
    [{ not: ['a', 'b'] }, 'c', true],
    [{ not: null }, null, false],
    [{ not: null }, absent, true],
    [{ not: { not: 'chat' } }, 'chat', true],
    [{ not: { exists: false } }, null, true],
    [{ not: { min: 3 } }, 2, true],
    [{ not: { min: 3 } }, 'text', true],
    [{ pattern: 'gpt' }, 'my-gpt-5', true],
    [{ pattern: '^gpt' }, 'my-gpt-5', false],
    [{ pattern: '^gpt$' }, 'gpt', true],
    [{ pattern: '5' }, 5, false],
    [{ pattern: 'a' }, ['a'], false],
    [{ pattern: '' }, '', true],
    [{ pattern: '.*' }, absent, false],
    // `10` is more than `9`; text is no number.
    [{ min: 9 }, 10, true],
    [{ min: 9 }, '10', false],
    [{ min: 10 }, 10, true],
    [{ min: 10 }, 9.99, false],
    [{ max: 10 }, 10, true],
    [{ max: 10 }, 10.01, false],
    [{ max: 0 }, 0, true],
    [{ max: 0 }, 1, false],
    [{ min: 0 }, null, false],
    [{ min: 0 }, true, false],
    [{ min: 0 }, absent, false],
    [{ min: 0 }, Number.NaN, false],
    [{ max: 0 }, Number.NaN, false],
    [{ min: 9_007_199_254_740_992 }, 9_007_199_254_740_993n, true],
    [{ max: 9_007_199_254_740_992 }, 9_007_199_254_740_993n, false],
    [{ min: 1, max: 3 }, 2, true],
    [{ min: 1, max: 3 }, 4, false],
    [{ contains: 'mini' }, 'gpt-5-mini', true],
    [{ contains: 'mini' }, 'gpt-5', false],
    [{ contains: '' }, 'x', true],
    [{ contains: 'a' }, ['b', 'a'], true],
    [{ contains: 'a' }, ['ab'], false],
    [{ contains: 1 }, [1, 2], true],
    [{ contains: 1 }, ['1'], false],
    [{ contains: 1 }, '1', false],
    [{ contains: null }, [null], true],
    [{ contains: 'a' }, [], false],
    [{ contains: 'a' }, absent, false],
    [{ contains: 'a' }, { a: 1 }, false],
    [{ type: 'string' }, 'x', true],
    [{ type: 'string' }, 1, false],
    [{ type: 'int' }, 1, true],
    [{ type: 'int' }, 2n ** 60n, true],
    [{ type: 'int' }, 1.5, false],
    [{ type: 'int' }, '1', false],
    [{ type: 'double' }, 1.5, true],
    [{ type: 'double' }, 1, true],
    [{ type: 'boolean' }, true, true],
    [{ type: 'boolean' }, 1, false],
    [{ type: 'map' }, { a: 1 }, true],
    [{ type: 'map' }, [], false],
    [{ type: 'map' }, null, false],
    [{ type: 'map' }, new Uint8Array(1), false],
    [{ type: 'string[]' }, ['a'], true],
    [{ type: 'string[]' }, [], true],
    [{ type: 'string[]' }, ['a', 1], false],
    [{ type: 'string[]' }, 'a', false],
    [{ type: 'int[]' }, [1, 2], true],
    [{ type: 'int[]' }, [1.5], false],
    [{ type: 'any' }, null, true],
    [{ type: 'any' }, absent, false],
    [{ schema: { type: 'object', required: ['a'] } }, { a: 1 }, true],
    [{ schema: { type: 'object', required: ['a'] } }, { b: 1 }, false],
    [{ schema: { type: 'object', required: ['a'] } }, '{"a":1}', true],
    [{ schema: { type: 'object', required: ['a'] } }, '{"b":1}', false],
    [{ schema: { type: 'object' } }, 'text', false],
    [{ schema: { type: 'string', minLength: 3 } }, '{"a":1}', true],
    [{ schema: { type: 'integer', minimum: 2 } }, 2n, true],
    [{ schema: { type: 'integer', minimum: 2 } }, 1, false],
    [{ schema: true }, null, true],
    [{ schema: false }, 'x', false],
    [{ schema: true }, absent, false],
    [{ not: { schema: { type: 'integer' } } }, 'x', true],
    [{ not: { schema: { type: 'integer' } } }, absent, true],
    // Validators recurse, so nobody asks one of a value this deep.
    [{ schema: true }, deep, undefined],
    // All given operators hold.
    [{ pattern: '^a', not: 'ab' }, 'ac', true],
    [{ pattern: '^a', not: 'ab' }, 'ab', false],
    [{ exists: true, max: 3 }, 4, false],
    // A dropped attribute is neither missing nor present.
    ['chat', lost, undefined],
    [['chat'], lost, undefined],
    [null, lost, undefined],
    [{ exists: true }, lost, undefined],
    [{ exists: false }, lost, undefined],
    [{ not: 'chat' }, lost, undefined],
    [{ not: { exists: true } }, lost, undefined],
    [{ min: 1 }, lost, undefined],
    [{ pattern: 'x' }, lost, undefined],
    [{ contains: 'x' }, lost, undefined],
    [{ type: 'any' }, lost, undefined],
    [{ schema: false }, lost, undefined],
  ])('%j of %s is %s', (entry, value, expected) => {
    expect(askValue(entry, value)).toBe(expected)
  })

  test('an attribute that was kept is decided whatever else the span dropped', () => {
    expect(ask({ k: 'chat' }, { attributes: { k: 'chat' }, dropped: { attributes: 9 } })).toBe(true)
    expect(ask({ k: 'chat' }, { attributes: { k: 'text' }, dropped: { attributes: 9 } })).toBe(false)
  })
})

describe('reserved keys', () => {
  const full: SpanSketch = {
    name: 'chat gpt-5',
    kind: 'client',
    status: 'error',
    parent: 'root',
    start: 0,
    end: 2000,
    scope: { name: 'my-agent', version: '1.2.0' },
    resource: { 'service.name': 'support' },
    events: [{ name: 'exception' }, { name: 'gen_ai.choice' }],
    attributes: { 'gen_ai.operation.name': 'chat' },
  }
  const bare: SpanSketch = { name: 'chat gpt-5', end: null }

  test.each<[selector: Selector, sketch: SpanSketch, expected: Decision]>([
    [{ 'span.name': 'chat gpt-5' }, full, true],
    [{ 'span.name': 'chat' }, full, false],
    [{ 'span.name': { pattern: '^chat ' } }, full, true],
    [{ 'span.name': { exists: true } }, bare, true],
    [{ 'span.name': { exists: true } }, { name: '' }, true],
    [{ 'span.kind': 'client' }, full, true],
    [{ 'span.kind': ['server', 'client'] }, full, true],
    [{ 'span.kind': 'server' }, full, false],
    // A span without a kind counts as internal.
    [{ 'span.kind': 'internal' }, { name: 'x', kind: 'unspecified' }, true],
    [{ 'span.kind': { not: 'internal' } }, { name: 'x', kind: 'unspecified' }, false],
    [{ 'span.status': 'error' }, full, true],
    [{ 'span.status': 'ok' }, full, false],
    [{ 'span.status': 'unset' }, bare, true],
    [{ 'span.duration': { min: '2s' } }, full, true],
    [{ 'span.duration': { min: '2001ms' } }, full, false],
    [{ 'span.duration': { max: '1999999us' } }, full, false],
    [{ 'span.duration': { min: '500ms', max: '0.1m' } }, full, true],
    // A span that never ended has no duration yet, whatever is asked of it.
    [{ 'span.duration': { min: '0s' } }, bare, undefined],
    [{ 'span.duration': { max: '0s' } }, bare, undefined],
    [{ 'span.parent': { exists: true } }, full, true],
    [{ 'span.parent': { exists: false } }, full, false],
    [{ 'span.parent': { exists: false } }, bare, true],
    [{ 'scope.name': 'my-agent' }, full, true],
    [{ 'scope.name': { exists: false } }, bare, true],
    [{ 'scope.version': { pattern: '^1\\.' } }, full, true],
    [{ 'scope.version': { exists: true } }, bare, false],
    [{ 'resource.service.name': 'support' }, full, true],
    [{ 'resource.service.name': 'billing' }, full, false],
    [{ 'resource.service.name': { exists: false } }, bare, true],
    // Resources do not lose attributes with their spans.
    [{ 'resource.service.name': 'x' }, { name: 'x', dropped: { attributes: 3 } }, false],
    [{ 'event.exception': { exists: true } }, full, true],
    [{ 'event.exception': true }, full, true],
    [{ 'event.gen_ai.choice': { exists: true } }, full, true],
    [{ 'event.exception': { exists: true } }, bare, false],
    [{ 'event.exception': { exists: false } }, bare, true],
    [{ 'event.exception': { exists: true } }, { name: 'x', dropped: { events: 1 } }, undefined],
    [{ 'event.exception': { exists: false } }, { name: 'x', dropped: { events: 1 } }, undefined],
    [{ 'event.exception': { exists: true } }, { ...full, dropped: { events: 1 } }, true],
    // Lost attributes leave events decided, and the other way round.
    [{ 'event.exception': { exists: true } }, { name: 'x', dropped: { attributes: 1 } }, false],
    [{ k: { exists: true } }, { name: 'x', dropped: { events: 1 } }, false],
    // The long form of a bare key, for attributes that are called like reserved keys.
    [{ 'span.attributes.gen_ai.operation.name': 'chat' }, full, true],
    [{ 'span.attributes.span.name': 'mine' }, { name: 'chat', attributes: { 'span.name': 'mine' } }, true],
    [{ 'span.name': 'mine' }, { name: 'chat', attributes: { 'span.name': 'mine' } }, false],
    [{ 'span.attributes.not': 'x' }, { name: 'x', attributes: { not: 'x' } }, true],
    [{ 'span.attributes.k': 'x' }, { name: 'x', dropped: { attributes: 1 } }, undefined],
  ])('%j of %j is %s', (selector, sketch, expected) => {
    expect(ask(selector, sketch)).toBe(expected)
  })

  test('a bare key is never looked up in the resource', () => {
    const sketch: SpanSketch = { name: 'x', resource: { 'service.name': 'support', 'gen_ai.agent.name': 'a' } }
    expect(ask({ 'service.name': 'support' }, sketch)).toBe(false)
    expect(ask({ 'gen_ai.agent.name': { exists: false } }, sketch)).toBe(true)
    expect(ask({ 'resource.k': { exists: true } }, { name: 'x', attributes: { k: 'v' } })).toBe(false)
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '(.*)', 'a.b*', 'é', ' '])(
    'key `%s` is only a key',
    (key) => {
      const selector: Selector = { [`span.attributes.${key}`]: 'x' }
      const missing: Selector = { [`span.attributes.${key}`]: { exists: false } }
      expect(ask(selector, {})).toBe(false)
      expect(ask(missing, {})).toBe(true)
      expect(ask(selector, { attributes: Object.fromEntries([[key, 'x']]) })).toBe(true)
      expect(ask({ [`resource.${key}`]: { exists: true } }, {})).toBe(false)
      expect(ask({ [`event.${key}`]: { exists: true } }, {})).toBe(false)
    },
  )
})

describe('and, or, not', () => {
  // Entries with a known decision: `t` holds, `f` does not, `u` asks for a dropped attribute.
  const sketch: Partial<SpanSketch> = { attributes: { k: 1 }, dropped: { attributes: 1 } }
  const entry = (decision: Decision, key: string): Selector =>
    decision === undefined ? { [key]: 'x' } : decision ? { 'span.name': { exists: true } } : { k: 2 }
  const decisions: readonly Decision[] = [true, false, undefined]
  // Kleene's tables.
  const conjunction = (left: Decision, right: Decision): Decision =>
    left === false || right === false ? false : left === true && right === true ? true : undefined
  const disjunction = (left: Decision, right: Decision): Decision =>
    left === true || right === true ? true : left === false && right === false ? false : undefined
  const pairs = decisions.flatMap((left) => decisions.map((right) => [left, right] as const))

  test.each(pairs)('of %s and %s', (left, right) => {
    const parts = [entry(left, 'lost.1'), entry(right, 'lost.2')]
    expect(ask({ and: parts }, sketch)).toBe(conjunction(left, right))
    expect(ask({ or: parts }, sketch)).toBe(disjunction(left, right))
    expect(ask({ not: { and: parts } }, sketch)).toBe(flip(conjunction(left, right)))
    expect(ask({ not: { or: parts } }, sketch)).toBe(flip(disjunction(left, right)))
    const both: Selector = { ...parts[0], and: [parts[1]!] }
    expect(ask(both, sketch)).toBe(conjunction(left, right))
  })

  test.each(decisions.map((decision) => [decision]))('not of %s', (decision) => {
    expect(ask({ not: entry(decision, 'lost') }, sketch)).toBe(flip(decision))
    expect(ask({ not: { not: entry(decision, 'lost') } }, sketch)).toBe(decision)
  })

  test('entries of one map must all hold', () => {
    expect(ask({ a: 1, b: 2 }, { attributes: { a: 1, b: 2 } })).toBe(true)
    expect(ask({ a: 1, b: 2 }, { attributes: { a: 1, b: 3 } })).toBe(false)
    expect(ask({ a: 1, b: 2 }, { attributes: { a: 1 }, dropped: { attributes: 1 } })).toBe(undefined)
    expect(ask({ a: 1, b: 2 }, { attributes: { a: 2 }, dropped: { attributes: 1 } })).toBe(false)
  })

  function flip(decision: Decision): Decision {
    return decision === undefined ? undefined : !decision
  }
})

describe('what a compiled selector says of itself', () => {
  test.each<[Selector, keys: number, literals: number]>([
    [{ a: 'x' }, 1, 1],
    [{ a: ['x', 'y'] }, 1, 1],
    [{ a: { eq: null } }, 1, 1],
    [{ a: { anyOf: ['x'] } }, 1, 1],
    [{ a: { pattern: 'x' } }, 1, 0],
    [{ a: { exists: true } }, 1, 0],
    [{ a: { not: 'x' } }, 1, 0],
    [{ a: 'x', b: { min: 1 } }, 2, 1],
    [{ a: 'x', and: [{ b: 'y' }, { c: { exists: true } }] }, 3, 2],
    [{ and: [{ and: [{ a: 'x' }] }] }, 1, 1],
    [{ 'span.name': 'x' }, 1, 1],
  ])('%j has %i keys, %i of them literal', (selector, keys, literals) => {
    const compiled = compileSelector(selector)
    expect([compiled.keys, compiled.literals]).toEqual([keys, literals])
  })

  test('equalities are what every selected span carries', () => {
    const { equalities } = compileSelector({
      a: 'x',
      'span.attributes.b': ['y', 'z'],
      'resource.c': 'x',
      'span.kind': 'client',
      d: { not: 'x' },
      and: [{ e: { eq: true } }],
      or: [{ f: 'x' }],
      not: { g: 'x' },
    })
    expect(equalities).toEqual([
      { key: 'a', values: ['x'] },
      { key: 'b', values: ['y', 'z'] },
      { key: 'e', values: [true] },
    ])
  })

  test.each([
    ['gen_ai.operation.name', 'gen_ai.operation.name'],
    ['span.attributes.span.name', 'span.name'],
    ['spanner.name', 'spanner.name'],
    ['eventual', 'eventual'],
    ['span.name', undefined],
    ['scope.version', undefined],
    ['resource.x', undefined],
    ['event.x', undefined],
    ['and', undefined],
    ['or', undefined],
    ['not', undefined],
  ])('key `%s` reads attribute `%s`', (key, expected) => {
    expect(attributeKey(key)).toBe(expected)
  })
})

test('the same compiled selector gives the same answer to every span, in any order', () => {
  const { test: decide } = compileSelector({ k: { pattern: '^a' } })
  const values = ['a', 'b', 'ab', 'ba']
  const spans: Span[] = values.map((k) => span({ name: 'x', attributes: { k } }))
  const answers = spans.map(decide)
  expect(answers).toEqual([true, false, true, false])
  expect(spans.toReversed().map(decide)).toEqual(answers.toReversed())
})
