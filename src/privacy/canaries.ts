import { SpanpactError } from '../model/spanpact-error.ts'
import type { Match } from './detector.ts'

/**
 * Compiles planted strings into a search for exactly them: as written, URL-encoded, or escaped as in JSON text.
 * The kind is the canary's place in the list, `canary-1` for the first.
 * @throws SpanpactError `canary-empty`: an empty string is part of every text.
 */
export function compileCanaries(canaries: readonly string[]): (text: string) => readonly Match[] {
  const variants = canaries.map((canary, index) => {
    if (canary === '') throw new SpanpactError('canary-empty', `canary ${index + 1} is empty; write the planted text`)
    const written = [canary, encodeURIComponent(canary.toWellFormed()), JSON.stringify(canary).slice(1, -1)]
    return { kind: `canary-${index + 1}`, literals: [...new Set(written)] }
  })
  return (text) => {
    let matches = noMatches
    for (const { kind, literals } of variants) {
      for (const literal of literals)
        if (text.includes(literal)) matches = [...matches, ...findAll(text, literal, kind)]
    }
    return matches
  }
}

const noMatches: readonly Match[] = []

function findAll(text: string, literal: string, kind: string): Match[] {
  const matches: Match[] = []
  for (let start = text.indexOf(literal); start !== -1; start = text.indexOf(literal, start + literal.length)) {
    matches.push({ kind, start, length: literal.length })
  }
  return matches
}
