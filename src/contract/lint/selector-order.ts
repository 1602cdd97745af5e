import type { SpanClause } from '../../model/contract.ts'
import { isLiteral, type Literal, type Selector, type SelectorOperators } from '../../model/selector.ts'
import { compileNames, compileSelector, type NameMatcher } from '../../selectors/index.ts'
import { templateBeginning } from '../resolve/template.ts'

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
  /** Set where a name selects: a literal, template or regex, not the value of a selector. */
  readonly name?: NameMatcher
}

/** `match`, or each name: the most specific alternative of all clauses wins a span. */
export function alternatives(span: SpanClause): readonly Alternative[] {
  if (span.match === undefined) {
    return span.name.map((written) => {
      const name = compileNames([written])
      return { entries: { 'span.name': written }, keys: 1, literals: name.specificity, name }
    })
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

/** Whether no span can be selected in both ways, as far as single keys tell; names are compared by their beginnings. */
export function areDisjoint(one: Alternative, other: Alternative): boolean {
  if (one.name !== undefined && other.name !== undefined) return areDisjointNames(one, other)
  if (one.name !== undefined || other.name !== undefined) {
    const [name, selector] = one.name === undefined ? [other.name, one.entries] : [one.name, other.entries]
    return parts(selector).some(
      ([key, test]) =>
        key === 'span.name' && literals(test)?.every((value) => !name!.mayContain(String(value))) === true,
    )
  }
  const others = parts(other.entries)
  return parts(one.entries).some(([key, test]) =>
    others.some((entry) => entry[0] === key && areOpposed(test, entry[1])),
  )
}

function areDisjointNames(one: Alternative, other: Alternative): boolean {
  const [left, right] = [one, other].map(({ entries }) => entries['span.name'] as string) as [string, string]
  const [ofLeft, ofRight] = [templateBeginning(left), templateBeginning(right)].map((beginning) => beginning?.trimEnd())
  // A regex may match anything but a literal that it does not.
  if (one.literals === 3) return !other.name!.mayContain(left)
  if (other.literals === 3) return !one.name!.mayContain(right)
  if (one.literals === 1 || other.literals === 1 || ofLeft === undefined || ofRight === undefined) return false
  return !ofLeft.startsWith(ofRight) && !ofRight.startsWith(ofLeft)
}

function areOpposed(one: Selector[string], other: Selector[string]): boolean {
  const [left, right] = [literals(one), literals(other)]
  if (left !== undefined && right !== undefined) return !left.some((value) => right.includes(value))
  return (isAbsent(one) && isPresent(other)) || (isAbsent(other) && isPresent(one))
}

function isAbsent(test: Selector[string]): boolean {
  return existence(test) === false
}

function isPresent(test: Selector[string]): boolean {
  return existence(test) === true || literals(test) !== undefined
}

function existence(test: Selector[string]): unknown {
  return typeof test === 'object' && test !== null && !Array.isArray(test)
    ? (test as SelectorOperators).exists
    : undefined
}

/** Entries that must all hold, those under `and` included. */
function parts(selector: Selector): readonly (readonly [string, Selector[string]])[] {
  return Object.entries(selector).flatMap(([key, entry]) =>
    key === 'and'
      ? (entry as readonly Selector[]).flatMap(parts)
      : key === 'or' || key === 'not'
        ? []
        : [[key, entry] as const],
  )
}

/** Whether no span can meet a selector: one key must have two values at once. */
export function isImpossible(selector: Selector): boolean {
  const allowed = new Map<string, readonly Literal[]>()
  for (const [key, test] of parts(selector)) {
    const values = literals(test)
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
