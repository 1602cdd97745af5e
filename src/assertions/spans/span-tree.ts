import type { Run, RunSpan } from '../../runs/index.ts'
import { not, and, or, no, unsure, yes, type Ternary } from './ternary.ts'

/** One answer per span of the tree, by its position. */
export type Answers = Uint8Array

/** The spans of a run, each after the span around it. */
export interface SpanTree {
  readonly spans: readonly RunSpan[]
  /** Position of the span around each; -1 for none. */
  readonly parents: Int32Array
  /** Whether a span around the outermost one may be missing. */
  readonly isLost: (position: number) => boolean
  /** Spans may be missing below and beside any. */
  readonly hasHoles: boolean
}

/** What a walk along the tree asks of the spans it meets; `some` and `all` with nothing met are no. */
export type Quantifier = 'some' | 'all'

export interface Interval {
  readonly low: number
  readonly high: number
}

export function buildSpanTree(run: Run, hasHoles: boolean, hasUnknownParent: (span: RunSpan) => boolean): SpanTree {
  const spans: RunSpan[] = []
  const position = new Map<RunSpan, number>()
  const open = run.spans.filter(({ parent }) => parent === null).toReversed()
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    position.set(span, spans.length)
    spans.push(span)
    for (let at = span.children.length - 1; at >= 0; at--) open.push(span.children[at]!)
  }
  // What may be below any span, it may be below this one.
  const holed = hasHoles || spans.some(hasUnknownParent)
  return {
    spans,
    parents: Int32Array.from(spans, ({ parent }) => (parent === null ? -1 : (position.get(parent) ?? -1))),
    isLost(at) {
      const span = spans[at]!
      if (span.parentSpanId === null) return hasUnknownParent(span)
      // An entry hangs below a span of another recording, or below one that this recording lost.
      return !span.isEntry || holed
    },
    hasHoles: holed,
  }
}

/** Spans around each: known, unless the outermost one hangs below a span that is not there. */
export function depthsOf(tree: SpanTree): readonly Interval[] {
  const depths: Interval[] = []
  for (const [at, parent] of tree.parents.entries()) {
    if (parent !== -1) depths.push({ low: depths[parent]!.low + 1, high: depths[parent]!.high + 1 })
    else if (tree.isLost(at)) depths.push({ low: tree.spans[at]!.isOrphan ? 1 : 0, high: Infinity })
    else depths.push({ low: 0, high: 0 })
  }
  return depths
}

export function childCounts(tree: SpanTree): readonly Interval[] {
  return tree.spans.map(({ children }) => ({ low: children.length, high: tree.hasHoles ? Infinity : children.length }))
}

/** Number of spans below each, not beyond those at which the walk stops. */
export function descendantCounts(tree: SpanTree, stops: Answers): readonly Interval[] {
  const low = new Float64Array(tree.spans.length)
  const high = new Float64Array(tree.spans.length)
  for (let at = tree.spans.length - 1; at >= 0; at--) {
    const parent = tree.parents[at]!
    if (tree.hasHoles) high[at] = Infinity
    if (parent === -1) continue
    low[parent]! += 1 + (stops[at] === no ? low[at]! : 0)
    high[parent]! += 1 + (stops[at] === yes ? 0 : high[at]!)
  }
  return tree.spans.map((_span, at) => ({ low: low[at]!, high: high[at]! }))
}

export function ofChildren(tree: SpanTree, quantifier: Quantifier, asked: Answers): Answers {
  return ofDescendants(tree, quantifier, asked, new Uint8Array(tree.spans.length).fill(yes))
}

/** Whether the spans below each, up to those at which the walk stops, are what is asked: in one walk from the leaves up. */
export function ofDescendants(tree: SpanTree, quantifier: Quantifier, asked: Answers, stops: Answers): Answers {
  const { length } = tree.spans
  const met: Answers = new Uint8Array(length).fill(quantifier === 'some' ? no : yes)
  const hasBelow = new Uint8Array(length)
  const missing: Ternary = quantifier === 'some' ? (tree.hasHoles ? unsure : no) : tree.hasHoles ? unsure : yes
  const join = quantifier === 'some' ? or : and
  const found: Answers = new Uint8Array(length)
  for (let at = length - 1; at >= 0; at--) {
    // What is missing below a span counts as below it, whatever else is.
    met[at] = join(met[at]!, missing)
    found[at] = quantifier === 'all' && hasBelow[at] === 0 && !tree.hasHoles ? no : met[at]!
    const parent = tree.parents[at]!
    if (parent === -1) continue
    hasBelow[parent] = 1
    met[parent] = join(met[parent]!, beyond(quantifier, asked[at]!, stops[at]!, met[at]!))
  }
  return found
}

/** The same of the spans around each. */
export function ofAncestors(tree: SpanTree, quantifier: Quantifier, asked: Answers, stops: Answers): Answers {
  const met: Answers = new Uint8Array(tree.spans.length)
  for (const [at, parent] of tree.parents.entries()) {
    if (parent === -1) met[at] = tree.isLost(at) ? unsure : quantifier === 'some' ? no : yes
    else met[at] = beyond(quantifier, asked[parent]!, stops[parent]!, met[parent]!)
  }
  return quantifier === 'some' ? met : met.map((one, at) => (tree.parents[at] === -1 && !tree.isLost(at) ? no : one))
}

/** A span that a walk meets, and what it meets beyond: nothing, where it stops. */
function beyond(quantifier: Quantifier, asked: number, stops: number, further: number): Ternary {
  return quantifier === 'some' ? or(asked, and(not(stops), further)) : and(asked, or(stops, further))
}

/** Whether another span below the same parent is what is asked. */
export function ofSiblings(tree: SpanTree, asked: Answers): Answers {
  const keyOf = ({ traceId, parentSpanId }: RunSpan): string => `${traceId} ${parentSpanId ?? ''}`
  const counts = new Map<string, [no: number, yes: number, unsure: number]>()
  for (const [at, span] of tree.spans.entries()) {
    if (span.parentSpanId === null) continue
    const known = counts.get(keyOf(span)) ?? [0, 0, 0]
    known[asked[at] as Ternary] += 1
    counts.set(keyOf(span), known)
  }
  return Uint8Array.from(tree.spans, (span, at) => {
    if (span.parentSpanId === null) return tree.isLost(at) ? unsure : no
    const known = counts.get(keyOf(span))!
    const others = (answer: Ternary): number => known[answer] - (asked[at] === answer ? 1 : 0)
    if (others(yes) > 0) return yes
    return others(unsure) > 0 || tree.hasHoles ? unsure : no
  })
}
