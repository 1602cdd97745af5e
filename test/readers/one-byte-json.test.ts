import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createOneByteJson } from '../../src/readers/one-byte-json.ts'

const padding = 'x'.repeat(4000)

function decode(json: string): string {
  return createOneByteJson()(Buffer.from(json))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('ASCII stays as it is', () => {
  expect(decode('{"a":"b\\u00e9"}')).toBe('{"a":"b\\u00e9"}')
})

test('a few characters beyond ASCII become escapes', () => {
  expect(decode(`["${padding}é – 返 ✅ 😀"]`)).toBe(`["${padding}\\u00e9 \\u2013 \\u8fd4 \\u2705 \\ud83d\\ude00"]`)
})

test('text with many characters beyond ASCII is left as it is', () => {
  const dense = `["${'返品ポリシー'.repeat(100)}"]`
  expect(decode(dense)).toBe(dense)
})

describe('where a character stands makes no difference', () => {
  test.each([0, 1, 1020, 1021, 1022, 1023, 1024, 1025, 2046, 2047, 2048, 3990])('%i bytes into a text', (before) => {
    const text = `${padding.slice(0, before)}😀${padding}`
    expect(JSON.parse(decode(JSON.stringify(text)))).toBe(text)
  })

  test('at the very end', () => {
    expect(decode(`${padding}é`)).toBe(`${padding}\\u00e9`)
  })
})

test('what is no JSON does not become JSON', () => {
  // An escaped character, and one outside a string.
  for (const text of [`["${padding}\\é"]`, `["${padding}"é]`, `["${padding}"]\u00a0`, `{"${padding}":1,é:2}`]) {
    expect(isJson(text)).toBe(false)
    expect(isJson(decode(text))).toBe(false)
  }
})

test('a character behind an escaped backslash is read as it stands', () => {
  const text = `${padding}\\é`
  expect(JSON.parse(decode(JSON.stringify(text)))).toBe(text)
})

test('a short text behind a long one holds nothing of it', () => {
  const decoder = createOneByteJson()
  decoder(Buffer.from(`["é${padding.repeat(20)}"]`))
  expect(decoder(Buffer.from(`["é${padding}"]`))).toBe(`["\\u00e9${padding}"]`)
})

test('any JSON means the same, sparse or dense', () => {
  const decoder = createOneByteJson()
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.nat({ max: 3000 }), (value, pad) => {
      const json = JSON.stringify([value, padding.slice(0, pad), value])
      // Text with half a surrogate pair has no UTF-8.
      fc.pre(json.isWellFormed())
      expect(JSON.parse(decoder(Buffer.from(json)))).toEqual(JSON.parse(json))
    }),
    { numRuns: 500 },
  )
})
