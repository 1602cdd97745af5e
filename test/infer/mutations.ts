import { compileClauseIndex } from '../../src/check/clause-index.ts'
import type { AttributeClause, Contract, SpanClause } from '../../src/model/contract.ts'
import type { Span } from '../../src/model/span.ts'
import type { Value } from '../../src/model/value.ts'

/** A change that a team would not notice, made to recorded spans. */
export interface Mutation {
  readonly what: string
  readonly spans: readonly Span[]
  /** Ids of findings of which one has to be made, on a path that begins so. */
  readonly findings: readonly string[]
  readonly path: string
}

/**
 * Every mutation of a recording that a drafted contract has to notice:
 * - all spans of one name are renamed, where some of them belong to a clause that has names;
 * - an attribute that a clause requires without a condition is dropped from all its spans;
 * - the values of an attribute that a clause gives a type to become values of another type;
 * - the first span of a clause that says where its spans stand is moved below a span that no clause speaks of.
 */
export function* mutationsOf(contract: Contract, spans: readonly Span[]): Iterable<Mutation> {
  // What a pack asks beside the draft is the pack's business.
  const own = contract.spans.filter((clause) => clause.own)
  const select = compileClauseIndex(own)
  const byClause = Map.groupBy(spans, (span) => own[select(span)])
  yield* renamed(spans, byClause)
  for (const [clause, selected] of byClause) {
    if (clause === undefined) continue
    const members = new Set(selected)
    for (const attribute of clause.attributes) {
      const { key, requirement, type, when } = attribute
      const holds = (held: string): boolean => (key.endsWith('.*') ? held.startsWith(key.slice(0, -1)) : held === key)
      if (requirement === 'required' && when === undefined) {
        yield {
          what: `${clause.id} loses ${key}`,
          // Without the key by which they are selected, no span is left that the clause speaks of.
          findings:
            clause.match?.[key] === undefined ? ['attribute-missing'] : ['clause-unexercised', 'contract-unexercised'],
          path: clause.match?.[key] === undefined ? attribute.path : '',
          spans: spans.map((span) => (members.has(span) ? withAttributes(span, (held) => !holds(held)) : span)),
        }
      }
      if (type === undefined || type === 'any') continue
      yield {
        what: `${clause.id} changes the type of ${key}`,
        findings: ['attribute-type'],
        path: attribute.path,
        spans: spans.map((span) =>
          members.has(span)
            ? withAttributes(
                span,
                () => true,
                (held, value) => (holds(held) ? other(attribute) : value),
              )
            : span,
        ),
      }
    }
    if (clause.parent === undefined) continue
    yield {
      what: `${clause.id} moves`,
      findings: ['span-parent'],
      path: `${clause.path}.parent`,
      spans: moved(spans, selected[0]!),
    }
  }
}

function* renamed(
  spans: readonly Span[],
  byClause: ReadonlyMap<SpanClause | undefined, readonly Span[]>,
): Iterable<Mutation> {
  const names = new Set(
    [...byClause].flatMap(([clause, selected]) => (hasName(clause) ? selected.map(({ name }) => name) : [])),
  )
  for (const name of names) {
    yield {
      what: `${name} is renamed`,
      findings: ['span-name', 'clause-unexercised', 'contract-unexercised'],
      path: '',
      spans: spans.map((span) => (span.name === name ? { ...span, name: `renamed ${name}` } : span)),
    }
  }
}

function hasName(clause: SpanClause | undefined): boolean {
  return clause !== undefined && clause.name.length > 0
}

function withAttributes(
  span: Span,
  keeps: (key: string) => boolean,
  change: (key: string, value: Value) => Value = (_key, value) => value,
): Span {
  const kept = [...span.attributes]
    .filter(([key]) => keeps(key))
    .map(([key, value]) => [key, change(key, value)] as const)
  return { ...span, attributes: new Map(kept) }
}

/** A value of another type than the clause says; a format that turned lists into text says nothing with a text. */
function other({ type }: AttributeClause): Value {
  return type === 'int' || type === 'double' || type === 'boolean' ? 'forty-two' : 42
}

function moved(spans: readonly Span[], span: Span): readonly Span[] {
  const root = {
    ...span,
    spanId: 'eeeeeeeeeeeeeee1',
    parentSpanId: null,
    name: 'elsewhere',
    attributes: new Map(),
    kind: 'internal' as const,
  }
  const below = { ...root, spanId: 'eeeeeeeeeeeeeee2', parentSpanId: root.spanId, name: 'elsewhere below' }
  // Copies of a span are one span.
  const isMoved = (one: Span): boolean => one.spanId === span.spanId && one.traceId === span.traceId
  return [root, below, ...spans.map((one) => (isMoved(one) ? { ...one, parentSpanId: below.spanId } : one))]
}
