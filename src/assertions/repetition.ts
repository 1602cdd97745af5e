import type { StreamEvent } from './stream-events.ts'

/** Something a stream said as a whole; equal ones have equal keys. */
export interface Sentence {
  readonly key: string
  /** Tokens, or where nobody counted them words. */
  readonly size: number
}

/**
 * The sentences of a stream: one for each chunk with a hash, else those of its text. Undefined where a chunk has neither;
 * chunks without a hash are passed over where others have one, for a sentence is hashed when it is finished.
 */
export function sentencesOf(chunks: readonly StreamEvent[]): readonly Sentence[] | undefined {
  if (chunks.length === 0) return undefined
  if (chunks.some(({ hash }) => hash !== null)) {
    let tokens = 0
    return chunks.flatMap(({ hash, tokens: own }): Sentence[] => {
      tokens += own ?? 1
      if (hash === null) return []
      const sentence = { key: hash, size: tokens }
      tokens = 0
      return [sentence]
    })
  }
  if (chunks.some(({ text }) => text === null)) return undefined
  const text = chunks.map((chunk) => chunk.text).join('')
  return text
    .split(/(?<=[.!?。！？])\s+|\n+/u)
    .map((sentence) => sentence.trim().replaceAll(/\s+/gu, ' '))
    .filter((sentence) => sentence !== '')
    .map((key) => ({ key, size: key.split(' ').length }))
}

/** A longer cycle is a paragraph that is said again, which its share of the tokens shows. */
const longestBlock = 64

/** The block that follows on itself most often, back to back: its length, and how often it comes. */
export function longestCycle(keys: readonly string[]): { readonly length: number; readonly times: number } {
  let most = { length: keys.length, times: keys.length === 0 ? 0 : 1 }
  for (let length = 1; length <= Math.min(longestBlock, keys.length >>> 1); length++) {
    let run = 0
    for (let at = length; at < keys.length; at++) {
      run = keys[at] === keys[at - length] ? run + 1 : 0
      const times = Math.floor(run / length) + 1
      if (times > most.times) most = { length, times }
    }
  }
  return most
}

/** The share of what was said that had been said before. */
export function repeatedShare(sentences: readonly Sentence[]): number {
  const seen = new Set<string>()
  let [whole, repeated] = [0, 0]
  for (const { key, size } of sentences) {
    whole += size
    if (seen.has(key)) repeated += size
    seen.add(key)
  }
  return whole === 0 ? 0 : repeated / whole
}
