import { isOperators } from '../value-matcher.ts'

/** A value of a tool without operators, as a matcher: an object whose keys all look like operators is meant as it is. */
export function literally(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(literally)
  if (typeof value !== 'object' || value === null) return value
  if (isOperators(value)) return { eq: value }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, literally(member)]))
}
