/** An exact rational number; the denominator is positive, and neither is reduced. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

export function fraction(over: number | bigint, under: number | bigint = 1n): Fraction {
  return { over: BigInt(over), under: BigInt(under) }
}

export function add(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under }
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under }
}

export function divide(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under, under: a.under * b.over }
}

export function power(base: Fraction, exponent: number): Fraction {
  return { over: base.over ** BigInt(exponent), under: base.under ** BigInt(exponent) }
}

export function isSame(a: Fraction, b: Fraction): boolean {
  return a.over * b.under === b.over * a.under
}

/** To 25 digits behind the point, then rounded to a double. */
export function toNumber({ over, under }: Fraction): number {
  return Number((over * 10n ** 25n) / under) / 1e25
}

/** How many ways there are to choose k of n. */
export function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n
  let ways = 1n
  for (let index = 1n; index <= BigInt(k); index++) ways = (ways * (BigInt(n) - BigInt(k) + index)) / index
  return ways
}
