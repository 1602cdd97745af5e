import type { Value } from '../model/value.ts'
import { compileCheckedSchema, type JsonSchema, type SchemaError } from './json-schema.ts'
import { parseJsonText } from './json-text.ts'
import { nestsTooDeep, toPlainJson } from './plain-json.ts'

/** Why an attribute value does not match a JSON Schema, or that nobody can say. */
export type SchemaBreach =
  | { readonly form: 'structured' | 'json-text' | 'text'; readonly errors: readonly SchemaError[] }
  | 'too-deep'

/**
 * Compiles a JSON Schema that `compileJsonSchema` took before into a judgement of attribute values: undefined for one
 * that matches. Text that holds JSON stands for what it holds. The schema is compiled with the first value.
 */
export function compileValueSchema(schema: JsonSchema): (value: Value) => SchemaBreach | undefined {
  let validator: ReturnType<typeof compileCheckedSchema> | undefined
  return (value) => {
    validator ??= compileCheckedSchema(schema)
    const content = typeof value === 'string' ? parseJsonText(value) : undefined
    if (nestsTooDeep(content ?? value)) return 'too-deep'
    const errors = validator(content ?? toPlainJson(value))
    if (errors === undefined) return undefined
    // A schema of texts may want this very text, brackets and all.
    if (content !== undefined && validator(value) === undefined && namesText(schema)) return undefined
    return { form: formOf(value, content), errors }
  }
}

function formOf(value: Value, content: object | undefined): 'structured' | 'json-text' | 'text' {
  if (content !== undefined) return 'json-text'
  return typeof value === 'string' ? 'text' : 'structured'
}

/** Whether a schema says by itself that it wants a text; one that says nothing of types would pass any. */
function namesText(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return false
  const { type } = schema
  return type === 'string' || (Array.isArray(type) && type.includes('string'))
}
