import type { Span } from '../model/span.ts'

export function hasAnyKey(span: Span, keys: readonly string[]): boolean {
  return keys.some((key) => span.attributes.has(key))
}

export function hasKeyUnder(span: Span, prefix: string): boolean {
  for (const key of span.attributes.keys()) if (key.startsWith(prefix)) return true
  return false
}

/** The value of `gen_ai.operation.name`, or undefined. */
export function operationOf(span: Span): string | undefined {
  const value = span.attributes.get('gen_ai.operation.name')
  return typeof value === 'string' ? value : undefined
}
