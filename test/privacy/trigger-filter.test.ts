import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { compileTriggers } from '../../src/privacy/trigger-filter.ts'

test.each([
  [[['ab']], 'xaby', 0b1],
  [[['ab']], 'a b', 0],
  [[['ab'], ['b']], 'b', 0b10],
  [[['ab'], ['b']], 'ab', 0b11],
  [[['ab', 'cd'], ['cd']], 'cd', 0b11],
  [[['a[0-9x]b']], 'a7b', 0b1],
  [[['a[0-9x]b']], 'axb', 0b1],
  [[['a[0-9x]b']], 'a-b', 0],
  [[['[^0-9]1']], '21', 0],
  [[['[^0-9]1']], '1', 0b1],
  [[['[ab-]c']], '-c', 0b1],
  [[[]], 'a', 0],
  [[], 'a', 0],
])('the triggers %j in `%s` are %i', (sets, text, expected) => {
  expect(compileTriggers(sets)(text)).toBe(expected)
})

test('any number of triggers gives what one expression per set gives', () => {
  const element = fc.constantFrom('a', 'b', '-', '[ab]', '[a-c]', '[^a]')
  const trigger = fc.array(element, { minLength: 1, maxLength: 32 }).map((elements) => elements.join(''))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', 'ÿ'), maxLength: 60 })
  fc.assert(
    fc.property(fc.array(fc.array(trigger, { maxLength: 4 }), { maxLength: 31 }), text, (sets, subject) => {
      const expected = sets.map((triggers) => triggers.some((source) => new RegExp(source).test(` ${subject}`)))
      const bits = compileTriggers(sets)(subject)
      expect(sets.map((_, index) => (bits & (1 << index)) !== 0)).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

test('characters outside of Latin-1 may be taken for others, never the other way round', () => {
  expect(compileTriggers([['a']])('š\u0161')).toBe(0b1)
  expect(compileTriggers([['a@']])('日本a@')).toBe(0b1)
})
