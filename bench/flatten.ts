/** A parsed line, as far as the comparison rows read it. */
export interface RawRequest {
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[] }[]
}

interface RawSpan {
  readonly name: string
  readonly kind: number
  readonly attributes: readonly { readonly key: string; readonly value: RawValue }[]
}

interface RawValue {
  readonly stringValue?: string
  readonly intValue?: string
  readonly doubleValue?: number
  readonly boolValue?: boolean
  readonly arrayValue?: { readonly values: readonly RawValue[] }
}

type FlatValue = string | number | boolean | readonly FlatValue[] | undefined

/** A span as schema validators want it: attributes as members of one plain object. */
export interface FlatSpan {
  readonly name: string
  readonly kind: number
  readonly attributes: Readonly<Record<string, FlatValue>>
}

export function* spansOf(request: RawRequest): Generator<RawSpan> {
  for (const { scopeSpans } of request.resourceSpans ?? []) for (const { spans } of scopeSpans) yield* spans
}

export function flatten(span: RawSpan): FlatSpan {
  const attributes: Record<string, FlatValue> = {}
  for (const { key, value } of span.attributes) attributes[key] = plain(value)
  return { name: span.name, kind: span.kind, attributes }
}

function plain(value: RawValue): FlatValue {
  if (value.stringValue !== undefined) return value.stringValue
  if (value.intValue !== undefined) return Number(value.intValue)
  return value.doubleValue ?? value.boolValue ?? value.arrayValue?.values.map(plain)
}

const operations: Readonly<Record<string, string>> = { chat: 'think', retrieval: 'searchPolicies', embeddings: 'embed' }

/** Which clause of `bench.contract.yaml` a generated span belongs to: what a hand-written checker would branch on. */
export function clauseOf({ kind, attributes }: FlatSpan): string {
  const operation = attributes['gen_ai.operation.name']
  if (typeof operation !== 'string') {
    if (kind === 2) return 'request'
    return attributes['http.request.method'] === 'GET' ? 'callOrders' : 'callModel'
  }
  if (operation === 'invoke_agent') return attributes['gen_ai.agent.name'] === 'support' ? 'answer' : 'research'
  if (operation !== 'execute_tool') return operations[operation] ?? ''
  return String(attributes['gen_ai.tool.name']).replace(/_([a-z])/, (_match, letter: string) => letter.toUpperCase())
}
