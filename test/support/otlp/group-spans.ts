import type { Resource, Scope, Span } from '../../../src/model/span.ts'

export interface SpanGroup {
  readonly resource: Resource
  readonly scopes: { readonly scope: Scope; readonly spans: Span[] }[]
}

/** Consecutive spans that share their resource and scope objects, as OTLP nests them. */
export function groupSpans(spans: readonly Span[]): SpanGroup[] {
  const groups: SpanGroup[] = []
  for (const span of spans) {
    let group = groups.at(-1)
    if (group?.resource !== span.resource) {
      group = { resource: span.resource, scopes: [] }
      groups.push(group)
    }
    let inScope = group.scopes.at(-1)
    if (inScope?.scope !== span.scope) {
      inScope = { scope: span.scope, spans: [] }
      group.scopes.push(inScope)
    }
    inScope.spans.push(span)
  }
  return groups
}
