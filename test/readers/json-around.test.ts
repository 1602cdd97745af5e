import { expect, test } from 'vitest'
import { readJson } from '../../src/readers/json-content.ts'
import { inChunks } from '../support/otlp/read-all.ts'

const lists = new Set(['items'])

/** What every entry is, is a member of, and stands in, whatever the chunks. */
async function read(content: string) {
  const bytes = Buffer.from(content)
  const results = await Promise.all(
    [bytes.length, 1, 7].map(async (size) => {
      const sizes = Array.from<number>({ length: Math.ceil(bytes.length / size) }).fill(size)
      const found: [unknown, string | null, unknown][] = []
      const context = { unreadable: ({ message }: { message: string }) => found.push([message, null, null]), note() {} }
      for await (const { json, member, around } of readJson(inChunks(bytes, sizes).open(), lists, context)) {
        found.push([json, member, around])
      }
      return found
    }),
  )
  for (const result of results) expect(result).toEqual(results[0])
  return results[0]
}

test('an entry of a list knows what stands before the list in its document', async () => {
  expect(
    await read('{\n"id": 12345678901234567890, "n": {"items": [9]}, "items": [{"a": 1}, {"a": 2}], "z": 1}'),
  ).toEqual([
    [{ a: 1 }, 'items', { id: 12_345_678_901_234_567_890n, n: { items: [9] }, items: [] }],
    [{ a: 2 }, 'items', { id: 12_345_678_901_234_567_890n, n: { items: [9] }, items: [] }],
  ])
})

test('each document has its own surroundings, also where there is nothing before the list', async () => {
  expect(
    await read('{\n"id": 1, "items": [{"a": 1}]}\n{\n"items": [{"a": 2}]}\n{\n"id": 3, "items": [{"a": 3}]}'),
  ).toEqual([
    [{ a: 1 }, 'items', { id: 1, items: [] }],
    [{ a: 2 }, 'items', { items: [] }],
    [{ a: 3 }, 'items', { id: 3, items: [] }],
  ])
})

test('a line gives the whole document as surroundings, and a document without the list is an entry itself', async () => {
  expect(await read('{"items":[{"a":1}],"id":1}\n{"b":1}\n')).toEqual([
    [{ a: 1 }, 'items', { items: [{ a: 1 }], id: 1 }],
    [{ b: 1 }, null, null],
  ])
})

test('documents in a list on one line are looked into like documents on lines', async () => {
  expect(await read('[{"id":1,"items":[{"a":1}]},{"b":1}]\n')).toEqual([
    [{ a: 1 }, 'items', { id: 1, items: [{ a: 1 }] }],
    [{ b: 1 }, null, null],
  ])
  expect(await read('[\n{"id":1,"items":[{"a":1}]},\n{"b":1}]')).toEqual([
    [{ a: 1 }, 'items', { id: 1, items: [] }],
    [{ b: 1 }, null, null],
  ])
})

test('surroundings that are long or no JSON are unknown, and the entries are still read', async () => {
  const long = JSON.stringify('x'.repeat(5 * 1024 * 1024))
  const context = { unreadable() {}, note() {} }
  for (const content of [`{\n"id": ${long}, "items": [{"a": 1}]}`, '{\n"id": x, "items": [{"a": 1}]}']) {
    const found: unknown[] = []
    for await (const entry of readJson(inChunks(Buffer.from(content), []).open(), lists, context)) found.push(entry)
    expect(found).toEqual([{ json: { a: 1 }, line: 2, document: 1, member: 'items', around: null }])
  }
})
