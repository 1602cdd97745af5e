/**
 * The natural logarithm of n!, for a whole n ≥ 0, to about 15 digits.
 * Source: Stirling's series, DLMF 5.11.1; below 18 the factorial itself is exact in a double.
 */
export function logFactorial(n: number): number {
  if (n < 18) {
    let product = 1
    for (let factor = 2; factor <= n; factor++) product *= factor
    return Math.log(product)
  }
  const square = n * n
  const correction = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / n
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + correction
}

/** The natural logarithm of the number of ways to choose k of n, for whole 0 ≤ k ≤ n. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}
