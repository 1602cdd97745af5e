import { dirname, join } from 'node:path'

import { nearest } from '../../model/nearest.ts'
import { readShippedSchema, shippedSchemaNames } from '../packs.ts'
import type { ContractProblem } from '../problem.ts'
import { readFromDisk, type ReadFile } from '../source/read-source.ts'
import { isMap, problemAt, type Path } from '../source/source.ts'
import type { ContractFile } from './load-files.ts'

type Json = Readonly<Record<string, unknown>> | boolean

export interface LoadedSchemas {
  /** By the text that names them in this file. */
  readonly byReference: ReadonlyMap<string, Json>
  readonly problems: readonly ContractProblem[]
}

const shippedPrefix = 'spanpact:'

/** Reads the JSON Schemas that attribute clauses of one file name: files beside it, and shipped ones. */
export async function loadSchemas(file: ContractFile, read: ReadFile = readFromDisk): Promise<LoadedSchemas> {
  const byReference = new Map<string, Json>()
  const problems: ContractProblem[] = []
  for (const { reference, path } of schemaReferences(file.source.value)) {
    if (byReference.has(reference)) continue
    const report = (message: string, help: string): void => {
      problems.push(problemAt(file.source, path, 'value', message, help))
    }
    const loaded = await (reference.startsWith(shippedPrefix)
      ? readShippedSchema(reference.slice(shippedPrefix.length))
      : readSchemaFile(join(dirname(file.path), reference), read))
    if (typeof loaded === 'boolean' || isMap(loaded)) byReference.set(reference, loaded)
    else if (!reference.startsWith(shippedPrefix)) {
      report(
        `\`${reference}\` is no readable JSON Schema file`,
        'name a JSON file relative to this one, or `spanpact:<name>`',
      )
    } else {
      const near = nearest(reference.slice(shippedPrefix.length), await shippedSchemaNames())
      const hint = near === undefined ? '' : `; did you mean \`${shippedPrefix}${near}\`?`
      const names = (await shippedSchemaNames()).map((name) => `\`${shippedPrefix}${name}\``).join(', ')
      report(`no shipped schema is called \`${reference}\`${hint}`, `use one of ${names}`)
    }
  }
  return { byReference, problems }
}

async function readSchemaFile(path: string, read: ReadFile): Promise<unknown> {
  try {
    return JSON.parse(await read(path)) as unknown
  } catch {
    // What the file holds stays out of the message: it may be any file of the machine.
    return undefined
  }
}

/** Texts under `schema` of attribute clauses, with their places; tolerates files with other errors. */
function schemaReferences(value: unknown): readonly { readonly reference: string; readonly path: Path }[] {
  const found: { reference: string; path: Path }[] = []
  const attributes = (map: unknown, path: Path): void => {
    if (!isMap(map)) return
    for (const [key, clause] of Object.entries(map)) {
      const reference = isMap(clause) ? clause['schema'] : undefined
      if (typeof reference === 'string') found.push({ reference, path: [...path, key, 'schema'] })
    }
  }
  const holder = (clause: unknown, path: Path): void => {
    if (isMap(clause)) attributes(clause['attributes'], [...path, 'attributes'])
  }
  if (!isMap(value)) return found
  holder(value, [])
  attributes(value['resource'], ['resource'])
  for (const [id, span] of Object.entries(isMap(value['spans']) ? value['spans'] : {})) {
    if (!isMap(span)) continue
    const at: Path = ['spans', id]
    holder(span, at)
    attributes(span['resource'], [...at, 'resource'])
    const events = isMap(span['events']) ? span['events'] : {}
    for (const [name, event] of Object.entries(events)) holder(event, [...at, 'events', name])
    const links: unknown = span['links']
    if (Array.isArray(links)) links.forEach((link, index) => holder(link, [...at, 'links', index]))
    else holder(links, [...at, 'links'])
  }
  return found
}
