import type { Span } from '../model/span.ts'

export function hasAnyKey(span: Span, keys: readonly string[]): boolean {
  for (const key of keys) if (span.attributes.has(key)) return true
  return false
}

export function hasKeyUnder(span: Span, prefix: string): boolean {
  for (const key of span.attributes.keys()) if (key.startsWith(prefix)) return true
  return false
}

/** The text under a key; null where there is none, or nothing in it. */
export function textOf(span: Span, key: string): string | null {
  const value = span.attributes.get(key)
  return typeof value === 'string' && value !== '' ? value : null
}

/** The value of `gen_ai.operation.name`, or undefined. */
export function operationOf(span: Span): string | undefined {
  return textOf(span, 'gen_ai.operation.name') ?? undefined
}
