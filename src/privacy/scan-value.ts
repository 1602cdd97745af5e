import { isValueMap, type Value } from '../model/value.ts'
import type { Match } from './detector.ts'
import { redact } from './redact.ts'

/** Where in a value a text is. Keys in the path that themselves hold a match are redacted, so it can be printed. */
export interface Place {
  readonly path: readonly (string | number)[]
  /** Whether the matches are in the last key of the path or in the value there. */
  readonly part: 'key' | 'value'
}

interface Walk<Found extends Match> {
  readonly scan: (text: string) => readonly Found[]
  readonly visit: (matches: readonly Found[], place: Place) => void
  readonly maxDepth: number
  /** Of the item that is being read. */
  readonly path: (string | number)[]
}

/** Shorter integers hold no card number, nor anything else a detector knows. */
const smallestScannedInteger = 10 ** 12

/** What of a value that holds no others is scanned: a string, an integer of 13 digits and more as decimal text; else nothing. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'number' && typeof value !== 'bigint') return ''
  return value >= smallestScannedInteger ? String(value) : ''
}

/**
 * Scans every text in a value: keys of maps, and what `textOf` says of the rest; bytes are not read.
 * `visit` is called for each text with matches, in the order of the value.
 * Returns false when something lies deeper than `maxDepth` arrays and maps; it was not scanned.
 */
export function scanValue<Found extends Match>(
  value: Value,
  scan: (text: string) => readonly Found[],
  visit: (matches: readonly Found[], place: Place) => void,
  maxDepth = 64,
): boolean {
  return walk(value, { scan, visit, maxDepth, path: [] })
}

function walk<Found extends Match>(item: Value, context: Walk<Found>): boolean {
  const { path, maxDepth } = context
  if (!Array.isArray(item) && !isValueMap(item)) {
    const text = textOf(item)
    const matches = text === '' ? [] : context.scan(text)
    if (matches.length > 0) context.visit(matches, { path: [...path], part: 'value' })
    return true
  }
  if (path.length >= maxDepth) return false
  let isComplete = true
  for (const [key, inner] of Array.isArray(item) ? item.entries() : Object.entries(item)) {
    path.push(typeof key === 'string' ? shownKey(key, context) : key)
    if (!walk(inner, context)) isComplete = false
    path.pop()
  }
  return isComplete
}

function shownKey<Found extends Match>(key: string, { scan, visit, path }: Walk<Found>): string {
  const matches = scan(key)
  if (matches.length === 0) return key
  const shown = redact(key, matches)
  visit(matches, { path: [...path, shown], part: 'key' })
  return shown
}
