import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, expectTypeOf, test } from 'vitest'

import { ContractErrors, defineContract, loadContract, type ContractSource } from '../../src/contract/index.ts'
import { scanTypeScript } from '../../src/contract/source/scan-typescript.ts'

const file = 'fixtures/contracts/support.contract.ts'

test('a TypeScript contract is loaded with the places of its keys', async () => {
  const contract = await loadContract(file)
  expect(contract).toMatchObject({ name: 'support-agent', version: '2.2.0', file })
  expect(contract.spans.map(({ id, kind, parent }) => ({ id, kind, parent }))).toEqual([
    { id: 'think', kind: ['client'], parent: undefined },
    { id: 'answer', kind: undefined, parent: ['entry', 'think'] },
  ])
  expect(contract.spans[0]?.attributes[0]?.enum).toEqual(['gpt-5', 'gpt-5-mini'])
  expect(contract.locate('spans.think.attributes.gen_ai.request.model')).toEqual({ file, line: 15, column: 9 })
  expect(contract.locate('spans.think.attributes.gen_ai.usage.input_tokens.min')).toEqual({
    file,
    line: 16,
    column: 53,
  })
  expect(contract.locate('spans.answer.parent')).toEqual({ file, line: 19, column: 45 })
  // Spread in from elsewhere: the nearest key that is written.
  expect(contract.locate('spans.think.kind')).toEqual({ file, line: 11, column: 5 })
})

test('all errors of a TypeScript contract have places', async () => {
  const error: unknown = await loadContract('fixtures/contracts/broken.contract.ts').catch((thrown: unknown) => thrown)
  const problems = error instanceof ContractErrors ? error.problems : []
  expect(problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)).toEqual([
    '5:16 extra: unknown key `extra`',
    '11:25 spans.think.parent.1: no span is called `anser`',
    '12:53 spans.think.attributes.gen_ai.request.model.type: `type` is `strng`; did you mean `string`?',
  ])
})

const folder = mkdtempSync(join(tmpdir(), 'spanpact-'))

test.each([
  ['a throw', 'throw new Error("no network")', 'importing the file fails: no network'],
  ['no default export', 'export const a = 1', 'the file has no default export'],
  ['a function', 'export default { contract: () => "a" }', '`contract` is a function'],
  ['an instance', 'export default { contract: "a", spans: new Map() }', '`spans` is an object of a class'],
  [
    'a circle',
    'const a = { contract: "a" }; a.annotations = a; export default a',
    '`annotations` nests deeper than 100 levels',
  ],
])('%s', async (name, text, message) => {
  const path = join(folder, `${name.replaceAll(' ', '-')}.contract.ts`)
  writeFileSync(path, text)
  await expect(loadContract(path, { cwd: folder })).rejects.toMatchObject({
    problems: [{ message, file: `${name.replaceAll(' ', '-')}.contract.ts` }],
  })
})

test('regular expressions are named with the text to write, beside all other errors', async () => {
  const path = join(folder, 'regular-expression.contract.ts')
  writeFileSync(
    path,
    String.raw`export default { contract: 'a', spans: { x: { name: /it's/i, knd: 1, match: () => 1, attributes: { a: { pattern: /^\d$/ }, b: { min: 5n } } } } }`,
  )
  const error: unknown = await loadContract(path, { cwd: folder }).catch((thrown: unknown) => thrown)
  const problems = error instanceof ContractErrors ? error.problems : []
  expect(problems.map(({ path: at, message, help }) => [at, message, help])).toEqual([
    ['spans.x.name', '`name` is a RegExp object', String.raw`write the text ${'`'}'/(?i)it\'s/'${'`'}`],
    ['spans.x.knd', 'unknown key `knd`; did you mean `kind`?', 'write `kind`'],
    ['spans.x.match', '`match` is a function', 'keep to plain data'],
    ['spans.x.attributes.a.pattern', '`pattern` is a RegExp object', String.raw`write the text ${'`'}'^\\d$'${'`'}`],
    ['spans.x.attributes.b.min', '`min` is a bigint', 'keep to plain data'],
  ])
})

test('a changed file is loaded anew', async () => {
  const path = join(folder, 'changing.contract.ts')
  writeFileSync(path, 'export default { contract: "one" }')
  const first = await loadContract(path)
  writeFileSync(path, 'export default { contract: "two" }')
  expect([first.name, (await loadContract(path)).name]).toEqual(['one', 'two'])
})

test.each([
  [
    'export default { a: 1, "b.c": { d: [1, { e: 2 }] } }',
    { a: 18, 'b.c': 24, 'b.c.d': 33, 'b.c.d.0': 37, 'b.c.d.1': 40, 'b.c.d.1.e': 42 },
  ],
  [
    'export default f({ a: g({ x: 1 }, [2]), ...h, i, j() { return "}" }, k: `}${{ l: 1 }}`, m: 2 })',
    { a: 20, k: 70, m: 89 },
  ],
  ["export default { a: '\\'}', /* b: 1, */ c: 2 as const }", { a: 18, c: 40 }],
  [String.raw`export default { a: /it's [/'(] \/ {/i, b: [/"/, 1] }`, { a: 18, b: 41, 'b.0': 45, 'b.1': 50 }],
  ['const x = 1', {}],
  ['export default { a: [', { a: 18 }],
])('places in `%s`', (text, columns) => {
  const found = [...scanTypeScript(text).byPath].filter(([path]) => path !== '')
  expect(Object.fromEntries(found.map(([path, place]) => [path, place.column]))).toEqual(columns)
})

test('the type of a contract is the shape of the file', () => {
  expectTypeOf(defineContract).parameter(0).toEqualTypeOf<ContractSource>()
  expectTypeOf<ContractSource['contract']>().toEqualTypeOf<string>()
  const source: ContractSource = {
    contract: 'a',
    spans: { s: { name: 's', attributes: { a: 'string?', b: { type: 'int', min: 0 } } } },
  }
  expect(defineContract(source)).toBe(source)
  // @ts-expect-error an unknown kind
  defineContract({ contract: 'a', spans: { s: { name: 's', kind: 'clent' } } })
  // @ts-expect-error an unknown key
  defineContract({ contract: 'a', span: {} })
})
