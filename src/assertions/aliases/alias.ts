import type { ZodType } from 'zod'

/** What an alias says in our words. */
export interface AliasTarget {
  /** Id of the assertion. */
  readonly assertion: string
  /** As a contract would write them. */
  readonly options: unknown
  /** The assertion must not hold. */
  readonly isNegated?: true
}

/** How a name that another tool matches is written as one of ours. */
export type Naming = (name: string) => string

/** The name that another tool has for an assertion: a key of an `expect` item. */
export interface Alias<Value = unknown> {
  readonly name: string
  /** One line, "Requires …", "Forbids …", as the other tool means it. */
  readonly summary: string
  /** Shape of what stands below the key, in the words of the other tool. */
  readonly value: ZodType<Value>
  /** In a `{ type, value }` item, the value is the number that stands under `threshold`. */
  readonly takesThreshold?: true
  readonly to: (value: Value, naming?: Naming) => AliasTarget
}

/** Identity helper: supplies types. */
export function defineAlias<Value>(alias: Alias<Value>): Alias {
  return alias as Alias
}
