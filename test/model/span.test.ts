import { expect, test } from 'vitest'

import { hasRemoteParent } from '../../src/model/span.ts'
import { isValueMap } from '../../src/model/value.ts'

// W3C trace flags take bits 0-7; bit 8 says that bit 9, "parent is remote", is known.
test.each([
  [null, false],
  [0x000, false],
  [0x001, false],
  [0x100, false],
  [0x200, false],
  [0x300, true],
  [0x301, true],
  [0x3ff, true],
  [0xffff_ffff, true],
])('flags %s: remote parent %s', (flags, expected) => {
  expect(hasRemoteParent({ flags })).toBe(expected)
})

test('only key-value lists are maps', () => {
  expect([{}, Object.create(null)].map(isValueMap)).toEqual([true, true])
  expect([null, [], 'a', 1, 1n, true, new Uint8Array(1)].map(isValueMap)).toEqual(Array(7).fill(false))
})
