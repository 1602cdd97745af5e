import { editDistance } from '../model/nearest.ts'

/** Longer texts are no misspelt identifiers; the bound also keeps hostile input cheap. */
const longestCompared = 128
/** Answers kept: misspellings repeat on every span. */
const rememberedAnswers = 256

/** The candidate that a text most likely misspells, or undefined; ties go to the alphabetically first. */
export function compileNearest(candidates: readonly string[]): (text: string) => string | undefined {
  const sorted = [...new Set(candidates)].toSorted()
  const answers = new Map<string, string | undefined>()
  return (text) => {
    if (text.length > longestCompared) return undefined
    if (answers.has(text)) return answers.get(text)
    if (answers.size >= rememberedAnswers) answers.clear()
    const answer = nearest(text, sorted)
    answers.set(text, answer)
    return answer
  }
}

function nearest(text: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let fewest = Infinity
  for (const candidate of candidates) {
    const edits = misspelling(text, candidate)
    if (edits === undefined || edits >= fewest) continue
    best = candidate
    fewest = edits
  }
  return best
}

/** How many edits turn one text into the other, case aside; undefined when too many for a misspelling. */
export function misspelling(one: string, other: string): number | undefined {
  const longest = Math.max(one.length, other.length)
  if (longest > longestCompared) return undefined
  const limit = longest < 6 ? 1 : 2
  if (Math.abs(one.length - other.length) > limit) return undefined
  const edits = editDistance(one.toLowerCase(), other.toLowerCase())
  return edits > limit ? undefined : edits
}
