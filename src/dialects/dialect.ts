import type { Span } from '../model/span.ts'

/** One vocabulary of attributes. */
export interface Dialect<Id extends string = string> {
  readonly id: Id
  readonly title: string
  /** Convention and version the keys are taken from. */
  readonly source: string
  /** Whether the span speaks this vocabulary; the first dialect of the table that says so is the span's. */
  readonly recognises: (span: Span) => boolean
}

/** Identity helper: supplies types and keeps the id literal. */
export function defineDialect<const Id extends string>(dialect: Dialect<Id>): Dialect<Id> {
  return dialect
}
