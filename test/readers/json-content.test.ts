import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson, type JsonEntry } from '../../src/readers/json-content.ts'
import { inChunks } from '../support/otlp/read-all.ts'

async function entriesOf(content: string | Uint8Array, sizes: readonly number[] = []) {
  const entries: JsonEntry[] = []
  const problems: unknown[] = []
  const notes: string[] = []
  const context = {
    unreadable: (problem: unknown) => problems.push(problem),
    note: (message: string) => notes.push(message),
  }
  const source = inChunks(typeof content === 'string' ? Buffer.from(content) : content, sizes)
  for await (const entry of readJson(source.open(), new Set(['data']), context)) entries.push(entry)
  return { entries, problems, notes }
}

describe('entries', () => {
  const a = { a: 1 }
  const b = { b: [2] }
  const all: [unknown, string | null][] = [
    [a, null],
    [b, null],
  ]
  const inData: [unknown, string | null][] = [
    [a, 'data'],
    [b, 'data'],
  ]
  test.each<[string, string, [unknown, string | null][]]>([
    ['lines', '{"a":1}\n\n{"b":[2]}\n', all],
    ['documents', '{\n"a":1}\n{"b":\n[2]}', all],
    ['documents without anything between them', '{\n"a":1}{"b":[2]}', all],
    ['a list', '[{"a":1},{"b":[2]}]', all],
    ['a pretty-printed list', '[\n {"a":1},\n {"b":[2]}\n]\n', all],
    ['lists on lines', '[{"a":1}]\n[{"b":[2]}]', all],
    ['a list of lists', '[[{"a":1}],[],[{"b":[2]}]]', all],
    ['a pretty-printed list of lists', '[\n [\n  {"a":1}\n ],\n [],\n [\n  {"b":[2]}\n ]\n]', all],
    ['a list of lists in lines', '[[{"a":1}],\n[{"b":[2]}]]', all],
    ['a named list', '{"meta":[3],"data":[{"a":1},{"b":[2]}],"rows":2}', inData],
    ['a pretty-printed named list', '{\n"meta":[3],\n"data":[\n{"a":1},\n{"b":[2]}],"rows":2}', inData],
    ['a name that is no list', '{"data":{"a":1}}', [[{ data: { a: 1 } }, null]]],
    ['values that are no objects', '1\n"x"\nnull\n', [1, 'x', null].map((json) => [json, null])],
  ])('of %s', async (_, content, expected) => {
    const { entries, problems, notes } = await entriesOf(content)
    expect(entries.map(({ json, member }) => [json, member])).toEqual(expected)
    expect([problems, notes]).toEqual([[], []])
  })

  test('of one list have one document number, those of others have others', async () => {
    for (const content of ['[[{"a":1},{"a":2}],[{"a":3}]]', '[\n[{"a":1},{"a":2}],[{"a":3}]]']) {
      const [first, second, third] = (await entriesOf(content)).entries
      expect(second?.document).toBe(first?.document)
      expect(third?.document).not.toBe(first?.document)
    }
    const { entries } = await entriesOf('{"a":1}\n{"a":2}\n[{"a":3}]\n')
    expect(new Set(entries.map((entry) => entry.document)).size).toBe(3)
  })

  test('have the line they start on', async () => {
    const { entries } = await entriesOf('[\n [\n  {"a":\n1}, {"b":2}\n ],\n [{"c":3}]]')
    expect(entries.map(({ line }) => line)).toEqual([3, 4, 6])
  })
})

describe('damage', () => {
  test('lines around a damaged one are read', async () => {
    const { entries, problems } = await entriesOf('{"a":1}\n{"a":\n{"a":3}\n')
    expect(entries.map(({ json }) => json)).toEqual([{ a: 1 }, { a: 3 }])
    expect(problems).toEqual([{ line: 2, message: 'JSON ends too early' }])
  })

  test('a last line that breaks off is noted', async () => {
    const { entries, problems, notes } = await entriesOf('{"a":1}\n{"a":"x')
    expect(entries.map(({ json }) => json)).toEqual([{ a: 1 }])
    expect([problems, notes]).toEqual([[], ['the last line (2) breaks off and is left out']])
  })

  test('content that ends inside a list of lists is one problem', async () => {
    const { entries, problems } = await entriesOf('[\n[{"a":1},\n{"a":2')
    expect(entries.map(({ json }) => json)).toEqual([{ a: 1 }])
    expect(problems).toEqual([
      { line: 3, byte: 18, message: 'JSON ends inside a document; what was complete before it is read' },
    ])
  })

  test('bytes that are not UTF-8 are named', async () => {
    const content = Buffer.concat([Buffer.from('{"a":1}\n{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"a":3}\n')])
    const { entries, problems } = await entriesOf(content)
    expect(entries.map(({ json }) => json)).toEqual([{ a: 1 }, { a: 3 }])
    expect(problems).toEqual([{ line: 2, byte: 14, message: 'byte 14 is not UTF-8' }])
  })

  test.each([
    ['a line', `${'['.repeat(10_000)}${']'.repeat(10_000)}\n`],
    ['a document', `[\n${'['.repeat(10_000)}\n${']'.repeat(10_000)}]\n`],
    ['objects', `${'{"a":'.repeat(10_000)}1234567890123456${'}'.repeat(10_000)}\n`],
  ])('10 000 levels in %s overflow nothing', async (_, content) => {
    const { entries, problems } = await entriesOf(content)
    expect(entries.length + problems.length).toBeGreaterThan(0)
  })
})

test('chunk boundaries carry no meaning', async () => {
  const documents = fc.array(fc.dictionary(fc.constantFrom('a', 'data', 'ü'), fc.jsonValue({ maxDepth: 2 })), {
    maxLength: 4,
  })
  const write: readonly ((list: readonly unknown[]) => string)[] = [
    (list) => list.map((one) => JSON.stringify(one)).join('\n'),
    (list) => list.map((one) => JSON.stringify(one, null, 1)).join('\n'),
    (list) => JSON.stringify(list, null, 1),
    (list) => JSON.stringify([list, list], null, 1),
  ]
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.constantFrom(...write),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }),
      async (list, text, sizes) => {
        expect(await entriesOf(text(list), sizes)).toEqual(await entriesOf(text(list)))
      },
    ),
  )
})
