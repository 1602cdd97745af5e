import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { lintContract, loadPack, packNames, parseContract } from '../../src/contract/index.ts'
import { compilePack, readPack } from '../../src/contract/packs.ts'
import { isMap } from '../../src/contract/source/source.ts'

const names = ['mcp', 'openinference', 'openllmetry', 'otel-genai', 'otel-genai/legacy', 'otel-genai/next', 'vercel-ai']

/** Their keys are those of the AI SDK, and not in OpenTelemetry's style. */
const inOtherStyle = ['vercel-ai']

test('the shipped packs', async () => {
  expect(await packNames()).toEqual(names)
})

test.each(names)('%s is valid, and lints clean', async (name) => {
  const file = `contracts/${name.replace('/', '-')}.contract.yaml`
  const asContract = await parseContract(readFileSync(file, 'utf8'), file)
  expect(asContract.name).toBe(name)
  const pack = await loadPack(name)
  expect({ isPack: pack.isPack, file: pack.file }).toEqual({ isPack: true, file: `spanpact/${file}` })
  const problems = lintContract(pack).filter(({ id }) => id !== 'attribute-name' || !inOtherStyle.includes(name))
  expect(problems).toEqual([])
})

test.each(names)('%s is nobody’s own and knows its places', async (name) => {
  const pack = await loadPack(name)
  const clauses = pack.spans.flatMap((span) => [span, ...span.attributes, ...span.events])
  expect(clauses.length).toBeGreaterThan(20)
  expect(clauses.filter((clause) => clause.own || pack.locate(clause.path) === undefined)).toEqual([])
})

/** Attribute clauses of a pack file as written, `span key` to clause. */
async function written(name: string): Promise<ReadonlyMap<string, unknown>> {
  const { value } = await readPack(name)
  const spans = isMap(value) && isMap(value['spans']) ? Object.entries(value['spans']) : []
  return new Map(
    spans.flatMap(([id, span]) => {
      const attributes = isMap(span) && isMap(span['attributes']) ? Object.entries(span['attributes']) : []
      return attributes.map(([key, clause]) => [`${id} ${key}`, clause] as const)
    }),
  )
}

test.each(names)('%s says every requirement, or inherits it', async (name) => {
  const { packs } = await loadPack(name)
  const inherited = new Set((await Promise.all(packs.map(written))).flatMap((clauses) => [...clauses.keys()]))
  const silent = [...(await written(name))].filter(
    ([key, clause]) => isMap(clause) && clause['requirement'] === undefined && !inherited.has(key),
  )
  expect(silent).toEqual([])
})

test('a misspelt pack is named with the nearest one', async () => {
  await expect(loadPack('otel_genai')).rejects.toMatchObject({
    code: 'pack-unknown',
    message: 'no pack is called `otel_genai`; did you mean `otel-genai`?',
  })
  await expect(loadPack('../package')).rejects.toMatchObject({ code: 'pack-unknown' })
})

test('a compiled pack is the parsed one, with its places', async () => {
  const source = await readPack('mcp')
  const { value, places } = JSON.parse(JSON.stringify(compilePack(source))) as ReturnType<typeof compilePack>
  expect(value).toEqual(source.value)
  const place = source.positions.byPath.get('spans.mcp.client.kind')
  expect(places['spans.mcp.client.kind']).toEqual([place?.line, place?.column])
})
