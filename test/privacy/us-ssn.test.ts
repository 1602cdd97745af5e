import { expect, test } from 'vitest'

import { find } from './find.ts'

test.each(['123-45-6789', 'ssn:123-45-6789.', '"899-99-9999"'])('in `%s` is a number', (text) => {
  expect(find('us-ssn', text)).toEqual([['us-ssn', /\d[\d-]+\d/.exec(text)![0]]])
})

test.each([
  '000-45-6789',
  '666-45-6789',
  '900-45-6789',
  '123-00-6789',
  '123-45-0000',
  '123456789',
  '2026-11-2026',
  '1123-45-6789',
  '123-45-67890',
  'a-123-45-6789',
  '123-45-6789-1',
])('`%s` is none', (text) => {
  expect(find('us-ssn', text)).toEqual([])
})
