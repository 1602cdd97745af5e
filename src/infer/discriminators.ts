import type { Selector } from '../model/selector.ts'
import type { Span } from '../model/span.ts'
import { isIdLike } from './name-shape.ts'

/** A key whose presence, or value, says what sort of operation a span records. */
interface Discriminator {
  readonly key: string
  /** `value`: spans with another value record another operation. `presence`: the value is no more than a parameter. */
  readonly by: 'value' | 'presence'
  /** Client and server halves are different spans. */
  readonly perKind?: true
  /** Word for the span id of a clause that is selected by presence. */
  readonly word?: string
  /** Written by instrumentations of libraries, whatever the program is about. */
  readonly isInfrastructure?: true
}

/** Best first: a span belongs to the first that it carries. */
const discriminators: readonly Discriminator[] = [
  { key: 'mcp.method.name', by: 'presence', perKind: true, word: 'mcp' },
  { key: 'gen_ai.operation.name', by: 'value' },
  { key: 'openinference.span.kind', by: 'value' },
  { key: 'ai.operationId', by: 'value' },
  { key: 'traceloop.span.kind', by: 'value' },
  { key: 'llm.request.type', by: 'value' },
  { key: 'mastra.span.type', by: 'value' },
  { key: 'gen_ai.tool.name', by: 'presence', word: 'tool' },
  { key: 'http.request.method', by: 'presence', perKind: true, word: 'http', isInfrastructure: true },
  { key: 'http.method', by: 'presence', perKind: true, word: 'http', isInfrastructure: true },
  { key: 'rpc.system', by: 'presence', perKind: true, word: 'rpc', isInfrastructure: true },
  { key: 'messaging.system', by: 'presence', perKind: true, word: 'messaging', isInfrastructure: true },
  { key: 'db.system.name', by: 'presence', perKind: true, word: 'db', isInfrastructure: true },
  { key: 'db.system', by: 'presence', perKind: true, word: 'db', isInfrastructure: true },
]

/** What tells the spans of one clause from others, beside the name. */
export interface Grouping {
  /** The attribute key it rests on. */
  readonly key: string
  readonly match: Selector
  /** Words for the span id. */
  readonly words: string
  readonly isInfrastructure: boolean
}

/** The attributes that tell what a span records; undefined where only its name does. */
export function groupingOf(span: Span): Grouping | undefined {
  for (const { key, by, perKind, word, isInfrastructure = false } of discriminators) {
    const value = span.attributes.get(key)
    if (value === undefined) continue
    if (by === 'value') {
      if (typeof value !== 'string' || isIdLike(value)) continue
      return { key, match: { [key]: value }, words: value, isInfrastructure }
    }
    const kind = perKind !== undefined && !span.source.lacks.has('kind') ? comparedKind(span) : undefined
    // A tool span that carries keys of its transport is a tool span.
    if (key === 'mcp.method.name' && kind === 'internal') continue
    const match: Selector = { [key]: { exists: true }, ...(kind === undefined ? {} : { 'span.kind': kind }) }
    return { key, match, words: `${word ?? key} ${kind ?? ''}`, isInfrastructure }
  }
  return undefined
}

function comparedKind(span: Span): string {
  return span.kind === 'unspecified' ? 'internal' : span.kind
}
