import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExactly } from '../../src/readers/json-exact.ts'

describe('integers', () => {
  test.each<[string, unknown]>([
    ['123456789012345', 123_456_789_012_345],
    ['1234567890123456', 1_234_567_890_123_456],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', 9_007_199_254_740_992n],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['-9007199254740991', -9_007_199_254_740_991],
    ['-9007199254740993', -9_007_199_254_740_993n],
    ['\t12345678901234567 ', 12_345_678_901_234_567n],
    ['-9223372036854775808', -9_223_372_036_854_775_808n],
    ['340282366920938463463374607431768211455', 340_282_366_920_938_463_463_374_607_431_768_211_455n],
    [`1${'0'.repeat(39)}`, 10n ** 39n],
    [`1${'0'.repeat(40)}`, 1e40],
    ['1234567890123456.5', 1_234_567_890_123_456.5],
    ['1234567890123456e1', 12_345_678_901_234_560],
    ['1e1234567890123456', Infinity],
    ['0.1234567890123456789', Number('0.1234567890123456789')],
    ['"1234567890123456"', '1234567890123456'],
    ['"\\"1234567890123456"', '"1234567890123456'],
  ])('%s', (text, value) => {
    expect(parseExactly(text)).toBe(value)
    expect(parseExactly(`{"a":[${text}]}`)).toEqual({ a: [value] })
  })
})

test('texts that look like a mark stay texts', () => {
  const texts = ['\ue0001234567890123456', '\ue001x', '\\ue002', '\uf8ff']
  expect(parseExactly(JSON.stringify([...texts, 1]).replace(',1]', ',12345678901234567]'))).toEqual([
    ...texts,
    12_345_678_901_234_567n,
  ])
  expect(parseExactly('["\\ue0001","\\UE001",12345678901234567]'.replace('\\U', '\\u'))).toEqual([
    '\ue0001',
    '\ue001',
    12_345_678_901_234_567n,
  ])
})

test('a text with every private-use character but one is parsed in one pass', () => {
  const characters = Array.from({ length: 0xf8ff - 0xe000 }, (_, index) => String.fromCharCode(0xe000 + index)).join('')
  const text = JSON.stringify([characters.repeat(160), 0]).replace(',0]', ',12345678901234567]')
  const before = performance.now()
  expect(parseExactly(text)).toEqual([characters.repeat(160), 12_345_678_901_234_567n])
  expect(performance.now() - before).toBeLessThan(2000)
  const all = text.replace('["', '["\uf8ff')
  expect(() => parseExactly(all)).toThrow(SyntaxError)
})

test('a number of a million digits costs no time', () => {
  const before = performance.now()
  expect(parseExactly(`[${'1'.repeat(1_000_000)},12345678901234567]`)).toEqual([Infinity, 12_345_678_901_234_567n])
  expect(performance.now() - before).toBeLessThan(2000)
})

test('nesting as deep as the text overflows nothing, `__proto__` is a member like any other', () => {
  const deep = `${'['.repeat(10_000)}12345678901234567${']'.repeat(10_000)}`
  let value = parseExactly(deep)
  while (Array.isArray(value)) [value] = value
  expect(value).toBe(12_345_678_901_234_567n)

  const parsed = parseExactly('{"__proto__":12345678901234567,"a":{"__proto__":{"b":12345678901234568}}}') as object
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
  expect(Object.entries(parsed)[0]).toEqual(['__proto__', 12_345_678_901_234_567n])
})

test.each(['', '{', '[1234567890123456', '[1234567890123456 1]', '{"a":1234567890123456,}'])(
  '`%s` is no JSON',
  (text) => {
    expect(() => parseExactly(text)).toThrow(SyntaxError)
  },
)

test('any JSON gives what `JSON.parse` gives, but long integers exact', () => {
  const long = fc.bigInt({ min: 2n ** 53n, max: 10n ** 39n })
  fc.assert(
    fc.property(fc.jsonValue(), long, fc.boolean(), (json, integer, isNegative) => {
      const signed = isNegative ? -integer : integer
      const text = `{"json":${JSON.stringify(json)},"integer":${signed}}`
      const parsed = parseExactly(text) as { json: unknown; integer: unknown }
      expect(parsed.integer).toBe(signed)
      expect(JSON.stringify(parsed.json, bare)).toBe(JSON.stringify(JSON.parse(JSON.stringify(json)), bare))
    }),
  )
})

/** Doubles of 16 and more digits are integers in their text. */
function bare(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}
