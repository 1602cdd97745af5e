/** Tokens or billionths of a dollar, as far as they are known; `high` null: no upper bound is. */
export interface Amount {
  readonly low: bigint
  readonly high: bigint | null
}

export const nothing: Amount = { low: 0n, high: 0n }
export const unknown: Amount = { low: 0n, high: null }

export function exactly(value: number | bigint): Amount {
  const exact = typeof value === 'bigint' ? value : BigInt(Math.round(value))
  return { low: exact, high: exact }
}

/** It may or may not be part of the sum. */
export function perhaps({ high }: Amount): Amount {
  return { low: 0n, high }
}

export function plus(left: Amount, right: Amount): Amount {
  return { low: left.low + right.low, high: left.high === null || right.high === null ? null : left.high + right.high }
}

/**
 * Whether `billed` is more than `known` by more than a share of it: `fail` wherever in its bounds `known` lies, `pass`
 * likewise, else undecided.
 */
export function compare(billed: bigint, known: Amount, tolerance: number): 'fail' | 'pass' | 'undecided' {
  if (!exceeds(billed, known.low, tolerance)) return 'pass'
  return known.high !== null && exceeds(billed, known.high, tolerance) ? 'fail' : 'undecided'
}

function exceeds(billed: bigint, known: bigint, tolerance: number): boolean {
  return billed * million > known * (million + BigInt(Math.round(tolerance * 1e6)))
}

const million = 1_000_000n

/** `2.4`: with two decimals at most; null where there is nothing to divide by. */
export function ratioOf(billed: bigint, known: bigint): number | null {
  return known === 0n ? null : Number((billed * 100n) / known) / 100
}
