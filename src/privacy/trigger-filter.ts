interface Word {
  /** By character code below 256: the bits of the trigger elements the character fits. */
  readonly fits: Int32Array
  readonly first: number
  readonly last: number
  /** Per trigger in this word, its last bit and the index of its set. */
  readonly triggers: readonly { readonly bit: number; readonly set: number }[]
}

const wordBits = 32

/**
 * Compiles sets of triggers into one function that says which sets occur in a text, as a bit per set (at most 31 sets).
 * A trigger is a sequence of characters and classes such as `gh[a-z]_` or `[^0-9]`, at most 32 long. Characters from 256
 * on may be taken for others, so a set bit means "perhaps", a clear one "certainly not".
 *
 * All triggers advance together as the bits of a few integers, without a branch per character. On the short strings that
 * spans are made of, two such integers cost half of what one regular expression over the prefixes of `secrets` alone does.
 * Source: Baeza-Yates and Gonnet, "A new approach to text searching", CACM 35 (1992), algorithm shift-and.
 */
export function compileTriggers(sets: readonly (readonly string[])[]): (text: string) => number {
  const words = packWords(
    sets.flatMap((triggers, set) => triggers.map((trigger) => ({ set, elements: parse(trigger) }))),
  )
  if (words.length % 2 === 1) words.push(compileWord([]))
  return (text) => {
    let found = 0
    for (let index = 0; index < words.length; index += 2) found |= runPair(words[index]!, words[index + 1]!, text)
    return found
  }
}

/** Two words share the loop, because fetching the character is its most expensive part. */
function runPair(a: Word, b: Word, text: string): number {
  // Locals: V8 does not lift the reads of properties out of the loop.
  const { fits: fitsA, first: firstA } = a
  const { fits: fitsB, first: firstB } = b
  // As if a space preceded the text, so that a trigger may begin with `[^0-9]`.
  let stateA = firstA & fitsA[32]!
  let stateB = firstB & fitsB[32]!
  let seenA = stateA
  let seenB = stateB
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index) & 255
    stateA = ((stateA << 1) | firstA) & fitsA[code]!
    stateB = ((stateB << 1) | firstB) & fitsB[code]!
    seenA |= stateA
    seenB |= stateB
  }
  return (seenA & a.last) === 0 && (seenB & b.last) === 0 ? 0 : setsOf(a, seenA) | setsOf(b, seenB)
}

function setsOf(word: Word, seen: number): number {
  return word.triggers.reduce((sets, { bit, set }) => ((seen & bit) === 0 ? sets : sets | (1 << set)), 0)
}

function packWords(triggers: readonly { readonly set: number; readonly elements: readonly string[] }[]): Word[] {
  const bins: { used: number; members: (typeof triggers)[number][] }[] = []
  for (const trigger of triggers.toSorted((a, b) => b.elements.length - a.elements.length)) {
    let bin = bins.find(({ used }) => used + trigger.elements.length <= wordBits)
    if (bin === undefined) bins.push((bin = { used: 0, members: [] }))
    bin.used += trigger.elements.length
    bin.members.push(trigger)
  }
  return bins.map(({ members }) => compileWord(members))
}

function compileWord(members: readonly { readonly set: number; readonly elements: readonly string[] }[]): Word {
  const fits = new Int32Array(256)
  const triggers: { bit: number; set: number }[] = []
  let first = 0
  let next = 0
  for (const { set, elements } of members) {
    first |= 1 << next
    for (const characters of elements) {
      for (const character of characters) fits[character.charCodeAt(0)]! |= 1 << next
      next++
    }
    triggers.push({ bit: 1 << (next - 1), set })
  }
  return { fits, first, last: triggers.reduce((mask, { bit }) => mask | bit, 0), triggers }
}

/** `a[0-9]` becomes `['a', '0123456789']`. */
function parse(trigger: string): string[] {
  return Array.from(trigger.matchAll(/\[(\^?)([^\]]+)\]|[^]/g), ([character, negation, ranges]) => {
    if (ranges === undefined) return character
    const characters = ranges.replace(/(.)-(.)/g, (_range, from: string, to: string) => between(from, to))
    return negation === ''
      ? characters
      : characterSet.replace(/[^]/g, (item) => (characters.includes(item) ? '' : item))
  })
}

const characterSet = between('\0', '\u00ff')

function between(from: string, to: string): string {
  const start = from.charCodeAt(0)
  return String.fromCharCode(...Array.from({ length: to.charCodeAt(0) - start + 1 }, (_, offset) => start + offset))
}
