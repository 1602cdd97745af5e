import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyedAttributes } from '../../src/model/keyed-attributes.ts'
import type { Value } from '../../src/model/value.ts'

function keyed(entries: readonly (readonly [string, Value])[]): KeyedAttributes {
  return new KeyedAttributes(
    new Map(entries.map(([key], position) => [key, position])),
    entries.map(([, value]) => value),
  )
}

const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'size', '', 'a', 'b'), fc.string())
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const entries = fc.uniqueArray(fc.tuple(key, value), { selector: ([one]) => one, maxLength: 20 })

test('reads like a map of the same entries', () => {
  fc.assert(
    fc.property(entries, key, (list, other) => {
      const attributes = keyed(list)
      const map = new Map<string, Value>(list)
      expect(attributes.size).toBe(map.size)
      expect([...attributes]).toEqual([...map])
      expect([...attributes.entries()]).toEqual([...map.entries()])
      expect([...attributes.keys()]).toEqual([...map.keys()])
      expect([...attributes.values()]).toEqual([...map.values()])
      for (const one of [other, ...map.keys()]) {
        expect(attributes.get(one)).toBe(map.get(one))
        expect(attributes.has(one)).toBe(map.has(one))
      }
      const visited: unknown[] = []
      attributes.forEach((held, at, all) => visited.push([at, held, all === attributes]))
      expect(visited).toEqual(list.map(([at, held]) => [at, held, true]))
    }),
  )
})

test('a present null is not absent', () => {
  const attributes = keyed([['a', null]])
  expect(attributes.get('a')).toBe(null)
  expect(attributes.has('a')).toBe(true)
})

test('prints as a map', () => {
  expect(inspect(keyed([['a', 1]]))).toBe("Map(1) { 'a' => 1 }")
})
