import { readFileSync, readdirSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

import { renderSchemas } from '../../scripts/schemas.ts'
import { parseContract } from '../../src/contract/index.ts'

const schemas = renderSchemas()

function compile(name: string): ValidateFunction {
  return new Ajv({ strict: false, formats: { date: /^\d{4}-\d{2}-\d{2}$/ } }).compile(
    JSON.parse(schemas.get(name)!) as object,
  )
}

test.each([...schemas])('schemas/%s is current; `npm run build` writes it', (name, text) => {
  expect(readFileSync(`schemas/${name}`, 'utf8')).toBe(text)
})

const contracts = ['contracts', 'fixtures/contracts'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.contract.yaml'))
    .map((file) => `${folder}/${file}`),
)

test.each(contracts)('%s is valid for editors and for spanpact', async (file) => {
  const text = readFileSync(file, 'utf8')
  const validate = compile('contract.schema.json')
  validate(parse(text))
  expect(validate.errors).toBeNull()
  expect((await parseContract(text, file)).file).toBe(file)
})

test('the fixture uses every key, so that none is forgotten', () => {
  const used = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      used.add(key)
      collect(inner)
    }
  }
  collect(parse(readFileSync('fixtures/contracts/every-key.contract.yaml', 'utf8')))
  // Each rule brings its key, and has a test and a page of its own.
  used.add('trace')
  const root = JSON.parse(schemas.get('contract.schema.json')!) as { definitions: Record<string, unknown> }
  const known = new Set<string>()
  const followed = new Set<string>()
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') {
        for (const [name, inner] of Object.entries(value as object)) {
          known.add(name)
          // Rules and assertions bring their own keys, each with a test and a page whose examples are contracts.
          if (name !== 'trace' && name !== 'expect') walk(inner)
        }
      } else if (key === '$ref' && !followed.has(String(value))) {
        followed.add(String(value))
        walk(root.definitions[String(value).split('/').at(-1)!])
      } else if (key !== 'definitions') walk(value)
    }
  }
  walk(root)
  expect([...known].filter((key) => !used.has(key))).toEqual([])
})

test('every key has a description', () => {
  const silent: string[] = []
  const definitions = (JSON.parse(schemas.get('contract.schema.json')!) as { definitions: Record<string, unknown> })
    .definitions
  const isDescribed = (schema: Record<string, unknown>): boolean => {
    if (typeof schema['description'] === 'string') return true
    const references = [schema, ...((schema['allOf'] ?? []) as Record<string, unknown>[])].map((one) => one['$ref'])
    return references.some(
      (reference) =>
        typeof reference === 'string' &&
        isDescribed(definitions[reference.split('/').at(-1)!] as Record<string, unknown>),
    )
  }
  const walk = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [key, value] of Object.entries(schema)) {
      if (key !== 'properties') walk(value, `${path}.${key}`)
      else {
        for (const [name, inner] of Object.entries(value as Record<string, Record<string, unknown>>)) {
          if (!isDescribed(inner)) silent.push(`${path}.${name}`)
          // What is below a trace key belongs to the rule that reads it.
          if (path !== '.trace') walk(inner, `${path}.${name}`)
        }
      }
    }
  }
  walk(
    {
      properties: (JSON.parse(schemas.get('contract.schema.json')!) as { properties: unknown }).properties,
      definitions,
    },
    '',
  )
  expect(silent).toEqual([])
})

test.each([
  ['{ contract: a, spans: { s: { name: a, kind: clent } } }', false],
  ['{ contract: a, spans: { s: { name: a, attributes: { k: strng } } } }', false],
  ['{ contract: a, spans: { s: { name: a, attributes: { k: string? } } } }', true],
  ['{ contract: a, span: {} }', false],
  ['{ version: 1.0.0 }', false],
])('an editor judges `%s`', (text, valid) => {
  expect(compile('contract.schema.json')(parse(text))).toBe(valid)
})

test('a report is valid, and one with a stray key is not', () => {
  const report = {
    schemaVersion: 1,
    tool: { name: 'spanpact', version: '0.1.0' },
    verdict: 'pass',
    summary: {
      recordings: 1,
      runs: 1,
      spans: 1,
      contracts: 1,
      errors: 0,
      warnings: 0,
      infos: 0,
      inconclusive: 0,
      accepted: 0,
      idle: 0,
    },
    findings: [],
    unreadable: [{ recording: 'bad.json', line: 7, message: 'JSON ends inside a string' }],
    notes: [],
  }
  const validate = compile('report.schema.json')
  expect([validate(report), validate({ ...report, extra: 1 })]).toEqual([true, false])
})
