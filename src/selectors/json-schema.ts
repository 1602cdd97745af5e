import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

import type { ErrorObject, Options, ValidateFunction } from 'ajv'

import { SpanpactError } from '../model/spanpact-error.ts'
import { compilePattern } from './pattern.ts'

/** A JSON Schema: draft 7, 2019-09 or 2020-12, as its `$schema` says; 2020-12 without one. */
export type JsonSchema = Readonly<Record<string, unknown>> | boolean

/** One way in which a value breaks its schema. Nothing of the value but the keys on the way to the place. */
export interface SchemaError {
  /** JSON pointer; empty for the value itself. */
  readonly path: string
  readonly keyword: string
  readonly message: string
}

const listedErrors = 3

/**
 * Compiles a JSON Schema into a function that returns the first few errors of a plain JSON value, deepest place first,
 * or undefined for a valid one. Formats are annotations.
 * @throws SpanpactError `schema-unsupported` for what is no JSON Schema, refers elsewhere, or has a pattern outside RE2.
 */
export function compileJsonSchema(schema: JsonSchema): (value: unknown) => readonly SchemaError[] | undefined {
  const validate = compile(schema, {})
  return (value) => (validate(value) ? undefined : firstErrors(validate.errors ?? []))
}

/** The same for a schema that `compileJsonSchema` took before: it is not judged again, which takes most of the time. */
export function compileCheckedSchema(schema: JsonSchema): (value: unknown) => readonly SchemaError[] | undefined {
  const name = typeof schema === 'object' ? shippedNames.get(schema) : undefined
  const built = name === undefined ? undefined : builtValidator(name)
  const validate = built ?? compile(schema, { meta: false, validateSchema: false })
  return (value) => (validate(value) ? undefined : firstErrors(validate.errors ?? []))
}

const shippedNames = new WeakMap<object, string>()

/** Tells that an object is the shipped schema of that name, for which the build has made a validator. */
export function nameShippedSchema(schema: object, name: string): void {
  shippedNames.set(schema, name)
}

export function isShippedSchema(schema: JsonSchema): boolean {
  return typeof schema === 'object' && shippedNames.has(schema)
}

/** Where the build puts validators, seen from the bundled command and from the library; sources have none. */
const validatorFolders = ['../contracts/validators/', '../../contracts/validators/']

function builtValidator(name: string): ValidateFunction | undefined {
  const file = validatorFolders
    .map((folder) => new URL(`${folder}${name}.cjs`, import.meta.url))
    .find((candidate) => existsSync(candidate))
  return file === undefined ? undefined : (require(fileURLToPath(file)) as ValidateFunction)
}

function firstErrors(errors: readonly ErrorObject[]): readonly SchemaError[] {
  return errors
    .map(({ instancePath, keyword, message }) => ({ path: instancePath, keyword, message: message ?? keyword }))
    .toSorted((left, right) => right.path.split('/').length - left.path.split('/').length)
    .slice(0, listedErrors)
}

const require = createRequire(import.meta.url)

const regExp = Object.assign(
  (source: string) => {
    const { test } = compilePattern(source)
    // The validator tells patterns apart by their text.
    return { test, toString: () => source }
  },
  { code: 'spanpact-re2' },
)

const options: Options = {
  strict: false,
  validateFormats: false,
  logger: false,
  // A value's own `constructor` or `toString` is a key like any other.
  ownProperties: true,
  code: { regExp, optimize: false },
}

// Loaded on first use: few contracts have schemas, and start-up time is paid by every run.
function compile(schema: JsonSchema, further: Options): ValidateFunction {
  try {
    return createValidator(schema, { ...options, ...further }).compile(
      typeof schema === 'boolean' ? schema : { ...schema },
    )
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SpanpactError('schema-unsupported', `failed to compile a JSON Schema of the contract: ${reason}`, {
      cause,
    })
  }
}

function createValidator(schema: JsonSchema, all: Options): import('ajv').Ajv {
  const declared = typeof schema === 'boolean' ? undefined : schema['$schema']
  const dialect = typeof declared === 'string' ? declared : ''
  if (dialect.includes('/draft-07/')) {
    const { Ajv } = require('ajv') as typeof import('ajv')
    return new Ajv(all)
  }
  if (dialect.includes('/2019-09/')) {
    const { Ajv2019 } = require('ajv/dist/2019.js') as typeof import('ajv/dist/2019.js')
    return new Ajv2019(all)
  }
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  return new Ajv2020(all)
}
