import { expect, test } from 'vitest'

import { equalsLiteral, isLiteral, type Literal } from '../../src/model/selector.ts'
import type { Value } from '../../src/model/value.ts'

test.each<[value: Value, literal: Literal, expected: boolean]>([
  [1, 1, true],
  [1, 1.0, true],
  [1, 2, false],
  [1n, 1, true],
  [1n, 1.5, false],
  [-1n, -1.5, false],
  [0n, 0.5, false],
  [0n, -0, true],
  [1n, Infinity, false],
  [1n, NaN, false],
  [2n ** 63n, 2 ** 63, true],
  [2n ** 63n - 1n, 2 ** 63, false],
  [1n, '1', false],
  [1n, true, false],
  [1n, null, false],
  ['1', 1, false],
  ['a', 'a', true],
  ['a', 'A', false],
  [true, true, true],
  [true, 1, false],
  [null, null, true],
  [0, null, false],
  [[1], 1, false],
])('%s equals %s: %s', (value, literal, expected) => {
  expect(equalsLiteral(value, literal)).toBe(expected)
})

test('literals are what YAML and JSON write as scalars', () => {
  expect(['', 0, true, null].map(isLiteral)).toEqual([true, true, true, true])
  expect([undefined, [], {}, 1n, Symbol('x')].map(isLiteral)).toEqual([false, false, false, false, false])
})
