import type { AttributeClause } from '../model/contract.ts'
import type { Value } from '../model/value.ts'
import type { SourceLimits } from '../rules/index.ts'
import { parseJsonText, scalarOf, typedText } from '../selectors/index.ts'

/**
 * A text of a recording that turned values into text, as the value that a clause asks for; the text itself where it is
 * none, where the clause asks for no other type, or where the recording keeps such values as they are.
 */
export function typedValue(value: Value, clause: AttributeClause, { isStringly, lacks }: SourceLimits): Value {
  if (typeof value !== 'string') return value
  if (isStringly) return typedScalar(value, clause) ?? listIn(value, clause) ?? value
  if (!lacks.has('lists')) return value
  const { type = 'any' } = clause
  const isStructured = type === 'map' || type.endsWith('[]')
  // Without the commas by which other formats join lists.
  if (isStructured) return parseJsonText(value) === undefined ? value : typedText(value, type)
  return listIn(value, clause) ?? value
}

function typedScalar(text: string, { type, min, max, enum: literals }: AttributeClause): Value | undefined {
  if (type !== undefined && type !== 'any') return typedText(text, type)
  const scalar = scalarOf(text)
  if (scalar === undefined) return undefined
  const isAsked =
    literals?.some((literal) => typeof literal === typeof scalar) === true ||
    (typeof scalar !== 'boolean' && (min !== undefined || max !== undefined))
  return isAsked ? scalar : undefined
}

/** The list that a text was, for a clause that says of no type and speaks of members. */
function listIn(text: string, { type = 'any', min, max, enum: literals }: AttributeClause): Value | undefined {
  const isAsked = literals?.includes(text) === false || min !== undefined || max !== undefined
  if (type !== 'any' || !isAsked) return undefined
  const json = parseJsonText(text)
  return Array.isArray(json) ? (json as Value) : undefined
}
