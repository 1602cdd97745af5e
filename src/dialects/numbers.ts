import type { Span } from '../model/span.ts'

/** A number under a key, 0 or more; null where there is none. Text counts only where the source made text of numbers. */
export function amountOf(span: Span, key: string): number | null {
  const value = span.attributes.get(key)
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : null
  if (typeof value === 'string' && span.source.isStringly && /^\d{1,15}(?:\.\d{1,20})?$/.test(value))
    return Number(value)
  return null
}

/** A whole number under a key, 0 or more; null where there is none. */
export function countOf(span: Span, key: string): number | null {
  const amount = amountOf(span, key)
  return amount !== null && Number.isSafeInteger(amount) ? amount : null
}
