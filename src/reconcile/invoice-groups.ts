import type { LoadedSource } from './load-source.ts'
import { placeOfRow, type RowPlace, type SourceRow, type TokenKind } from './source-rows.ts'

export type GroupKey = 'model' | 'day' | 'kind'

/** What a sum is made for; what it is not grouped by is null. */
export interface GroupLabel {
  readonly model: string | null
  readonly day: string | null
  readonly kind: TokenKind | null
}

export type InvoiceRow = SourceRow<'invoice'>

/** Rows of an invoice that are added up. */
export interface InvoiceGroup extends GroupLabel {
  readonly rows: readonly InvoiceRow[]
}

export function labelKey({ model, day, kind }: GroupLabel): string {
  return JSON.stringify([model, day, kind])
}

export function labelOf(parts: GroupLabel, by: readonly GroupKey[]): GroupLabel {
  return {
    model: by.includes('model') ? parts.model : null,
    day: by.includes('day') ? parts.day : null,
    kind: by.includes('kind') ? parts.kind : null,
  }
}

export function groupInvoice(rows: readonly InvoiceRow[], by: readonly GroupKey[]): ReadonlyMap<string, InvoiceGroup> {
  const labelled = rows.map((row) => ({
    row,
    label: labelOf({ model: row.model, day: row.period, kind: row.kind }, by),
  }))
  const groups = new Map<string, InvoiceGroup>()
  for (const [key, members] of Map.groupBy(labelled, ({ label }) => labelKey(label))) {
    groups.set(key, { ...members[0]!.label, rows: members.map(({ row }) => row) })
  }
  return groups
}

/** The name under which an invoice lists a call: the model that answered, else the one asked for; null where neither is known. */
export function createModelNames(
  invoice: LoadedSource<'invoice'>,
): (call: { readonly responseModel: string | null; readonly requestModel: string | null }) => string | null {
  const listed = new Set(invoice.rows.map(({ model }) => model))
  return ({ responseModel, requestModel }) =>
    [responseModel, requestModel].find((name) => name !== null && listed.has(name)) ?? responseModel ?? requestModel
}

/** Kinds of tokens that an invoice lists: what it does not list apart is part of the kind around it. */
export function listedKinds(rows: readonly InvoiceRow[]): ReadonlySet<TokenKind> {
  return new Set(rows.map(({ kind }) => kind))
}

/** `output tokens of \`gpt-5\` on 2026-11-18`. */
export function groupWords({ model, day, kind }: GroupLabel): string {
  const what = kind === null ? 'tokens' : `${kind} tokens`
  return `${what}${placeWords({ model, day })}`
}

export function placeWords({ model, day }: Omit<GroupLabel, 'kind'>): string {
  return `${model === null ? '' : ` of \`${model}\``}${day === null ? '' : ` on ${day}`}`
}

const listedRows = 5

/** The rows that bill most, for the data of a finding. */
export function largestRows(rows: readonly InvoiceRow[]): {
  readonly row: RowPlace
  readonly rows: readonly { readonly line: number; readonly tokens: number }[]
} {
  const largest = rows.toSorted((left, right) => right.tokens - left.tokens || left.line - right.line)
  return {
    row: placeOfRow(largest[0]!),
    rows: largest.slice(0, listedRows).map(({ line, tokens }) => ({ line, tokens })),
  }
}

export function tokensOf(rows: readonly InvoiceRow[]): bigint {
  return rows.reduce((sum, { tokens }) => sum + BigInt(tokens), 0n)
}
