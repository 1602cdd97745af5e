import { bisect } from './bisect.ts'

/**
 * How likely a standard normal variable lies above `z`.
 * Source: DLMF 7.6.2 near the middle, 7.9.3 (a continued fraction) in the tails, where 1 − Φ would lose all digits.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (z > 3) {
    let fraction = z
    for (let k = 80; k >= 1; k--) fraction = z + k / fraction
    return density / fraction
  }
  let term = z
  let sum = z
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 - density * sum
}

/** The z that a standard normal variable stays below with `probability`, in (0, 1). */
export function normalQuantile(probability: number): number {
  if (probability < 0.5) return -normalQuantile(1 - probability)
  return bisect((z) => normalTail(z) > 1 - probability, 0, 40)
}
