import type { Pattern } from './pattern.ts'

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
  | { readonly kind: 'shuffle' | 'choice'; readonly parts: readonly Term[] }
  | { readonly kind: 'repeat'; readonly body: Term; readonly min: number; readonly max: number }

/** What is left to match: a state of the automaton of a pattern, which is unfolded only where a search goes. */
export interface Term {
  readonly id: number
  /** Equal numbers: the same words, up to items of one class. */
  readonly language: number
  readonly node: Node
  readonly acceptsEmpty: boolean
  /** Bounds of the length of its words. */
  readonly shortest: number
  readonly longest: number
}

/** A way to consume one position. */
export interface Advance {
  readonly leaf: Leaf
  readonly next: () => Term
}

/** The terms of one pattern, each built once. */
export interface Terms {
  readonly start: Term
  readonly advances: (term: Term) => readonly Advance[]
  /** Least number of occurrences, by class, in every word of the term. */
  readonly required: (term: Term) => ReadonlyMap<number, number>
}

/** The automaton of a pattern by partial derivatives (Antimirov 1996), with the shuffle as one more operator. */
export function termsOf(pattern: Pattern, classOf: (item: number) => number): Terms {
  const terms = new Map<string, Term>()
  const languages = new Map<string, number>()
  const known = { advances: new Map<Term, readonly Advance[]>(), required: new Map<Term, Map<number, number>>() }

  function intern(key: string, language: string, node: Node, rest: Omit<Term, 'id' | 'language' | 'node'>): Term {
    let term = terms.get(key)
    if (term !== undefined) return term
    if (!languages.has(language)) languages.set(language, languages.size)
    term = { id: terms.size, language: languages.get(language)!, node, ...rest }
    terms.set(key, term)
    return term
  }

  const nothing = intern(
    'nothing',
    'nothing',
    { kind: 'nothing' },
    { acceptsEmpty: false, shortest: Infinity, longest: -Infinity },
  )
  const empty = intern('empty', 'empty', { kind: 'empty' }, { acceptsEmpty: true, shortest: 0, longest: 0 })

  function one(leaf: Leaf): Term {
    return intern(
      `item ${leaf.path.join()}`,
      `item ${leaf.class}`,
      { kind: 'leaf', leaf },
      { acceptsEmpty: false, shortest: 1, longest: 1 },
    )
  }

  function sequence(head: Term, tail: Term): Term {
    if (head === nothing || tail === nothing) return nothing
    if (head === empty) return tail
    if (tail === empty) return head
    return intern(
      `sequence ${head.id},${tail.id}`,
      `sequence ${head.language},${tail.language}`,
      { kind: 'sequence', head, tail },
      {
        acceptsEmpty: head.acceptsEmpty && tail.acceptsEmpty,
        shortest: head.shortest + tail.shortest,
        longest: head.longest + tail.longest,
      },
    )
  }

  function flatten(kind: 'shuffle' | 'choice', parts: readonly Term[]): readonly Term[] {
    if (!parts.some(({ node }) => node.kind === kind)) return parts
    return parts.flatMap((part) => (part.node.kind === kind ? part.node.parts : [part]))
  }

  function shuffle(given: readonly Term[]): Term {
    const parts = flatten('shuffle', given).filter((part) => part !== empty)
    if (parts.includes(nothing)) return nothing
    if (parts.length < 2) return parts[0] ?? empty
    const sorted = parts.map(({ language }) => language).sort((a, b) => a - b)
    return intern(
      `shuffle ${parts.map(({ id }) => id).join()}`,
      `shuffle ${sorted.join()}`,
      { kind: 'shuffle', parts },
      {
        acceptsEmpty: parts.every((part) => part.acceptsEmpty),
        shortest: parts.reduce((sum, { shortest }) => sum + shortest, 0),
        longest: parts.reduce((sum, { longest }) => sum + longest, 0),
      },
    )
  }

  function choice(given: readonly Term[]): Term {
    const parts = distinct(flatten('choice', given).filter((part) => part !== nothing))
    if (parts.length < 2) return parts[0] ?? nothing
    const sorted = parts.map(({ language }) => language).sort((a, b) => a - b)
    return intern(
      `choice ${parts.map(({ id }) => id).join()}`,
      `choice ${sorted.join()}`,
      { kind: 'choice', parts },
      {
        acceptsEmpty: parts.some((part) => part.acceptsEmpty),
        shortest: parts.reduce((least, { shortest }) => Math.min(least, shortest), Infinity),
        longest: parts.reduce((most, { longest }) => Math.max(most, longest), 0),
      },
    )
  }

  function repeat(body: Term, atLeast: number, max: number): Term {
    const min = body.acceptsEmpty ? 0 : atLeast
    if (atLeast > max) return nothing
    if (body === nothing) return min === 0 ? empty : nothing
    if (body === empty || max === 0) return empty
    if (min === 1 && max === 1) return body
    return intern(
      `repeat ${body.id},${min},${max}`,
      `repeat ${body.language},${min},${max}`,
      { kind: 'repeat', body, min, max },
      { acceptsEmpty: min === 0, shortest: body.shortest * min, longest: body.longest * max },
    )
  }

  function build(part: Pattern, path: readonly number[]): Term {
    const builtParts = (items: readonly Pattern[]): Term[] => items.map((item, index) => build(item, [...path, index]))
    switch (part.kind) {
      case 'item':
        return one({ item: part.item, class: classOf(part.item), path })
      case 'inOrder':
        return builtParts(part.items).reduceRight((tail, head) => sequence(head, tail), empty)
      case 'anyOrder':
        return shuffle(builtParts(part.items))
      case 'oneOf':
        return choice(builtParts(part.items))
      case 'optional':
        return choice([build(part.item, [...path, 0]), empty])
      case 'repeat':
        return repeat(build(part.item, [...path, 0]), part.min, part.max ?? Infinity)
    }
  }

  function derive({ node }: Term): readonly Advance[] {
    switch (node.kind) {
      case 'nothing':
      case 'empty':
        return []
      case 'leaf':
        return [{ leaf: node.leaf, next: () => empty }]
      case 'choice':
        return node.parts.flatMap(advances)
      case 'repeat': {
        const rest = (): Term => repeat(node.body, Math.max(0, node.min - 1), node.max - 1)
        return advances(node.body).map(({ leaf, next }) => ({ leaf, next: () => sequence(next(), rest()) }))
      }
      case 'shuffle':
        // Of parts with the same words only the first is entered: the others wait for their turn.
        return distinct(node.parts).flatMap((part) =>
          advances(part).map(({ leaf, next }) => ({
            leaf,
            next: () => shuffle(node.parts.map((other) => (other === part ? next() : other))),
          })),
        )
      case 'sequence':
        return deriveSequence(node.head, node.tail)
    }
  }

  function deriveSequence(first: Term, second: Term): readonly Advance[] {
    const found: Advance[] = []
    for (let [head, tail] = [first, second]; ;) {
      const after = tail
      for (const { leaf, next } of advances(head)) found.push({ leaf, next: () => sequence(next(), after) })
      if (!head.acceptsEmpty || tail === empty) return found
      ;[head, tail] = tail.node.kind === 'sequence' ? [tail.node.head, tail.node.tail] : [tail, empty]
    }
  }

  function advances(term: Term): readonly Advance[] {
    let found = known.advances.get(term)
    if (found === undefined) known.advances.set(term, (found = derive(term)))
    return found
  }

  function required(term: Term): Map<number, number> {
    let found = known.required.get(term)
    if (found === undefined) known.required.set(term, (found = countRequired(term)))
    return found
  }

  function countRequired({ node }: Term): Map<number, number> {
    switch (node.kind) {
      case 'nothing':
      case 'empty':
        return new Map()
      case 'leaf':
        return new Map([[node.leaf.class, 1]])
      case 'repeat':
        return new Map(
          node.min === 0 ? [] : [...required(node.body)].map(([item, count]) => [item, count * node.min] as const),
        )
      case 'shuffle':
        return sum(node.parts.map(required))
      case 'choice': {
        const [first, ...others] = node.parts.map(required)
        const shared = [...first!].map(
          ([item, count]) =>
            [item, others.reduce((least, other) => Math.min(least, other.get(item) ?? 0), count)] as const,
        )
        return new Map(shared.filter(([, count]) => count > 0))
      }
      case 'sequence': {
        const parts = [node.head]
        let { tail } = node
        for (; tail.node.kind === 'sequence'; { tail } = tail.node) parts.push(tail.node.head)
        return sum([...parts, tail].map(required))
      }
    }
  }

  return { start: build(pattern, []), advances, required }
}

/** The first of those with the same words. */
function distinct(parts: readonly Term[]): readonly Term[] {
  const seen = new Set<number>()
  return parts.filter(({ language }) => !seen.has(language) && seen.add(language))
}

function sum(counts: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const total = new Map<number, number>()
  for (const each of counts) for (const [item, count] of each) total.set(item, (total.get(item) ?? 0) + count)
  return total
}
