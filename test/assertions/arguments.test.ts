import { describe, expect, test } from 'vitest'

import { compileArguments, type ArgumentOptions } from '../../src/assertions/arguments.ts'
import { jsonErrorOffset } from '../../src/assertions/json-offset.ts'
import { contentOf } from '../../src/dialects/content.ts'
import type { Value } from '../../src/model/value.ts'

/** Paths of the differences; `matches` for none. */
function compare(expected: unknown, recorded: Value, options: ArgumentOptions = {}): 'matches' | string[] {
  const comparison = compileArguments(expected, options)({ value: recorded })
  if ('differs' in comparison) return comparison.differs.map(({ path }) => path)
  return 'matches' in comparison ? 'matches' : ['unexpected']
}

describe('what is not there', () => {
  const compiled = compileArguments({ a: 1 })
  test.each(['not-captured', 'redacted', 'truncated'] as const)('%s is unknown', (lacks) => {
    expect(compiled({ lacks })).toEqual({ unknown: lacks })
  })
  test('what was not kept is unknown', () => {
    expect(compiled({ digest: 'x' })).toEqual({ unknown: 'not-captured' })
  })
  test('text that is no JSON is invalid, where the parser stopped', () => {
    expect(compiled(contentOf('{"a": tru}', 'json'))).toEqual({
      invalid: { message: "unexpected token '}'", offset: 9 },
    })
  })
  test('nothing is asked of what is ignored', () => {
    expect(compileArguments({ a: 1 }, { mode: 'ignore' })({ lacks: 'redacted' })).toEqual({ matches: true })
  })
})

describe('ignored keys', () => {
  test.each<[string, string[], unknown, Value, 'matches' | string[]]>([
    ['a key', ['at'], { a: 1 }, { a: 1, at: 2 }, 'matches'],
    ['only at its place', ['at'], { a: { b: 1 } }, { a: { b: 1, at: 2 } }, ['$.a.at']],
    ['a path, with or without its start', ['$.a.at'], { a: { b: 1 } }, { a: { b: 1, at: 2 } }, 'matches'],
    ['any one key on the way', ['*.at'], { a: {}, b: {} }, { a: { at: 1 }, b: { at: 2 } }, 'matches'],
    ['which is not two', ['*.at'], { a: { b: {} } }, { a: { b: { at: 1 } } }, ['$.a.b.at']],
    ['any depth, none too', ['**.at'], { a: { b: [{}] } }, { at: 0, a: { b: [{ at: 1 }] } }, 'matches'],
    ['below any depth', ['**.meta.at'], { meta: {} }, { meta: { at: 1 } }, 'matches'],
    ['a glob', ['x-*'], {}, { 'x-request-id': 1 }, 'matches'],
    ['one entry of a list', ['l[0].id'], { l: [{}, {}] }, { l: [{ id: 1 }, { id: 2 }] }, ['$.l[1].id']],
    ['each entry of a list', ['l[*].id'], { l: [{}, {}] }, { l: [{ id: 1 }, { id: 2 }] }, 'matches'],
    ['a key with dots', ["['a.b']"], {}, { 'a.b': 1 }, 'matches'],
    ['in a literal that is expected', ['a.at'], { a: { eq: { b: 1, at: 1 } } }, { a: { b: 1, at: 2 } }, 'matches'],
    ['in any of several', ['a.at'], { a: { anyOf: [{ b: 1, at: 1 }] } }, { a: { b: 1 } }, 'matches'],
    [
      'in entries in any order',
      ['l[*].at'],
      { l: { unordered: [{ b: 1, at: 1 }] } },
      { l: [{ b: 1, at: 2 }] },
      'matches',
    ],
    ['what is left is no operator', ['at'], { min: 1, at: 1 }, { min: 2, at: 3 }, ['$.min']],
  ])('%s', (_name, ignore, expected, recorded, answer) => {
    expect(compare(expected, recorded, { mode: 'exact', ignore })).toEqual(answer)
  })
})

describe('defaults', () => {
  const defaults = { limit: 10, sort: { by: 'date', up: true } }
  test.each<[string, unknown, Value, 'matches' | string[]]>([
    ['left out on both sides', { q: 'x' }, { q: 'x' }, 'matches'],
    ['left out by the caller', { q: 'x', limit: 10 }, { q: 'x' }, 'matches'],
    ['left out by the contract', { q: 'x' }, { q: 'x', limit: 10 }, 'matches'],
    ['another value', { q: 'x' }, { q: 'x', limit: 11 }, ['$.limit']],
    ['inside an object', { q: 'x', sort: { by: 'date' } }, { q: 'x', sort: { up: true } }, 'matches'],
    ['another value inside', { q: 'x' }, { q: 'x', sort: { up: false } }, ['$.sort']],
    ['an operator decides', { q: 'x', limit: { max: 50 } }, { q: 'x', limit: 50 }, 'matches'],
    ['also of what is left out', { q: 'x', limit: { max: 5 } }, { q: 'x' }, ['$.limit']],
  ])('%s', (_name, expected, recorded, answer) => {
    expect(compare(expected, recorded, { mode: 'exact', defaults })).toEqual(answer)
  })

  test('that look like operators are literals', () => {
    const range = { defaults: { range: { min: 0, max: 9 } } }
    expect(compare({}, {}, range)).toBe('matches')
    expect(compare({}, { range: { min: 0, max: 9 } }, range)).toBe('matches')
    expect(compare({}, { range: 5 }, range)).toEqual(['$.range'])
  })

  test('a key named like a prototype is only a key', () => {
    const hostile = JSON.parse('{"__proto__": {"a": 1}}') as Value
    expect(compare({ a: 1 }, hostile, { defaults: { b: 1 }, ignore: ['c'] })).toEqual(['$.a'])
  })
})

test.each([
  ['{x}', 1],
  ['{"a":nope}', 6],
  ['{"a":1,}', 7],
  ['{"a":tr', 7],
  ['', 0],
  ['{"a":"b', 7],
  ['[1 2]', 3],
  ['{"ä":ö}', 5],
  ['nope', 1],
  ['{"a":1}', null],
])('%s breaks at %s', (text, offset) => {
  expect(jsonErrorOffset(text)).toBe(offset)
})
