import { compileValueSchema, deepestJudged, type SchemaError } from '../selectors/index.ts'
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
  asks: 'present',
  compile({ key, schema }) {
    if (schema === undefined) return undefined
    const judge = compileValueSchema(schema)
    return {
      check(value) {
        const breach = value === undefined ? undefined : judge(value)
        if (breach === undefined) return undefined
        if (breach === 'too-deep') return { data: { attribute: key, depth: deepestJudged }, undecided: true }
        return { data: { attribute: key, form: breach.form, errors: breach.errors } }
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
