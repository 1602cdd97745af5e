/** One `item` of the pattern. */
export interface Leaf {
  readonly item: number
  /** Items that the same positions match are of one class: they are interchangeable. */
  readonly class: number
  /** Indexes of the parts that lead to it from the top of the pattern; `optional` and `repeat` have the one part 0. */
  readonly path: readonly number[]
}

type Node =
  | { readonly kind: 'nothing' | 'empty' }
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'sequence'; readonly head: Term; readonly tail: Term }
  | { readonly kind: 'shuffle'; readonly parts: readonly Term[]; readonly hash: number }
  | { readonly kind: 'choice'; readonly parts: readonly Term[] }
  | { readonly kind: 'repeat'; readonly body: Term; readonly min: number; readonly max: number }

/** What is left to match: a state of the automaton of a pattern. */
export interface Term {
  readonly id: number
  /** Equal numbers: the same words, up to items of one class. */
  readonly language: number
  readonly node: Node
  readonly acceptsEmpty: boolean
  /** Most letters that one of its words has. */
  readonly longest: number
}

export interface Interner {
  readonly empty: Term
  readonly leaf: (leaf: Leaf) => Term
  readonly sequence: (head: Term, tail: Term) => Term
  readonly shuffle: (parts: readonly Term[]) => Term
  /** A shuffle with what is left of one of its parts in its place. */
  readonly replaceInShuffle: (shuffle: Term, index: number, left: Term) => Term
  readonly choice: (parts: readonly Term[]) => Term
  readonly repeat: (body: Term, min: number, max: number) => Term
}

function mix(value: number): number {
  const high = Math.imul(value + 1, 0x9e3779b1)
  return Math.imul(high ^ (high >>> 15), 0x85ebca6b)
}

/** One number for two below 2^26, which no search has time to reach. */
function pairOf(one: number, other: number): number {
  return one * 2 ** 26 + other
}

function areEqual<T>(one: ArrayLike<T>, other: ArrayLike<T>): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

function sortedLanguages(parts: readonly Term[]): readonly number[] {
  return parts.map(({ language }) => language).sort((a, b) => a - b)
}

/** Builds the terms of one pattern, simplified, each once: equal states of the automaton are one object. */
export function createInterner(): Interner {
  let count = 0
  const languages = new Map<string, number>()
  const byKey = new Map<string, Term>()
  // These are built at every step of a search, so they are found by numbers, not by texts.
  const sequences = new Map<number, Term>()
  const sequenceLanguages = new Map<number, number>()
  const shuffles = new Map<number, Term[]>()
  const shuffleLanguages = new Map<number, { readonly parts: readonly Term[]; readonly language: number }[]>()
  let languageCount = 0

  function create(language: number, node: Node, acceptsEmpty: boolean, longest: number): Term {
    return { id: count++, language, node, acceptsEmpty, longest }
  }

  function languageOf(key: string): number {
    let language = languages.get(key)
    if (language === undefined) languages.set(key, (language = languageCount++))
    return language
  }

  function intern(key: string, language: string, node: Node, acceptsEmpty: boolean, longest: number): Term {
    let term = byKey.get(key)
    if (term === undefined) {
      byKey.set(key, (term = create(languageOf(language), node, acceptsEmpty, longest)))
    }
    return term
  }

  const nothing = create(languageOf('nothing'), { kind: 'nothing' }, false, -Infinity)
  const empty = create(languageOf('empty'), { kind: 'empty' }, true, 0)

  function leaf(each: Leaf): Term {
    return intern(`leaf ${each.path.join()}`, `leaf ${each.class}`, { kind: 'leaf', leaf: each }, false, 1)
  }

  function sequence(head: Term, tail: Term): Term {
    if (head === nothing || tail === nothing) return nothing
    if (head === empty) return tail
    if (tail === empty) return head
    const key = pairOf(head.id, tail.id)
    let term = sequences.get(key)
    if (term === undefined) {
      const ofPair = pairOf(head.language, tail.language)
      let language = sequenceLanguages.get(ofPair)
      if (language === undefined) sequenceLanguages.set(ofPair, (language = languageCount++))
      const acceptsEmpty = head.acceptsEmpty && tail.acceptsEmpty
      term = create(language, { kind: 'sequence', head, tail }, acceptsEmpty, head.longest + tail.longest)
      sequences.set(key, term)
    }
    return term
  }

  function languageOfShuffle(parts: readonly Term[]): number {
    let hash = 0
    for (const { language } of parts) hash = (hash + mix(language)) | 0
    const alike = shuffleLanguages.get(hash)
    if (alike === undefined) {
      shuffleLanguages.set(hash, [{ parts, language: languageCount }])
      return languageCount++
    }
    const sorted = sortedLanguages(parts)
    const same = alike.find((other) => areEqual(sortedLanguages(other.parts), sorted))
    if (same !== undefined) return same.language
    alike.push({ parts, language: languageCount })
    return languageCount++
  }

  /** A shuffle of two parts or more, none of them empty, impossible or itself a shuffle. */
  function internShuffle(parts: readonly Term[], hash: number): Term {
    const alike = shuffles.get(hash) ?? []
    if (alike.length === 0) shuffles.set(hash, alike)
    for (const term of alike) if (term.node.kind === 'shuffle' && areEqual(term.node.parts, parts)) return term
    let acceptsEmpty = true
    let longest = 0
    for (const part of parts) {
      acceptsEmpty &&= part.acceptsEmpty
      longest += part.longest
    }
    const term = create(languageOfShuffle(parts), { kind: 'shuffle', parts, hash }, acceptsEmpty, longest)
    alike.push(term)
    return term
  }

  function shuffle(given: readonly Term[]): Term {
    const parts = given.flatMap((part) => partsOf(part, 'shuffle')).filter((part) => part !== empty)
    if (parts.includes(nothing)) return nothing
    if (parts.length < 2) return parts[0] ?? empty
    return internShuffle(
      parts,
      parts.reduce((hash, { id }) => (hash + mix(id)) | 0, 0),
    )
  }

  function replaceInShuffle({ node }: Term, index: number, left: Term): Term {
    if (node.kind !== 'shuffle') return left
    const parts = node.parts.slice()
    let hash = (node.hash - mix(parts[index]!.id)) | 0
    const added = left === empty ? [] : partsOf(left, 'shuffle')
    for (const { id } of added) hash = (hash + mix(id)) | 0
    parts.splice(index, 1, ...added)
    return parts.length < 2 ? (parts[0] ?? empty) : internShuffle(parts, hash)
  }

  function choice(given: readonly Term[]): Term {
    const seen = new Set<number>()
    const parts = given
      .flatMap((part) => partsOf(part, 'choice'))
      .filter((part) => part !== nothing && !seen.has(part.language) && seen.add(part.language))
    if (parts.length < 2) return parts[0] ?? nothing
    return intern(
      `choice ${parts.map(({ id }) => id).join()}`,
      `choice ${[...seen].sort((a, b) => a - b).join()}`,
      { kind: 'choice', parts },
      parts.some((part) => part.acceptsEmpty),
      parts.reduce((most, { longest }) => Math.max(most, longest), 0),
    )
  }

  function repeat(body: Term, atLeast: number, max: number): Term {
    if (atLeast > max) return nothing
    const min = body.acceptsEmpty ? 0 : atLeast
    if (body === nothing) return min === 0 ? empty : nothing
    if (body === empty || max === 0) return empty
    if (min === 1 && max === 1) return body
    return intern(
      `repeat ${body.id},${min},${max}`,
      `repeat ${body.language},${min},${max}`,
      { kind: 'repeat', body, min, max },
      min === 0,
      body.longest * max,
    )
  }

  return { empty, leaf, sequence, shuffle, replaceInShuffle, choice, repeat }
}

/** A nested shuffle or choice is as good as its parts. */
function partsOf(part: Term, kind: 'shuffle' | 'choice'): readonly Term[] {
  return part.node.kind === kind ? part.node.parts : [part]
}
