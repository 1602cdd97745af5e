import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { parseJsonPath, startsInList, valuesAt, type JsonPath } from '../../src/model/json-path.ts'

function path(text: string): JsonPath {
  const parsed = parseJsonPath(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed
}

const document = {
  id: 7,
  log: { turns: [{ message: 'a' }, { message: 'b', extra: true }, { other: 'c' }], 'odd name': 1 },
  'quoted.name': { "it's": 2 },
}

describe('values', () => {
  test.each<[string, readonly unknown[]]>([
    ['$', [document]],
    ['$.id', [7]],
    ['$.log.turns', [document.log.turns]],
    ['$.log.turns[1].extra', [true]],
    ['$.log.turns[*].message', ['a', 'b']],
    ["$['log']['odd name']", [1]],
    [`$["quoted.name"]["it's"]`, [2]],
    ['$.log.*', [document.log.turns, 1]],
    ['$.log.turns[3]', []],
    ['$.log.turns.length', []],
    ['$.id.toString', []],
    ['$.constructor', []],
    ['$.__proto__', []],
    ['$[0]', []],
    ['$.absent.turns', []],
  ])('%s', (text, expected) => {
    expect(valuesAt(document, path(text))).toEqual(expected)
  })

  test('a member called `__proto__` is one like any other', () => {
    expect(valuesAt(JSON.parse('{"__proto__":{"a":1}}'), path('$.__proto__.a'))).toEqual([1])
  })
})

test('a path that starts in a list is about the list', () => {
  expect(['$[0].a', '$[*]', '$.*', '$', '$.a[0]'].map((text) => startsInList(path(text)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

describe('what is no path', () => {
  const at = (character: number): string =>
    `has at character ${character} neither \`.name\`, \`['name']\`, \`[0]\` nor \`[*]\``
  test.each<[string, string]>([
    ['', 'does not start with `$`, which stands for the whole document'],
    ['log.turns', 'does not start with `$`, which stands for the whole document'],
    ['$..turns', at(2)],
    ['$.', at(2)],
    ['$.a b', at(4)],
    ['$.a[?(@.b)]', at(4)],
    ['$.a[-1]', at(4)],
    ['$.a[0:2]', at(4)],
    ["$.a['b'", at(4)],
    ['$.a[1234567890]', at(4)],
    [`$${'.a'.repeat(33)}`, 'has more than 32 steps'],
  ])('%s', (text, problem) => {
    expect(parseJsonPath(text)).toEqual({ problem })
  })
})

test('every name can be written, and leads to its own member only', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/['\\]/.test(text))
  fc.assert(
    fc.property(name, fc.integer(), (key, value) => {
      const holder = JSON.parse(`{${JSON.stringify(key)}:${value}}`) as unknown
      expect(valuesAt(holder, path(`$['${key}']`))).toEqual([value])
    }),
  )
})

test('a long path text is parsed in linear time', () => {
  expect(parseJsonPath(`$${'.a'.repeat(500_000)}`)).toEqual({ problem: 'has more than 32 steps' })
})
