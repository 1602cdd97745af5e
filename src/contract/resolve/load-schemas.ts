import { dirname, join } from 'node:path'

import { nearest } from '../../model/nearest.ts'
import { SpanpactError } from '../../model/spanpact-error.ts'
import { compileJsonSchema, isShippedSchema, type JsonSchema } from '../../selectors/index.ts'
import { readShippedSchema, shippedSchemaNames } from '../packs.ts'
import type { ContractProblem } from '../problem.ts'
import { readFromDisk, type ReadFile } from '../source/read-source.ts'
import { isMap, problemAt, type Path, type Source } from '../source/source.ts'
import type { ContractFile } from './load-files.ts'
import { schemaPlaces } from './schema-places.ts'

export interface LoadedSchemas {
  /** By the text that names them in this file. */
  readonly byReference: ReadonlyMap<string, JsonSchema>
  readonly problems: readonly ContractProblem[]
}

const shippedPrefix = 'spanpact:'

/**
 * Reads the JSON Schemas that clauses and selectors of one file name, files beside it and shipped ones, and judges all
 * that the team wrote; shipped ones are checked when the package is built.
 */
export async function loadSchemas(file: ContractFile, read: ReadFile = readFromDisk): Promise<LoadedSchemas> {
  const byReference = new Map<string, JsonSchema>()
  const problems: ContractProblem[] = []
  const judge = (schema: unknown, path: Path): void => {
    if (file.pack === undefined && isSchema(schema)) problems.push(...schemaProblems(schema, file.source, path))
  }
  for (const { schema: reference, path } of schemaPlaces(file.source.value)) {
    if (typeof reference !== 'string') {
      judge(reference, path)
      continue
    }
    if (byReference.has(reference)) continue
    const report = (message: string, help: string): void => {
      problems.push(problemAt(file.source, path, 'value', message, help))
    }
    const loaded = await (reference.startsWith(shippedPrefix)
      ? readShippedSchema(reference.slice(shippedPrefix.length))
      : readSchemaFile(join(dirname(file.path), reference), read))
    if (isSchema(loaded)) {
      byReference.set(reference, loaded)
      judge(loaded, path)
    } else if (!reference.startsWith(shippedPrefix)) {
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

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isMap(value)
}

function schemaProblems(schema: JsonSchema, source: Source, path: Path): readonly ContractProblem[] {
  if (isShippedSchema(schema)) return []
  try {
    compileJsonSchema(schema)
    return []
  } catch (error) {
    if (!(error instanceof SpanpactError)) throw error
    const isPattern = error.cause instanceof SpanpactError && error.cause.code === 'pattern-unsupported'
    const help = isPattern
      ? 'write the pattern in RE2 syntax, without lookaround and backreferences'
      : 'write a JSON Schema of draft 7, 2019-09 or 2020-12'
    const problem = problemAt(source, path, 'key', error.message, help)
    return [isPattern ? { ...problem, kind: 'pattern' } : problem]
  }
}
