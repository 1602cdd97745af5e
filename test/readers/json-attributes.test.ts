import { describe, expect, test } from 'vitest'
import { attributesOfMap, valueOfJson } from '../../src/readers/json-attributes.ts'

/** A value below `levels` lists. */
function nested(levels: number): unknown {
  return JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`)
}

describe('values', () => {
  test.each<[unknown, unknown]>([
    ['text', 'text'],
    [1.5, 1.5],
    [false, false],
    [null, null],
    [5n, 5],
    [9_007_199_254_740_993n, 9_007_199_254_740_993n],
    [-9_007_199_254_740_991n, -9_007_199_254_740_991],
    [-(2n ** 63n), -(2n ** 63n)],
    [2n ** 63n, 2 ** 63],
    [10n ** 20n, 1e20],
    [
      ['a', [1]],
      ['a', [1]],
    ],
  ])('%s', (json, value) => {
    expect(valueOfJson(json)).toEqual(value)
  })

  test('maps have no prototype', () => {
    const value = valueOfJson(JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')) as object
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('64 levels are read, 65 are not', () => {
    expect(valueOfJson(nested(64))).toEqual(nested(64))
    expect(valueOfJson(nested(65))).toBeUndefined()
    expect(valueOfJson(nested(10_000))).toBeUndefined()
  })
})

describe('maps', () => {
  test('give attributes in their order, any key', () => {
    const { attributes, unread } = attributesOfMap(JSON.parse('{"b":1,"__proto__":"x","a.c":[true]}'))
    expect([...attributes]).toEqual([
      ['b', 1],
      ['__proto__', 'x'],
      ['a.c', [true]],
    ])
    expect(unread).toBe(0)
  })

  test('leave out what is too deep, and count it', () => {
    expect(attributesOfMap({ a: nested(65), b: 1, c: { d: nested(64) } })).toEqual({
      attributes: new Map([['b', 1]]),
      unread: 2,
    })
  })

  test.each([
    [undefined, 0],
    [null, 0],
    ['text', 1],
    [[1], 1],
    [7, 1],
  ])('%j in place of one', (raw, unread) => {
    expect(attributesOfMap(raw)).toEqual({ attributes: new Map(), unread })
  })
})
