import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { compileDetectors, detectorIds, redact } from '../../src/privacy/index.ts'
import { samples } from './samples.ts'

const at = (kind: string, start: number, length: number) => ({ kind, start, length })

test.each([
  ['no match leaves the text', [], 'abcdefghij'],
  ['a match becomes kind and length', [at('email', 2, 3)], 'ab[email, 3 characters]fghij'],
  ['one character is singular', [at('x', 0, 1)], '[x, 1 character]bcdefghij'],
  ['any order', [at('b', 8, 2), at('a', 0, 2)], '[a, 2 characters]cdefgh[b, 2 characters]'],
  ['neighbours stay apart', [at('a', 0, 5), at('b', 5, 5)], '[a, 5 characters][b, 5 characters]'],
  ['overlapping ones merge', [at('a', 1, 4), at('b', 3, 4)], 'a[a, 6 characters]hij'],
  ['of one start, the longer names them', [at('a', 1, 2), at('b', 1, 4)], 'a[b, 4 characters]fghij'],
  ['contained ones vanish', [at('a', 1, 8), at('b', 3, 2)], 'a[a, 8 characters]j'],
])('%s', (_name, matches, expected) => {
  expect(redact('abcdefghij', matches)).toBe(expected)
})

test('nothing is left to find in a redacted text', () => {
  const scan = compileDetectors(detectorIds, [])
  const parts = fc.oneof(fc.constantFrom(...Object.values(samples).flat()), fc.string())
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (texts) => {
      const text = texts.join('\n')
      expect(scan(redact(text, scan(text)))).toEqual([])
    }),
  )
})
