import type { Value } from '../model/value.ts'
import { compileCheckedSchema, type SchemaError } from './json-schema.ts'
import { parseJsonText } from './json-text.ts'
import { deepestJudged, nestsTooDeep, toPlainJson } from './plain-json.ts'
import { defineRule } from './rule.ts'

type SchemaData = {
  readonly attribute: string
  readonly depth?: number
  readonly form?: 'structured' | 'json-text' | 'text'
  readonly errors?: readonly SchemaError[]
}

export const attributeSchema = defineRule({
  id: 'attribute-schema',
  summary: 'Requires values, structured or as JSON text, that match the declared JSON Schema',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  compile({ key, schema }) {
    if (schema === undefined) return undefined
    let validator: ReturnType<typeof compileCheckedSchema> | undefined
    return {
      check(value) {
        if (value === undefined) return undefined
        validator ??= compileCheckedSchema(schema)
        const content = typeof value === 'string' ? parseJsonText(value) : undefined
        if (nestsTooDeep(content ?? value)) return { data: { attribute: key, depth: deepestJudged }, undecided: true }
        const errors = validator(content ?? toPlainJson(value))
        if (errors === undefined) return undefined
        // A schema of texts may want this very text, brackets and all.
        if (content !== undefined && validator(value) === undefined && namesText(schema)) return undefined
        return { data: { attribute: key, form: formOf(value, content), errors } }
      },
    }
  },
  describe(data, place) {
    const { attribute, depth, form, errors = [] } = data as SchemaData
    const subject = `attribute \`${attribute}\` of ${place}`
    if (depth !== undefined) {
      return {
        message: `whether ${subject} matches its schema is undecided: it nests deeper than ${depth} levels`,
        help: `emit \`${attribute}\` with less nesting`,
      }
    }
    return {
      message: `${subject}${form === 'text' ? ', text that is no JSON,' : ''} does not match its schema: ${errors.map(errorWords).join('; ')}`,
      help:
        form === 'text'
          ? `set \`${attribute}\` to the structured value, or to all of its JSON text`
          : `give \`${attribute}\` the shape that its schema declares`,
    }
  },
})

function errorWords({ path, message }: SchemaError): string {
  return `${path === '' ? 'the value' : `\`${path}\``} ${message}`
}

function formOf(value: Value, content: object | undefined): 'structured' | 'json-text' | 'text' {
  if (content !== undefined) return 'json-text'
  return typeof value === 'string' ? 'text' : 'structured'
}

/** Whether a schema says by itself that it wants a text; one that says nothing of types would pass any. */
function namesText(schema: Readonly<Record<string, unknown>> | boolean): boolean {
  if (typeof schema === 'boolean') return false
  const { type } = schema
  return type === 'string' || (Array.isArray(type) && type.includes('string'))
}
