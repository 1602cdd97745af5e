import { bisect } from './bisect.ts'
import { logFactorial } from './log-factorial.ts'

/**
 * The regularised incomplete beta function I_x(a, b), for whole a, b ≥ 1 and x in [0, 1], to about 12 digits.
 * Source: the continued fraction of DLMF 8.17.22, on the side of the mean where it converges fast.
 */
export function betaCumulative(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const logBeta = logFactorial(a - 1) + logFactorial(b - 1) - logFactorial(a + b - 1)
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta)
  if (x > (a + 1) / (a + b + 2)) return 1 - front / (b * continuedFraction(1 - x, b, a))
  return front / (a * continuedFraction(x, a, b))
}

/** The x at which I_x(a, b) is `probability`, to an absolute 1e-15, from below. */
export function betaQuantile(probability: number, a: number, b: number): number {
  return bisect((x) => betaCumulative(x, a, b) <= probability, 0, 1)
}

/** 1 + d1/(1 + d2/(1 + …)), by Lentz's method: it needs about √max(a, b) terms. */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1
  let upper = 1
  let lower = 0
  for (let m = 0; ; m++) {
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    const even = ((m + 1) * (b - m - 1) * x) / ((a + 2 * m + 1) * (a + 2 * m + 2))
    let change = 1
    for (const term of [odd, even]) {
      lower = 1 / nonZero(1 + term * lower)
      upper = nonZero(1 + term / upper)
      change = upper * lower
      value *= change
    }
    if (Math.abs(change - 1) < 1e-15) return value
  }
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}
