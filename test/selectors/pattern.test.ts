import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { SpanpactError } from '../../src/model/spanpact-error.ts'
import { compilePattern } from '../../src/selectors/index.ts'

test.each<[source: string, text: string, expected: boolean]>([
  ['gpt', 'my gpt-5', true],
  ['^gpt', 'my gpt-5', false],
  ['gpt$', 'gpt-5', false],
  ['^refund_(order|item)$', 'refund_item', true],
  ['', '', true],
  ['', 'anything', true],
  ['.', '\n', false],
  ['(?s).', '\n', true],
  ['(?i)GPT', 'gpt', true],
  ['^\\d+$', '12', true],
  ['^\\d+$', '١٢', false],
  ['^\\p{L}+$', 'é日', true],
  ['\\Qa.b\\E', 'axb', false],
  ['\\Qa.b\\E', 'a.b', true],
])('`%s` in %j: %s', (source, text, expected) => {
  const pattern = compilePattern(source)
  expect(pattern.test(text)).toBe(expected)
  // Answers are remembered: the second one is the same.
  expect(pattern.test(text)).toBe(expected)
  expect(pattern.source).toBe(source)
})

describe('what RE2 does not have', () => {
  test.each([
    '(?=a)b',
    '(?!a)b',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?<x>a)\\k<x>',
    '(',
    'a**',
    '[z-a]',
    'a{1001}',
    '((a{1000}){1000}){1000}',
    '\\',
  ])('`%s` is refused by name', (source) => {
    let caught: unknown
    try {
      compilePattern(source)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(SpanpactError)
    expect((caught as SpanpactError).code).toBe('pattern-unsupported')
    expect((caught as SpanpactError).message).toContain(`pattern \`${source}\` is not RE2 syntax`)
  })
})

describe('patterns that take a backtracking engine exponential time', () => {
  // Each takes more than 2^1000 steps when backtracked: that the test ends is the proof.
  test.each<[source: string, text: string]>([
    ['^(a+)+$', `${'a'.repeat(3000)}!`],
    ['^(a|aa)+$', `${'a'.repeat(3000)}!`],
    ['^(a|a?)+$', `${'a'.repeat(3000)}!`],
    ['^(.*a){12}$', `${'a'.repeat(3000)}!`],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(3000)],
    ['^(\\w+\\s?)*$', `${'word '.repeat(600)}!`],
  ])('`%s`', (source, text) => {
    expect(compilePattern(source).test(text)).toBe(false)
  })
})

test('remembered answers are those a fresh pattern gives, however many texts were asked', () => {
  const pattern = compilePattern('^[a-m]')
  const texts = Array.from({ length: 2000 }, (_, index) => String.fromCharCode(97 + (index % 26)) + index)
  const expected = texts.map((text) => text < 'n')
  expect(texts.map(pattern.test)).toEqual(expected)
  expect(texts.map(pattern.test)).toEqual(expected)
})

test('literal text between \\Q and \\E is found where `includes` finds it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '(', ' ', '/') })
  fc.assert(
    fc.property(text, text, (needle, haystack) => {
      expect(compilePattern(`\\Q${needle}\\E`).test(haystack)).toBe(haystack.includes(needle))
    }),
    { numRuns: 200 },
  )
})
