import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { compileDetectors, detectorIds, detectors, type DetectorId } from '../../src/privacy/index.ts'
import { samples } from './samples.ts'

const scan = compileDetectors(detectorIds, ['CANARY-7f3a'])
const planted = Object.entries(samples).flatMap(([id, texts]) => texts.map((text) => ({ id, text })))

test('every detector has samples, and the table names all', () => {
  expect(detectorIds).toEqual(Object.keys(detectors))
  expect(Object.keys(samples)).toEqual(detectorIds)
})

test('a planted text is found at its place, whatever surrounds it', () => {
  const leftEdge = fc.constantFrom('"', '`', '\n"')
  const rightEdge = fc.constantFrom('"', '`', '"\n')
  const plant = fc.constantFrom(...planted)
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      leftEdge,
      plant,
      rightEdge,
      fc.string(),
      (before, left, { id, text }, right, after) => {
        const hits = scan(before + left + text + right + after).filter(({ detector }) => detector === id)
        const start = before.length + left.length
        expect(hits.map((hit) => [hit.start, hit.length])).toContainEqual([start, text.length])
      },
    ),
    { numRuns: 500 },
  )
})

test('words, numbers and ids give nothing', () => {
  const unit = fc.stringMatching(/^[A-Za-z0-9 ]$/)
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 2000 }), (text) => {
      expect(scan(text)).toEqual([])
    }),
  )
})

test('hits come in order of their start, and only from the detectors asked for', () => {
  const text = 'CANARY-7f3a +491512345678 jane@example.com 4111111111111111 CANARY-7f3a'
  const found = (ids: readonly DetectorId[], canaries: readonly string[]) =>
    compileDetectors(ids, canaries)(text).map(({ detector, start }) => [detector, start])
  expect(found(['payment-card', 'email', 'email'], [])).toEqual([
    ['email', 26],
    ['payment-card', 43],
  ])
  expect(found(['phone', 'email'], ['CANARY-7f3a'])).toEqual([
    ['canary', 0],
    ['phone', 12],
    ['email', 26],
    ['canary', 60],
  ])
  expect(found([], [])).toEqual([])
})

describe('hostile texts', () => {
  const pieces = [
    'a @ a@ @a. a@a.a %40 1- 1 4111-1 +1 +49-1- 123-45- DE89 ?sig= &Signature=aaaaaaaaaaaaaaaa ?se=1&sig=abcdefghijklmnopq',
    'eyJ -eyJ .eyJ eyJaaaaaaaa. eyJaaaaaaa.eyJ- sk- sk-proj- -sk-ant- hf_ -AKIA SG. -AIza xoxb- \\u0026 \\',
    ':// ://a: ://:a@ ://a:b secretAccessKey= -----BEGIN _ I G K b B - = +1--1-- :@ a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.',
  ].flatMap((line) => line.split(' '))
  const spaced = [
    ' ',
    '1 ',
    '4111 ',
    ' 4',
    '+1 ',
    'DE89 ',
    ' Bearer ',
    'Basic aaaa',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN AAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    `eyJ${'a'.repeat(300)}`,
    `basic ${'a'.repeat(1030)}`,
  ]

  /** Quadratic growth multiplies the time by 64, linear growth by about 8. A busy machine gets more rounds to show it. */
  test.each([...pieces, ...spaced])('eight times as many `%s` take about eight times as long', (piece) => {
    const small = piece.repeat(Math.ceil(60_000 / piece.length))
    const large = small.repeat(8)
    const fastest = { small: Infinity, large: Infinity }
    for (let round = 0; round < 10 && !(fastest.large / fastest.small < 32); round++) {
      fastest.small = Math.min(fastest.small, timeNs(small))
      fastest.large = Math.min(fastest.large, timeNs(large))
    }
    expect(fastest.large / fastest.small).toBeLessThan(32)
  })

  test.each([
    'eyJ',
    'sk-proj-',
    'a@',
    '@',
    '://a:',
    'https://x/?se=1&sig=',
    '-----BEGIN PRIVATE KEY-----',
    '+',
    'Bearer ',
    'DE89',
  ])('`%s` before 10 million characters overflows nothing', (start) => {
    for (const filler of ['ab1', '1']) {
      const text = start + filler.repeat(10_000_000 / filler.length)
      expect(scan(text).length).toBeLessThanOrEqual(1)
    }
  })
})

function timeNs(text: string): number {
  const start = process.hrtime.bigint()
  scan(text)
  return Number(process.hrtime.bigint() - start)
}
