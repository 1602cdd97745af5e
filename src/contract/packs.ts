import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'

import { SpanpactError } from '../model/spanpact-error.ts'
import { nearest } from '../model/nearest.ts'
import { nameShippedSchema } from '../selectors/index.ts'
import { createPositions, type Place, type Source } from './source/source.ts'
import { parseYaml } from './source/yaml.ts'

const root = rootAbove(new URL('.', import.meta.url))
const yamlFolder = new URL('contracts/', root)
const schemaFolder = new URL('contracts/schemas/', root)
const built = new URL('dist/', root)
/** Packs parsed when the package was built; not used when running from the sources. */
const compiledFolder = import.meta.url.startsWith(built.href) ? new URL('contracts/', built) : undefined

/** The nearest folder above with a `package.json`: wherever the build puts this file, that is the package. */
function rootAbove(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : rootAbove(new URL('../', folder))
}

const suffix = '.contract.yaml'

/** A shipped pack parsed at build time. */
export interface CompiledPack {
  readonly value: unknown
  readonly places: Readonly<Record<string, readonly [line: number, column: number]>>
}

/** Names of the shipped packs, sorted: `mcp`, `otel-genai`, `otel-genai/legacy`, … */
export async function packNames(): Promise<readonly string[]> {
  const files = (await readdir(yamlFolder)).filter((file) => file.endsWith(suffix))
  // Only the file says which `-` of its own name stands for a `/`.
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, yamlFolder), 'utf8')))
  return texts.flatMap((text) => /^contract: (\S+)$/m.exec(text)?.[1] ?? []).toSorted()
}

const packs = new Map<string, Promise<Source>>()

/**
 * The source of a shipped pack. Packs are checked when the package is built, never at run time.
 * @throws SpanpactError `pack-unknown`, with the nearest name.
 */
export function readPack(name: string): Promise<Source> {
  const known = packs.get(name)
  if (known !== undefined) return known
  const reading = read(name)
  packs.set(name, reading)
  return reading
}

async function read(name: string): Promise<Source> {
  const base = name.replaceAll('/', '-')
  const file = `spanpact/contracts/${base}${suffix}`
  const yaml = new URL(`${base}${suffix}`, yamlFolder)
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(name) || !existsSync(yaml)) throw await unknownPack(name)
  const compiled = compiledFolder === undefined ? undefined : new URL(`${base}.json`, compiledFolder)
  if (compiled !== undefined && existsSync(compiled)) {
    const { value, places } = JSON.parse(await readFile(compiled, 'utf8')) as CompiledPack
    return { file, text: '', value, positions: compiledPositions(places), problems: [] }
  }
  return parseYaml(await readFile(yaml, 'utf8'), file)
}

async function unknownPack(name: string): Promise<SpanpactError> {
  const names = await packNames()
  const near = nearest(name, names)
  const hint =
    near === undefined ? `the packs are ${names.map((one) => `\`${one}\``).join(', ')}` : `did you mean \`${near}\`?`
  return new SpanpactError('pack-unknown', `no pack is called \`${name}\`; ${hint}`)
}

function compiledPositions(places: CompiledPack['places']): Source['positions'] {
  const positions = createPositions()
  for (const [path, [line, column]] of Object.entries(places)) {
    const place: Place = { line, column }
    positions.add([path], place, place)
  }
  return positions
}

/** What the build writes for one pack. */
export function compilePack(source: Source): CompiledPack {
  const places = [...source.positions.byPath].map(([path, { line, column }]) => [path, [line, column]] as const)
  return { value: source.value, places: Object.fromEntries(places) }
}

const schemas = new Map<string, Promise<unknown>>()

/** The shipped JSON Schema of that name, or undefined. */
export function readShippedSchema(name: string): Promise<unknown> {
  const known = schemas.get(name)
  if (known !== undefined) return known
  const reading = /^[a-z][a-z0-9-]*$/.test(name)
    ? readFile(new URL(`${name}.schema.json`, schemaFolder), 'utf8').then(
        (text) => {
          const schema = JSON.parse(text) as object
          nameShippedSchema(schema, name)
          return schema
        },
        () => undefined,
      )
    : Promise.resolve(undefined)
  schemas.set(name, reading)
  return reading
}

/** Names of the shipped JSON Schemas, sorted. */
export async function shippedSchemaNames(): Promise<readonly string[]> {
  const files = await readdir(schemaFolder)
  const ending = '.schema.json'
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted()
}
