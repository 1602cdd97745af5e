import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHead } from '../../src/readers/json-head.ts'

function head(text: string) {
  return parseHead(Buffer.from(text))
}

describe('whole content', () => {
  test.each<[string, string, boolean, readonly unknown[]]>([
    ['one document', '{"a":1}', false, [{ a: 1 }]],
    ['lines', '{"a":1}\n{"b":[2]}\n', false, [{ a: 1 }, { b: [2] }]],
    ['documents without anything between them', '{"a":1}{"b":2}', false, [{ a: 1 }, { b: 2 }]],
    ['one list', ' [{"a":1},{"b":2}]', true, [{ a: 1 }, { b: 2 }]],
    ['a list of lists', '[[{"a":1}],[]]', true, [[{ a: 1 }], []]],
    ['an empty list', '[]', true, []],
    ['lists on lines', '[{"a":1}]\n[{"b":2}]', false, [[{ a: 1 }], [{ b: 2 }]]],
    ['brackets in texts', '{"a":"}]{[\\"}","b":1}', false, [{ a: '}]{["}', b: 1 }]],
  ])('%s', (_, text, isList, documents) => {
    expect(head(text)).toEqual({ isList, documents })
  })

  test.each([
    ['nothing', ''],
    ['white space', ' \n '],
    ['text', 'hello'],
    ['a number', '12'],
    ['damage from the start', '{a: 1}'],
    ['a bracket that closes nothing', '}'],
  ])('%s is no JSON', (_, text) => {
    expect(head(text)).toBeNull()
  })

  test('a damaged line hides none of the lines behind it', () => {
    expect(head('{"a":1}\n{oops}\n{"b":2}')).toEqual({ isList: false, documents: [{ a: 1 }, { b: 2 }] })
    expect(head('{"a":{\n{"b":2}\n')).toEqual({ isList: false, documents: [{ b: 2 }] })
    expect(head('{"a":\u0000}\n{"b":2}')).toEqual({ isList: false, documents: [{ b: 2 }] })
  })

  test('64 documents are looked at', () => {
    expect(head('{"a":1}\n'.repeat(100))?.documents).toHaveLength(64)
    expect(head(`[${'{"a":1},'.repeat(100)}1]`)?.documents).toHaveLength(64)
  })
})

describe('content that breaks off', () => {
  test.each<[string, string, readonly unknown[]]>([
    ['behind a bracket', '{"a":{"b":[', [{ a: { b: [] } }]],
    ['inside a text', '{"a":"beginn', [{ a: 'beginn' }]],
    ['inside an escape', '{"a":"x\\u00', [{ a: 'x' }]],
    ['inside a member name', '{"a":1,"b', [{ a: 1 }]],
    ['behind a member name', '{"a":1,"b":', [{ a: 1 }]],
    ['inside a number', '{"a":1,"b":12', [{ a: 1 }]],
    ['in the second document', '{"a":1}\n{"b":[2,', [{ a: 1 }, { b: [2] }]],
  ])('%s', (_, text, documents) => {
    expect(head(text)?.documents).toEqual(documents)
  })

  test('inside a character of several bytes', () => {
    expect(parseHead(Buffer.from('{"a":"ü').subarray(0, -1))?.documents).toEqual([{ a: '' }])
  })
})

/** True where `part` is what is left of `whole` when its text is cut: entries at the end are missing, texts are shorter. */
function isBeginningOf(part: unknown, whole: unknown): boolean {
  if (typeof part === 'string' && typeof whole === 'string') return whole.startsWith(part)
  if (Array.isArray(part) && Array.isArray(whole)) {
    return part.length <= whole.length && part.every((entry, index) => isBeginningOf(entry, whole[index]))
  }
  if (typeof part !== 'object' || typeof whole !== 'object' || part === null || whole === null) {
    return Object.is(part, whole)
  }
  const all = Object.entries(whole)
  return Object.entries(part).every(
    ([name, value], index) => all[index]?.[0] === name && isBeginningOf(value, all[index]?.[1]),
  )
}

test('a document cut anywhere gives a beginning of it, and never less than before the cut moved on', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', ']', ',', ':', '\n', 'ü', '\u{1f680}') })
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'traceId'), tie('json'), { maxKeys: 3 }),
    ),
  }))
  fc.assert(
    fc.property(fc.array(json, { maxLength: 3 }), fc.constantFrom(0, 2), (list, indent) => {
      const whole: unknown = JSON.parse(JSON.stringify(list))
      const bytes = Buffer.from(JSON.stringify(list, null, indent))
      for (let length = 1; length <= bytes.length; length++) {
        const parsed = parseHead(Buffer.from(bytes.subarray(0, length)))
        expect(parsed?.isList).toBe(true)
        expect(isBeginningOf(parsed?.documents, whole)).toBe(true)
      }
      expect(parseHead(bytes)?.documents).toEqual(whole)
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['lists', '['.repeat(65_536)],
  ['objects', '{"a":'.repeat(13_000)],
  ['lists that are closed', '['.repeat(10_000) + ']'.repeat(10_000)],
  ['closed brackets only', `{"a":1${'}'.repeat(65_000)}`],
  ['commas', `[${','.repeat(65_000)}`],
])('65 536 bytes of nested %s are parsed at once', (_, text) => {
  const before = performance.now()
  head(text)
  expect(performance.now() - before).toBeLessThan(1000)
})

test('one head is parsed once', () => {
  const bytes = Buffer.from('{"a":1}')
  expect(parseHead(bytes)).toBe(parseHead(bytes))
})
