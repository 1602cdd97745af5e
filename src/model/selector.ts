import type { Value } from './value.ts'

/** A literal of a selector or an enum, as YAML, JSON and TypeScript can write it. */
export type Literal = string | number | boolean | null

/** What one entry of a selector asks of one key. All given operators must hold. */
export interface SelectorOperators {
  readonly eq?: Literal
  readonly anyOf?: readonly Literal[]
  readonly not?: SelectorTest
  /** `false`: the key is absent; `eq: null` is a present null. */
  readonly exists?: boolean
  /** RE2 syntax, unanchored. */
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
  /** Substring of a text, or member of an array. */
  readonly contains?: Literal
  readonly type?: string
  /** JSON Schema of the value; a file or a `spanpact:` name only in sources. */
  readonly schema?: Readonly<Record<string, unknown>> | boolean | string
}

export type SelectorTest = Literal | readonly Literal[] | SelectorOperators

/**
 * A selector: all entries must hold. A bare key is a span attribute; reserved keys are `span.name`, `span.kind`,
 * `span.status`, `span.duration`, `span.parent`, `scope.name`, `scope.version`, `resource.<key>`, `event.<name>`;
 * `and`, `or`, `not` combine selectors; `span.attributes.<key>` is the long form of a bare key.
 */
export interface Selector {
  readonly [key: string]: SelectorTest | Selector | readonly Selector[]
}

/** Three-valued result: `undefined` when the evidence does not decide. */
export type Decision = boolean | undefined

/** True for a scalar a selector or an enum can name. */
export function isLiteral(value: unknown): value is Literal {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Compares numbers as numbers (`1.0` is `1`), everything else by identity; text never equals a number. */
export function equalsLiteral(value: Value, literal: Literal): boolean {
  if (typeof value === 'bigint')
    return typeof literal === 'number' && Number.isInteger(literal) && BigInt(literal) === value
  return value === literal
}
