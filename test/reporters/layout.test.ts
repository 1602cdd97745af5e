import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprint } from '../../src/reporters/fingerprint.ts'
import { spanTree } from '../../src/reporters/span-tree.ts'
import { uri } from '../../src/reporters/uri.ts'
import { wrap } from '../../src/reporters/wrap.ts'

test('wrapping changes only spaces, and exceeds the width only for one word', () => {
  expect(wrap('aa bb cc dddddddd e', 5)).toEqual(['aa bb', 'cc', 'dddddddd', 'e'])
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]+( [a-z]+)*$/), (text) => {
      const lines = wrap(text, 10)
      expect(lines.join(' ')).toBe(text)
      expect(lines.filter((line) => line.length > 10 && line.includes(' '))).toEqual([])
    }),
  )
})

test('a tree has the root and the nearest ancestors', () => {
  expect(spanTree({ recording: 'r' })).toEqual([])
  expect(spanTree({ recording: 'r', spanName: 'only' })).toEqual(['only'])
  const ancestors = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5']
  expect(spanTree({ recording: 'r', spanName: 's', ancestors })).toHaveLength(7)
  expect(spanTree({ recording: 'r', spanName: 's', ancestors: [...ancestors, 'a6'] })).toEqual([
    'a0',
    '└─ ⋮ 3 more levels',
    '   └─ a4',
    '      └─ a5',
    '         └─ a6',
    '            └─ s',
  ])
})

test('a path becomes a relative URI', () => {
  expect(uri('a b/c:d#e?.jsonl')).toBe('a%20b/c%3Ad%23e%3F.jsonl')
  expect(uri('\ud800')).toBe('%EF%BF%BD')
})

// The reference vector of FNV-1a for the bytes `[]` was worked out by hand from the two rounds of the definition.
test('a fingerprint is 64-bit FNV-1a of the JSON text', () => {
  const rounds = [0x5bn, 0x5dn].reduce(
    (hash, byte) => BigInt.asUintN(64, (hash ^ byte) * 1099511628211n),
    14695981039346656037n,
  )
  expect(fingerprint([])).toBe(rounds.toString(16).padStart(16, '0'))
  expect(fingerprint(['ab', 'c'])).not.toBe(fingerprint(['a', 'bc']))
})
