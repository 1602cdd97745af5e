import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAttributeShapes } from '../../src/readers/attribute-shapes.ts'
import { readAll } from '../support/otlp/read-all.ts'

function list(...keys: unknown[]): { readonly key?: unknown }[] {
  return keys.map((key) => ({ key }))
}

describe('a shape', () => {
  test('is one object for the same keys in the same order', () => {
    const shapeOf = createAttributeShapes()
    const first = shapeOf(list('a', 'b', 'c'))
    expect(first).toEqual(
      new Map([
        ['a', 0],
        ['b', 1],
        ['c', 2],
      ]),
    )
    shapeOf(list('a', 'c'))
    expect(shapeOf(list('a', 'b', 'c'))).toBe(first)
  })

  test('depends on the order', () => {
    const shapeOf = createAttributeShapes()
    const first = shapeOf(list('a', 'b'))
    expect([...shapeOf(list('b', 'a'))!]).toEqual([
      ['b', 0],
      ['a', 1],
    ])
    expect([...first!]).toEqual([
      ['a', 0],
      ['b', 1],
    ])
  })

  test('of a list that another one continues is its own', () => {
    const shapeOf = createAttributeShapes()
    shapeOf(list('a', 'b', 'c'))
    expect([...shapeOf(list('a', 'b'))!.keys()]).toEqual(['a', 'b'])
    expect([...shapeOf([])!.keys()]).toEqual([])
  })

  test('takes names of objects for keys like any other', () => {
    const shapeOf = createAttributeShapes()
    const keys = ['__proto__', 'constructor', 'hasOwnProperty', '', 'toString']
    const shape = shapeOf(list(...keys))
    expect([...shape!.keys()]).toEqual(keys)
    expect(shapeOf(list(...keys))).toBe(shape)
  })

  test('is none where a key occurs twice, whenever it is asked', () => {
    const shapeOf = createAttributeShapes()
    for (let time = 0; time < 3; time++) {
      expect(shapeOf(list('a', 'b', 'a'))).toBe(undefined)
      expect([...shapeOf(list('a', 'b'))!.keys()]).toEqual(['a', 'b'])
    }
  })

  test.each([
    ['a number', list('a', 1)],
    ['nothing', [{ key: 'a' }, {}]],
    ['null', [{ key: 'a' }, { key: null }]],
    ['an entry that is null', [{ key: 'a' }, null]],
    ['no entry', [undefined]],
  ])('is none where a key is %s', (_, entries) => {
    const shapeOf = createAttributeShapes()
    expect(shapeOf(entries)).toBe(undefined)
    expect(shapeOf(entries)).toBe(undefined)
  })

  test('agrees with a comparison of all keys', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'), { maxLength: 5 })
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 30 }), (lists) => {
        const shapeOf = createAttributeShapes()
        const expected = new Map<string, unknown>()
        for (const one of lists) {
          const shape = shapeOf(list(...one))
          const isRepeated = new Set(one).size < one.length
          expect(shape === undefined ? undefined : [...shape.keys()]).toEqual(isRepeated ? undefined : one)
          const text = JSON.stringify(one)
          if (expected.has(text)) expect(shape).toBe(expected.get(text))
          expected.set(text, shape)
        }
        const shapes = [...expected.values()].filter((shape) => shape !== undefined)
        expect(new Set(shapes).size).toBe(shapes.length)
      }),
    )
  })
})

describe('hostile lists', () => {
  test('ten thousand different ones: the first 2048 have shapes, and keep them', () => {
    const shapeOf = createAttributeShapes()
    const shapes = Array.from({ length: 10_000 }, (_, number) => shapeOf(list('a', `b${number}`)))
    expect(shapes.map((shape) => shape !== undefined)).toEqual(shapes.map((_, number) => number < 2048))
    expect(shapeOf(list('a', 'b7'))).toBe(shapes[7])
  })

  test('many long ones use up the tree, and known ones keep their shapes', () => {
    const shapeOf = createAttributeShapes()
    const known = shapeOf(list('a', 'b'))
    // Of 16 383 places below the root two are taken; a list takes 127.
    const long = (number: number) => list(...Array.from({ length: 127 }, (_, at) => `k${number}-${at}`))
    const found = Array.from({ length: 200 }, (_, number) => shapeOf(long(number)) !== undefined)
    expect(found).toEqual(found.map((_, number) => number < 128))
    expect(shapeOf(list('a', 'b'))).toBe(known)
    expect(shapeOf(list('c'))).toBe(undefined)
  })

  test('a hundred thousand keys, or one of a megabyte, take no place in the tree', () => {
    const shapeOf = createAttributeShapes()
    const huge = list(...Array.from({ length: 100_000 }, (_, at) => `k${at}`))
    for (let time = 0; time < 3; time++) {
      expect(shapeOf(huge)).toBe(undefined)
      expect(shapeOf(list('x'.repeat(1_000_000)))).toBe(undefined)
    }
    expect([...shapeOf(list('a'))!.keys()]).toEqual(['a'])
  })
})

describe('what a reader makes of them', () => {
  const attributes = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([key, stringValue]) => ({ key, value: { stringValue } }))

  async function read(lists: readonly unknown[]): Promise<{ maps: ReadonlyMap<string, unknown>[]; notes: string[] }> {
    const spans = lists.map((one, number) => ({
      traceId: 'a'.repeat(32),
      spanId: (number + 1).toString(16).padStart(16, '0'),
      name: 'work',
      startTimeUnixNano: '1',
      attributes: one,
    }))
    const {
      spans: found,
      notes,
      problems,
    } = await readAll(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))
    expect(problems).toEqual([])
    return { maps: found.map((span) => span.attributes), notes }
  }

  test('ten thousand different lists', async () => {
    const lists = Array.from(
      { length: 10_000 },
      (_, number) =>
        [
          ['a', 'x'],
          [`b${number}`, `${number}`],
        ] as const,
    )
    const { maps, notes } = await read(lists.map(attributes))
    expect(maps).toEqual(lists.map((one) => new Map(one)))
    expect(notes).toEqual([])
  })

  test('a hundred thousand attributes on one span', async () => {
    const entries = Array.from({ length: 100_000 }, (_, number) => [`k${number}`, `${number}`] as const)
    const { maps } = await read([attributes(entries)])
    expect(maps).toEqual([new Map(entries)])
  })

  test('of repeated keys the last value counts, beside lists that have no repetition', async () => {
    const { maps, notes } = await read([
      attributes([
        ['a', '1'],
        ['b', '2'],
      ]),
      attributes([
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ]),
      attributes([
        ['a', '4'],
        ['b', '5'],
      ]),
    ])
    expect(maps.map((map) => Object.fromEntries(map))).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '2' },
      { a: '4', b: '5' },
    ])
    expect(notes).toEqual(['an attribute key occurs twice in one list; its last value counts'])
  })

  test('keys that objects have by nature', async () => {
    const { maps } = await read([
      attributes([
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ]),
    ])
    expect(maps.map((map) => [...map])).toEqual([
      [
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ],
    ])
  })
})
