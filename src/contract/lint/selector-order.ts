import type { SpanClause } from '../../model/contract.ts'
import { isLiteral, type Literal, type Selector } from '../../model/selector.ts'
import { compileNames, compileSelector } from '../../selectors/index.ts'

/** Selectors of a clause as texts: equal texts, equal selectors. One for `match`, else one per name. */
export function selectorKey(span: SpanClause): readonly string[] {
  return alternatives(span).map((one) => canonical(one.entries))
}

/** One way in which a clause selects spans, with its place in the order that decides between clauses. */
export interface Alternative {
  readonly entries: Selector
  readonly keys: number
  /** Three for each literal, two for a template, one for a regex. */
  readonly literals: number
}

/** `match`, or each name: the most specific alternative of all clauses wins a span. */
export function alternatives(span: SpanClause): readonly Alternative[] {
  if (span.match === undefined) {
    return span.name.map((name) => ({
      entries: { 'span.name': name },
      keys: 1,
      literals: compileNames([name]).specificity,
    }))
  }
  const compiled = compileSelector(span.match)
  return [{ entries: span.match, keys: compiled.keys, literals: compiled.literals * 3 }]
}

/** Whether everything `narrow` selects, `wide` selects too, as far as single entries tell. */
export function implies(narrow: Selector, wide: Selector): boolean {
  return Object.entries(wide).every(([key, test]) => {
    if (!Object.hasOwn(narrow, key)) return false
    const narrower = narrow[key]!
    const all = literals(test)
    const some = literals(narrower)
    if (all !== undefined && some !== undefined) return some.every((value) => all.includes(value))
    return canonical(test) === canonical(narrower)
  })
}

/** Whether no span can meet a selector: one key must have two values at once. */
export function isImpossible(selector: Selector): boolean {
  const parts = [selector, ...((selector['and'] as readonly Selector[] | undefined) ?? [])]
  const allowed = new Map<string, readonly Literal[]>()
  for (const [key, test] of parts.flatMap((part) => Object.entries(part))) {
    const values = key === 'and' || key === 'or' || key === 'not' ? undefined : literals(test)
    if (values === undefined) continue
    const both = (allowed.get(key) ?? values).filter((value) => values.includes(value))
    if (both.length === 0) return true
    allowed.set(key, both)
  }
  return false
}

/** The only values a test accepts, or undefined when it is no list of values. */
function literals(test: Selector[string]): readonly Literal[] | undefined {
  if (isLiteral(test)) return [test]
  if (Array.isArray(test)) return test.every(isLiteral) ? test : undefined
  const { eq, anyOf, ...rest } = test as { readonly eq?: Literal; readonly anyOf?: readonly Literal[] }
  if (Object.keys(rest).length > 0) return undefined
  return eq === undefined ? anyOf : [eq]
}

/** JSON with sorted keys; lists of values keep no order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
