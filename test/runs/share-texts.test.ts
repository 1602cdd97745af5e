import { expect, test } from 'vitest'

import { createTextSharing } from '../../src/runs/share-texts.ts'

const facts = (): unknown => ({
  facts: { name: 'refund', callId: null, usage: { input: 3, output: null }, requests: [{ name: 'refund', args: [] }] },
  source: { format: 'otlp-json', lacks: new Set(['end']) },
  values: new Map([['key', 'text']]),
  bytes: 120,
  raw: new Uint8Array([1, 2]),
  long: 'x'.repeat(1000),
  at: 3n,
  deep: { a: { b: { c: { d: 'text' } } } },
})

test('nothing of the data changes, whatever was shared before', () => {
  const share = createTextSharing()
  for (const data of [facts(), facts()]) {
    share(data)
    expect(data).toEqual(facts())
  }
  // More texts than are remembered.
  const many = Array.from({ length: 10_000 }, (_, index) => ({ name: `name ${index}` }))
  share(many)
  expect(many[9999]).toEqual({ name: 'name 9999' })
})

test('a key that names the prototype is only a key', () => {
  const data: unknown = JSON.parse('{"__proto__": "text", "constructor": {"__proto__": {"x": "text"}}}')
  createTextSharing()(data)
  expect(JSON.stringify(data)).toBe('{"__proto__":"text","constructor":{"__proto__":{"x":"text"}}}')
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
})

test.each([[undefined], [null], ['text'], [1]])('%s has nothing to share', (data) => {
  expect(() => createTextSharing()(data)).not.toThrow()
})
