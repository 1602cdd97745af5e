import { createInterner } from './interner.ts'
import type { Leaf, Term } from './interner.ts'
import type { Pattern } from './pattern.ts'

/** A way to consume one position. */
export interface Advance {
  readonly leaf: Leaf
  readonly next: () => Term
}

/** The states of the automaton of one pattern, unfolded only where a search goes. */
export interface Terms {
  readonly start: Term
  readonly advances: (term: Term) => readonly Advance[]
}

/** The automaton of a pattern by partial derivatives (Antimirov 1996), with the shuffle as one more operator. */
export function termsOf(pattern: Pattern, classOf: (item: number) => number): Terms {
  const { empty, leaf, sequence, shuffle, replaceInShuffle, choice, repeat } = createInterner()

  function build(part: Pattern, path: readonly number[]): Term {
    const builtParts = (items: readonly Pattern[]): Term[] => items.map((item, index) => build(item, [...path, index]))
    switch (part.kind) {
      case 'item':
        return leaf({ item: part.item, class: classOf(part.item), path })
      case 'inOrder':
        return builtParts(part.items).reduceRight((tail, head) => sequence(head, tail), empty)
      case 'anyOrder':
        return shuffle(builtParts(part.items))
      case 'oneOf':
        return choice(builtParts(part.items))
      case 'optional':
        return choice([build(part.item, [...path, 0]), empty])
      default:
        return repeat(build(part.item, [...path, 0]), part.min, part.max ?? Infinity)
    }
  }

  // Not kept: a term is mostly entered once, and an interleaving has very many.
  function advances(term: Term): readonly Advance[] {
    const { node } = term
    switch (node.kind) {
      case 'nothing':
      case 'empty':
        return []
      case 'leaf':
        return [{ leaf: node.leaf, next: () => empty }]
      case 'choice':
        return node.parts.flatMap(advances)
      case 'repeat': {
        const rest = repeat(node.body, Math.max(0, node.min - 1), node.max - 1)
        return advances(node.body).map((each) => ({ ...each, next: () => sequence(each.next(), rest) }))
      }
      case 'shuffle':
        return deriveShuffle(term, node.parts)
      default:
        return deriveSequence(node.head, node.tail)
    }
  }

  /** Of parts with the same words only the first is entered: the others wait for their turn. */
  function deriveShuffle(term: Term, parts: readonly Term[]): readonly Advance[] {
    const found: Advance[] = []
    const seen = new Set<number>()
    for (const [index, part] of parts.entries()) {
      if (seen.has(part.language)) continue
      seen.add(part.language)
      for (const { leaf: entered, next } of advances(part)) {
        found.push({ leaf: entered, next: () => replaceInShuffle(term, index, next()) })
      }
    }
    return found
  }

  function deriveSequence(first: Term, second: Term): readonly Advance[] {
    const found: Advance[] = []
    for (let [head, tail] = [first, second]; ;) {
      const after = tail
      for (const each of advances(head)) found.push({ ...each, next: () => sequence(each.next(), after) })
      if (!head.acceptsEmpty || tail === empty) return found
      ;[head, tail] = tail.node.kind === 'sequence' ? [tail.node.head, tail.node.tail] : [tail, empty]
    }
  }

  return { start: build(pattern, []), advances }
}
