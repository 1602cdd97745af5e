import type { Term } from './interner.ts'

/**
 * Reads off a term how often each class occurs in every word of it, at least. The counts are in `counts`, by class, and
 * `classes` names those that are not 0; both hold until the next term is read.
 */
export interface Requirements {
  readonly counts: Float64Array
  readonly classes: number[]
  readonly read: (term: Term) => void
}

export function requirementsOf(classCount: number): Requirements {
  const counts = new Float64Array(classCount)
  const classes: number[] = []
  const inEvery = new Map<Term, ReadonlyMap<number, number>>()

  function add(item: number, count: number): void {
    if (counts[item] === 0) classes.push(item)
    counts[item]! += count
  }

  function addAll(start: Term, factor: number): void {
    let term = start
    for (; term.node.kind === 'sequence'; term = term.node.tail) addAll(term.node.head, factor)
    const { node } = term
    if (node.kind === 'leaf') add(node.leaf.class, factor)
    else if (node.kind === 'shuffle') for (const part of node.parts) addAll(part, factor)
    else if (node.kind === 'repeat' && node.min > 0) addAll(node.body, factor * node.min)
    else if (node.kind === 'choice') for (const [item, count] of shared(term, node.parts)) add(item, count * factor)
  }

  function shared(term: Term, parts: readonly Term[]): ReadonlyMap<number, number> {
    let known = inEvery.get(term)
    if (known === undefined) {
      const [first, ...others] = parts.map(countOf)
      const least = [...first!].map(([item, count]): [number, number] => [
        item,
        others.reduce((smallest, other) => Math.min(smallest, other.get(item) ?? 0), count),
      ])
      inEvery.set(term, (known = new Map(least.filter(([, count]) => count > 0))))
    }
    return known
  }

  function countOf(term: Term): ReadonlyMap<number, number> {
    const own = requirementsOf(classCount)
    own.read(term)
    return new Map(own.classes.map((item) => [item, own.counts[item]!]))
  }

  function read(term: Term): void {
    for (const item of classes) counts[item] = 0
    classes.length = 0
    addAll(term, 1)
  }

  return { counts, classes, read }
}
