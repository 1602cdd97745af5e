import { expect, test } from 'vitest'

import type { Value } from '../../src/model/value.ts'
import { compileDetectors, scanValue } from '../../src/privacy/index.ts'

const scan = compileDetectors(['email', 'payment-card'], ['CANARY'])

function visits(value: Value, maxDepth?: number) {
  const found: [path: string, part: string, kinds: string][] = []
  const isComplete = scanValue(
    value,
    scan,
    (hits, { path, part }) => found.push([path.join('/'), part, hits.map(({ kind }) => kind).join()]),
    maxDepth,
  )
  return { found, isComplete }
}

test.each<[string, Value, [string, string, string][]]>([
  ['a string', 'jane@example.com', [['', 'value', 'email']]],
  ['several hits of one string', 'CANARY jane@example.com', [['', 'value', 'canary-1,email']]],
  [
    'nested strings, in order',
    { b: ['x', 'a@b.co'], a: { c: 'CANARY' } },
    [
      ['b/1', 'value', 'email'],
      ['a/c', 'value', 'canary-1'],
    ],
  ],
  ['a key, redacted in its own path', { 'a@b.co': 1 }, [['[email, 6 characters]', 'key', 'email']]],
  [
    'a value below such a key',
    { 'a@b.co': ['CANARY'] },
    [
      ['[email, 6 characters]', 'key', 'email'],
      ['[email, 6 characters]/0', 'value', 'canary-1'],
    ],
  ],
  [
    'a card number as an integer',
    [4111111111111111, 4111111111111111n],
    [
      ['0', 'value', 'visa'],
      ['1', 'value', 'visa'],
    ],
  ],
  ['nothing in other values', [null, true, 1.5, -4111111111111111n, Number.NaN, new Uint8Array([64]), '', []], []],
  [
    'a key such as __proto__',
    Object.fromEntries([['__proto__', { constructor: 'a@b.co' }]]),
    [['__proto__/constructor', 'value', 'email']],
  ],
])('%s', (_name, value, expected) => {
  expect(visits(value)).toEqual({ found: expected, isComplete: true })
})

test('what lies deeper than the limit is not scanned, and that is said', () => {
  expect(visits([['a@b.co']], 2)).toEqual({ found: [['0/0', 'value', 'email']], isComplete: true })
  expect(visits([['a@b.co'], 'CANARY'], 1)).toEqual({ found: [['1', 'value', 'canary-1']], isComplete: false })
})

test('a value of any depth ends', () => {
  let value: Value = 'a@b.co'
  for (let depth = 0; depth < 100_000; depth++) value = [value]
  expect(visits(value)).toEqual({ found: [], isComplete: false })
})
