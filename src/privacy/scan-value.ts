import { isValueMap, type Value } from '../model/value.ts'
import type { Match } from './detector.ts'
import { redact } from './redact.ts'

/** Where in a value a text is. Keys in the path that themselves hold a match are redacted, so it can be printed. */
export interface Place {
  readonly path: readonly (string | number)[]
  /** Whether the matches are in the last key of the path or in the value there. */
  readonly part: 'key' | 'value'
}

/** Shorter integers hold no card number, nor anything else a detector knows. */
const smallestScannedInteger = 10 ** 12

/**
 * Scans every text in a value: strings, keys of maps, and integers of 13 digits and more as decimal text; bytes are not read.
 * `visit` is called for each text with matches, in the order of the value.
 * Returns false when something lies deeper than `maxDepth` arrays and maps; it was not scanned.
 */
export function scanValue<Found extends Match>(
  value: Value,
  scan: (text: string) => readonly Found[],
  visit: (matches: readonly Found[], place: Place) => void,
  maxDepth = 64,
): boolean {
  const path: (string | number)[] = []

  function walk(item: Value): boolean {
    if (typeof item === 'string') return scanText(item)
    if (typeof item === 'number' || typeof item === 'bigint') {
      return item < smallestScannedInteger || scanText(String(item))
    }
    if (Array.isArray(item)) return isShallow() && item.map((element, index) => within(index, element)).every(Boolean)
    if (isValueMap(item)) return isShallow() && Object.entries(item).map(walkEntry).every(Boolean)
    return true
  }

  function isShallow(): boolean {
    return path.length < maxDepth
  }

  function walkEntry([key, item]: [string, Value]): boolean {
    const matches = scan(key)
    if (matches.length === 0) return within(key, item)
    const shownKey = redact(key, matches)
    visit(matches, { path: [...path, shownKey], part: 'key' })
    return within(shownKey, item)
  }

  function within(segment: string | number, item: Value): boolean {
    path.push(segment)
    const isComplete = walk(item)
    path.pop()
    return isComplete
  }

  function scanText(text: string): true {
    const matches = scan(text)
    if (matches.length > 0) visit(matches, { path: [...path], part: 'value' })
    return true
  }

  return walk(value)
}
