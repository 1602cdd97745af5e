import { createRequire } from 'node:module'

import type { ErrorObject, Options, ValidateFunction } from 'ajv'

import { SpanpactError } from '../model/spanpact-error.ts'
import { compilePattern } from '../selectors/index.ts'

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
  const validate = compile(schema)
  return (value) => (validate(value) ? undefined : firstErrors(validate.errors ?? []))
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
  code: { regExp },
}

// Loaded on first use: few contracts have schemas, and start-up time is paid by every run.
function compile(schema: JsonSchema): ValidateFunction {
  try {
    return createValidator(schema).compile(typeof schema === 'boolean' ? schema : { ...schema })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SpanpactError('schema-unsupported', `failed to compile a JSON Schema of the contract: ${reason}`, {
      cause,
    })
  }
}

function createValidator(schema: JsonSchema): import('ajv').Ajv {
  const declared = typeof schema === 'boolean' ? undefined : schema['$schema']
  const dialect = typeof declared === 'string' ? declared : ''
  if (dialect.includes('/draft-07/')) {
    const { Ajv } = require('ajv') as typeof import('ajv')
    return new Ajv(options)
  }
  if (dialect.includes('/2019-09/')) {
    const { Ajv2019 } = require('ajv/dist/2019.js') as typeof import('ajv/dist/2019.js')
    return new Ajv2019(options)
  }
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  return new Ajv2020(options)
}
