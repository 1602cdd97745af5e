import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { didYouMean, nearest } from '../../src/model/nearest.ts'

test.each([
  ['requirment', ['requirement', 'required'], 'requirement'],
  ['openia', ['openai', 'anthropic'], 'openai'],
  ['atributes', ['attributes', 'annotations'], 'attributes'],
  ['KIND', ['kind', 'king'], 'kind'],
  ['xyz', ['attributes'], undefined],
  ['kind', [], undefined],
  ['', ['kind'], undefined],
])('nearest to %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected)
})

test('the first of equally close candidates is named', () => {
  expect(nearest('cat', ['bat', 'rat'])).toBe('bat')
})

test('a word of hostile length is answered at once', () => {
  expect(nearest('a'.repeat(10_000_000), ['a'.repeat(150)])).toBe(undefined)
})

test('the hint is the end of a sentence, or nothing', () => {
  expect(didYouMean('openia', ['openai'])).toBe('; did you mean `openai`?')
  expect(didYouMean('zzz', ['openai'])).toBe('')
})

test('one slip in a word of some length is always found', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 4, maxLength: 12 })
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap', 'replace'), (text, seed, slip) => {
      const at = seed % text.length
      const slipped = {
        drop: text.slice(0, at) + text.slice(at + 1),
        double: text.slice(0, at) + text[at]! + text.slice(at),
        swap: text.slice(0, at) + (text[at + 1] ?? '') + text[at]! + text.slice(at + 2),
        replace: `${text.slice(0, at)}z${text.slice(at + 1)}`,
      }[slip]
      expect(nearest(slipped, ['1234567890123', text])).toBe(text)
    }),
    { numRuns: 200 },
  )
})
