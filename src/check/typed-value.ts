import type { AttributeClause } from '../model/contract.ts'
import type { Value } from '../model/value.ts'
import { scalarOf, typedText } from '../selectors/index.ts'

/**
 * A text of a recording that turned all values into text, as the value that a clause asks for; the text itself where it
 * is none, or where the clause asks for no other type.
 */
export function typedValue(value: Value, { type, min, max, enum: literals }: AttributeClause): Value {
  if (typeof value !== 'string') return value
  if (type !== undefined && type !== 'any') return typedText(value, type)
  const scalar = scalarOf(value)
  if (scalar === undefined) return value
  const isAsked =
    literals?.some((literal) => typeof literal === typeof scalar) === true ||
    (typeof scalar !== 'boolean' && (min !== undefined || max !== undefined))
  return isAsked ? scalar : value
}
