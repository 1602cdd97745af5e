import type { Selector } from '../../model/selector.ts'
import { templateBeginning } from './template.ts'
import type { PartialSpan } from './layer.ts'
import { mergeSpan } from './merge.ts'

/**
 * Puts the clauses of what a span refines under its own, along the whole chain.
 * The chain must exist and end; references are checked before.
 */
export function refine(span: PartialSpan, spans: ReadonlyMap<string, PartialSpan>): PartialSpan {
  const base = span.refines === undefined ? undefined : spans.get(span.refines)
  if (base === undefined) return span
  const refined = refine(base, spans)
  // A count belongs to the refined span, which its refinements are part of; the rest describes one clause only.
  const {
    count: _c,
    exercise: _e,
    renamedFrom: _r,
    splitFrom: _s,
    mergedFrom: _m,
    inferred: _i,
    ...inherited
  } = refined
  const match = unite(selectorOf(refined), span.match ?? nameSelector(span.name))
  return { ...mergeSpan(inherited, span), own: span.own, ...(match === undefined ? {} : { match }) }
}

/** What selects a span: its `match`, or else its name. */
function selectorOf(span: PartialSpan): Selector | undefined {
  return span.match ?? nameSelector(span.name)
}

/** Both selectors hold. A key in both is kept twice, the base's under `and`. */
function unite(base: Selector | undefined, own: Selector | undefined): Selector | undefined {
  if (base === undefined || own === undefined) return own ?? base
  const united: Record<string, Selector[string]> = { ...own }
  const both: Selector[] = []
  for (const [key, test] of Object.entries(base)) {
    if (!(key in own)) united[key] = test
    else if (key === 'and') both.push(...(test as readonly Selector[]))
    else if (JSON.stringify(own[key]) !== JSON.stringify(test)) both.push({ [key]: test })
  }
  if (both.length > 0) united['and'] = [...((united['and'] as readonly Selector[] | undefined) ?? []), ...both]
  return united
}

/** A selector for what a list of names selects, as far as names alone can tell; undefined when they tell nothing. */
function nameSelector(names: readonly string[] | undefined): Selector | undefined {
  if (names === undefined) return undefined
  const patterns = names.map(namePattern)
  if (patterns.includes('')) return undefined
  if (patterns.every((pattern) => pattern === undefined)) return { 'span.name': names }
  return { 'span.name': { pattern: names.map((name, index) => patterns[index] ?? `^${escape(name)}$`).join('|') } }
}

/** Undefined for a literal; empty for a template that starts with a placeholder. */
function namePattern(name: string): string | undefined {
  if (name.length > 2 && name.startsWith('/') && name.endsWith('/')) return `(?:${name.slice(1, -1)})`
  const beginning = templateBeginning(name)
  if (beginning === undefined) return undefined
  if (beginning === '') return ''
  const word = beginning.trimEnd()
  return word === beginning ? `^${escape(word)}` : `^${escape(word)}( |$)`
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`)
}
