import type { Match } from './detector.ts'

/**
 * Replaces every match by its kind and length, `[email, 21 characters]`; the rest of the text stays.
 * Matches may come in any order. Where some overlap, one marker with the kind of the first covers them all.
 */
export function redact(text: string, matches: readonly Match[]): string {
  let redacted = ''
  let end = 0
  for (const { kind, start, stop } of merge(matches)) {
    redacted += `${text.slice(end, start)}[${kind}, ${stop - start} ${stop - start === 1 ? 'character' : 'characters'}]`
    end = stop
  }
  return redacted + text.slice(end)
}

function merge(matches: readonly Match[]): { kind: string; start: number; stop: number }[] {
  const merged: { kind: string; start: number; stop: number }[] = []
  for (const { kind, start, length } of matches.toSorted((a, b) => a.start - b.start || b.length - a.length)) {
    const last = merged.at(-1)
    if (last !== undefined && start < last.stop) last.stop = Math.max(last.stop, start + length)
    else merged.push({ kind, start, stop: start + length })
  }
  return merged
}
