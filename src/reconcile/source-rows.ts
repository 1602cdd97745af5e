import { z } from 'zod'

import type { SourceName } from '../model/source-name.ts'

/** CSV writes numbers as text. */
const count = z.union(
  [
    z.int().min(0),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ],
  'is no whole number',
)
const name = z.union([z.string().min(1), z.int().transform(String)], 'is no text')
const day = z.iso.date('is no day such as `2026-11-18`')

/** Billionths of a US dollar. Credits are negative. */
const nanoUsd = z.union(
  [
    z
      .number()
      .min(-9e6)
      .max(9e6)
      .transform((usd) => BigInt(Math.round(usd * 1e9))),
    z
      .string()
      .regex(/^-?\d{1,12}(\.\d{1,9})?$/)
      .transform(decimalNano),
  ],
  'is no amount of US dollars with at most nine decimals',
)

function decimalNano(text: string): bigint {
  const [, sign, whole = '0', decimals = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? []
  const nano = BigInt(whole) * 1_000_000_000n + BigInt(decimals.padEnd(9, '0'))
  return sign === '-' ? -nano : nano
}

export const tokenKinds = ['input', 'cached', 'output', 'reasoning'] as const
export type TokenKind = (typeof tokenKinds)[number]

/** Fields of the rows of each source. Further columns are the vendor's and are not read. */
export const sourceRows = {
  invoice: z.object({
    period: day,
    model: name,
    kind: z.enum(tokenKinds, 'is none of `input`, `cached`, `output`, `reasoning`'),
    tokens: count,
    amountUsd: nanoUsd.optional(),
    billingClass: name.optional(),
    requestId: name.optional(),
  }),
  deliveries: z.object({ requestId: name, deliveredTokens: count }),
  counters: z.object({ run: name, modelCalls: count, toolCalls: count }),
  wire: z
    .object({ requestId: name.optional(), idempotencyKey: name.optional(), layer: name.optional() })
    .refine(
      (row) => row.requestId !== undefined || row.idempotencyKey !== undefined,
      'has neither `requestId` nor `idempotencyKey`',
    ),
  messages: z.object({
    messageId: name,
    requestId: name,
    state: z.enum(['partial', 'complete', 'cancelled'], 'is none of `partial`, `complete`, `cancelled`'),
    tokens: count.optional(),
  }),
} as const satisfies Record<SourceName, z.ZodType>

/** A row of a source, with its place. */
export type SourceRow<Name extends SourceName> = z.output<(typeof sourceRows)[Name]> & RowPlace

export interface RowPlace {
  readonly file: string
  readonly line: number
}

export function placeOfRow({ file, line }: RowPlace): RowPlace {
  return { file, line }
}
