/** What tokens of a model cost from a day on; all prices in USD per million tokens. */
export interface Price {
  /** Literal, or a glob with `*` and `?`. */
  readonly model: string
  /** Null: whichever provider. */
  readonly provider: string | null
  /** ISO date (UTC), inclusive. */
  readonly from: string
  readonly input: number
  readonly output: number
  /** Parts of input and output that are priced apart; null: like the rest. */
  readonly cachedInput: number | null
  readonly cacheWrite: number | null
  readonly reasoning: number | null
}
