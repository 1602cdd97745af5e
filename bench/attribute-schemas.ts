import { Ajv } from 'ajv'
import { z } from 'zod'

import type { AttributeClause, Contract, SpanClause } from '../src/model/contract.ts'
import type { FlatSpan } from './flatten.ts'

/** Whether a flat span fits the attribute clauses of one span clause. */
export type SchemaCheck = (span: FlatSpan) => boolean

/**
 * The attribute clauses of a contract as one compiled JSON Schema a span clause: types, enums, patterns, ranges, and
 * what is required. Conditions, names, parents, counts and trace rules are left out, for a schema of one span cannot say them.
 */
export function ajvChecks(contract: Contract): ReadonlyMap<string, SchemaCheck> {
  const ajv = new Ajv({ strict: false })
  return byClause(contract, (clause) => {
    const validate = ajv.compile({
      type: 'object',
      properties: Object.fromEntries(clause.attributes.map((attribute) => [attribute.key, jsonSchema(attribute)])),
      required: clause.attributes.filter(isRequired).map(({ key }) => key),
    })
    return ({ attributes }) => validate(attributes)
  })
}

/** The same as zod schemas. */
export function zodChecks(contract: Contract): ReadonlyMap<string, SchemaCheck> {
  return byClause(contract, (clause) => {
    const schema = z.object(
      Object.fromEntries(
        clause.attributes.map((attribute) => {
          const value = zodSchema(attribute)
          return [attribute.key, isRequired(attribute) ? value : value.optional()]
        }),
      ),
    )
    return ({ attributes }) => schema.safeParse(attributes).success
  })
}

function byClause(contract: Contract, check: (clause: SpanClause) => SchemaCheck): ReadonlyMap<string, SchemaCheck> {
  return new Map(contract.spans.map((clause) => [clause.id, check(clause)]))
}

function isRequired({ requirement, when }: AttributeClause): boolean {
  return requirement === 'required' && when === undefined
}

const jsonTypes: Readonly<Record<string, object>> = {
  string: { type: 'string' },
  int: { type: 'integer' },
  double: { type: 'number' },
  boolean: { type: 'boolean' },
  'string[]': { type: 'array', items: { type: 'string' } },
}

function jsonSchema({ type, enum: values, pattern, min, max }: AttributeClause): object {
  return {
    ...(type === undefined ? {} : jsonTypes[type]),
    ...(values === undefined ? {} : { enum: values }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  }
}

function zodSchema({ type, enum: values, pattern, min, max }: AttributeClause): z.ZodType {
  if (values !== undefined) return z.literal([...values])
  if (type === 'int' || type === 'double') {
    const number = type === 'int' ? z.int() : z.number()
    return number.min(min ?? Number.MIN_SAFE_INTEGER).max(max ?? Number.MAX_SAFE_INTEGER)
  }
  if (type === 'boolean') return z.boolean()
  if (type === 'string[]') return z.array(z.string())
  return pattern === undefined ? z.string() : z.string().regex(new RegExp(pattern))
}
