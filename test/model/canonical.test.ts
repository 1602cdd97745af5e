import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { canonicalText, equalValues, valueIdentity } from '../../src/model/canonical.ts'
import type { Value } from '../../src/model/value.ts'

const equal: readonly (readonly [string, Value, Value])[] = [
  ['whole numbers of both widths', 1, 1n],
  ['a double beyond 2^53 and its digits', 2 ** 60, 1152921504606846976n],
  ['minus zero', -0, 0],
  ['not a number', Number.NaN, Number.NaN],
  ['key order', { a: 1, b: [2] }, { b: [2n], a: 1 }],
  ['bytes', new Uint8Array([1, 255]), new Uint8Array([1, 255])],
]

const different: readonly (readonly [string, Value, Value])[] = [
  ['text and number', '1', 1],
  ['null and nothing', { a: null }, {}],
  ['null and text', null, 'null'],
  ['array order', [1, 2], [2, 1]],
  ['array length', [1], [1, 1]],
  ['array and map', ['a'], { 0: 'a' }],
  ['nesting', [[1], 2], [[1, 2]]],
  ['neighbours beyond 2^53', 9007199254740992n, 9007199254740993n],
  ['case', 'A', 'a'],
  ['composed and decomposed letters', '\u00e9', 'e\u0301'],
  ['space', 'a', 'a '],
  ['boolean and text', true, 'true'],
  ['bytes and their text', new Uint8Array([1]), 'b01'],
  ['a key that holds a separator', { 'a":1,"b': 1 }, { a: 1, b: 1 }],
  ['a lone surrogate and its escape', '\ud800', '\\ud800'],
]

test.each(equal)('%s are equal', (_what, one, other) => {
  expect(equalValues(one, other)).toBe(true)
  expect(canonicalText(one)).toBe(canonicalText(other))
})

test.each(different)('%s differ', (_what, one, other) => {
  expect(equalValues(one, other)).toBe(false)
})

test('the text is readable, with keys in order', () => {
  expect(canonicalText({ b: [1, 'x', { d: null, c: true }], a: 1.5 })).toBe('{"a":1.5,"b":[1,"x",{"c":true,"d":null}]}')
  expect(canonicalText([])).toBe('[]')
  expect(canonicalText({})).toBe('{}')
})

test('`__proto__` is a key like any other', () => {
  const map: Value = Object.fromEntries([['__proto__', 1]])
  expect(canonicalText(map)).toBe('{"__proto__":1}')
  expect(equalValues(map, {})).toBe(false)
})

test('depth costs no stack', () => {
  let deep: Value = 1
  for (let level = 0; level < 200_000; level++) deep = level % 2 === 0 ? [deep] : { k: deep }
  expect(canonicalText(deep)).toHaveLength(1 + 100_000 * '[]'.length + 100_000 * '{"k":}'.length)
})

test('an identity shows text as it is', () => {
  expect([valueIdentity('a'), valueIdentity(['a'])]).toEqual(['a', '["a"]'])
})

const anyValue = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Value>('', '1', 'null', 'a,b', '__proto__', 0, 1, -0, 1.5, 2 ** 53, 2n ** 53n, 1n, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', '1'), tie('value'), { maxKeys: 3, noNullPrototype: false }),
  ),
})).value

/** The definition, case by case. */
function areEqual(one: Value, other: Value): boolean {
  if (typeof one === 'number' || typeof one === 'bigint') {
    // eslint-disable-next-line eqeqeq -- loose equality of numbers is what is meant: by value, whatever the width
    return (typeof other === 'number' || typeof other === 'bigint') && one == other
  }
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const left = Object.entries(one)
  const right = new Map<string, Value>(Object.entries(other))
  return left.length === right.size && left.every(([key, item]) => right.has(key) && areEqual(item, right.get(key)!))
}

test('equality is that of the definition', () => {
  fc.assert(
    fc.property(anyValue, anyValue, (one, other) => {
      expect(equalValues(one, other)).toBe(areEqual(one, other))
    }),
  )
})
