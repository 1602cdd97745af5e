import type { Scope } from '../../model/step.ts'
import type { DisjointSets } from './disjoint-sets.ts'
import { nearestAround, type FactSpan } from './fact-tree.ts'

/** Which agent invocations and workflows each claimed span is in. */
export interface Scopes {
  readonly all: readonly Scope[]
  /** The scope around a span; an agent span is in the scope outside of it. */
  readonly around: (span: FactSpan) => Scope | null
  /** The scope that an agent or workflow span opens; undefined for other spans. */
  readonly opened: (span: FactSpan) => Scope | undefined
}

/**
 * Opens a scope for every agent invocation and workflow. Two agent spans of which one contains the other, with nothing
 * but workflows and groups between, are one invocation when their instrumentation says so (merge key), or when two
 * instrumentations recorded one agent name; they are joined in `sets`.
 */
export function findScopes(spans: readonly FactSpan[], sets: DisjointSets): Scopes {
  const all: Scope[] = []
  const around: (Scope | null)[] = []
  const agentAround = nearestAround(
    spans,
    ({ facts }) => facts.kind === 'agent',
    ({ facts }) => facts.kind === 'workflow' || facts.kind === 'group',
  )
  const opened = new Map<number, Scope>()
  for (const span of spans) {
    const { parent, facts } = span
    const outer = parent === null ? null : (opened.get(parent.index) ?? around[parent.index]!)
    around.push(outer)
    if (facts.kind !== 'agent' && facts.kind !== 'workflow') continue
    const same = agentAround[span.index]!
    if (facts.kind === 'agent' && same !== null && isSameInvocation(same, span)) {
      sets.join(same.index, span.index)
      around[span.index] = around[same.index]!
      opened.set(span.index, opened.get(same.index)!)
      continue
    }
    const scope: Scope = {
      id: span.span.spanId,
      kind: facts.kind,
      name: facts.name,
      parent: outer,
      depth: outer === null ? 0 : outer.depth + 1,
      index: all.length,
    }
    all.push(scope)
    opened.set(span.index, scope)
  }
  return { all, around: (span) => around[span.index]!, opened: (span) => opened.get(span.index) }
}

function isSameInvocation(outer: FactSpan, inner: FactSpan): boolean {
  if (inner.facts.mergeKey !== null && inner.facts.mergeKey === outer.facts.mergeKey) return true
  return (
    inner.facts.name !== null &&
    inner.facts.name === outer.facts.name &&
    inner.evidence.instrumentation !== outer.evidence.instrumentation
  )
}
