/** What is left of the work that a search may do. */
export interface Budget {
  left: number
}

/** Texts that are looked for in others. */
export interface TextIndex {
  /**
   * The texts that occur in one, each once for each place where it begins. Time is linear in the text, but for the lengths of
   * texts that begin alike; that part is taken from the budget, and the search ends where it is spent.
   */
  readonly occurrences: (inText: string, budget: Budget) => Generator<{ readonly text: string; readonly at: number }>
}

/** Empty texts, which occur in all others, are left out. */
export function indexTexts(texts: Iterable<string>): TextIndex {
  const wanted = [...new Set(texts)].filter((text) => text !== '')
  const seedLength = wanted.reduce((least, { length }) => Math.min(least, length), Infinity)
  /** By their beginning, then by length. */
  const seeds = new Map<string, Map<number, Set<string>>>()
  for (const text of wanted) {
    const seed = text.slice(0, seedLength)
    const byLength = seeds.get(seed) ?? new Map<number, Set<string>>()
    byLength.set(text.length, (byLength.get(text.length) ?? new Set()).add(text))
    seeds.set(seed, byLength)
  }
  return {
    *occurrences(inText, budget) {
      for (let at = 0; at + seedLength <= inText.length; at++) {
        const byLength = seeds.get(inText.slice(at, at + seedLength))
        if (byLength === undefined) continue
        for (const [length, ofLength] of byLength) {
          budget.left -= 1 + length / 64
          if (budget.left < 0) return
          const text = inText.slice(at, at + length)
          if (ofLength.has(text)) yield { text, at }
        }
      }
    },
  }
}
