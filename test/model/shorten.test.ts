import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { shorten } from '../../src/model/shorten.ts'

test('a long text is cut in its middle, and says how long it was', () => {
  expect(shorten('short', 40)).toBe('short')
  expect(shorten(`begin${'x'.repeat(90)}final`, 40)).toBe('beginxxxxxxxxx…xxxfinal (100 characters)')
})

test('cutting keeps characters whole and the limit, nearly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 60, maxLength: 200 }), (text) => {
      const cut = shorten(text, 50)
      expect(cut).not.toMatch(/\p{Cs}/u)
      expect(cut.length).toBeLessThanOrEqual(text.length <= 50 ? text.length : 51)
    }),
  )
})

test('cutting a cut text again is cutting it once', () => {
  const name = `begin${'x'.repeat(4990)}final`
  expect(shorten(shorten(name, 1000), 40)).toBe('beginxxxxxxxx…xxxfinal (5000 characters)')
  const long = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 500 }))
  fc.assert(
    fc.property(long, fc.integer({ min: 30, max: 90 }), ([part, times], limit) => {
      const text = part.repeat(times)
      expect(shorten(shorten(text, 1000), limit)).toBe(shorten(text, limit))
    }),
  )
})

test('a text that only ends as if it were cut has its own length', () => {
  expect(shorten(`${'x'.repeat(40)}… (12 characters)`, 40)).toBe('xxxxxxxxxxxxxx…aracters) (57 characters)')
})
