import { expect, test } from 'vitest'

import { compileNearest } from '../../src/rules/nearest.ts'

test.each([
  ['openia', 'openai'],
  ['OpenAI', 'openai'],
  ['opena', 'openai'],
  ['anthropix', 'anthropic'],
  ['x-ai', 'x_ai'],
  ['azure', undefined],
  ['', undefined],
  ['o', undefined],
])('%s is nearest to %s', (text, expected) => {
  expect(compileNearest(['openai', 'anthropic', 'x_ai'])(text)).toBe(expected)
})

test('ties go to the alphabetically first, whatever the order', () => {
  expect(compileNearest(['bar', 'baz', 'bat'])('bax')).toBe('bar')
  expect(compileNearest(['baz', 'bat', 'bar'])('bax')).toBe('bar')
})

test('long texts have no near candidate', () => {
  const long = 'a'.repeat(1_000_000)
  expect(compileNearest([`${long}b`])(long)).toBeUndefined()
})
