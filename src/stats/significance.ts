/**
 * Whether a p-value is at most 1 − `confidence`. Of few runs both are often the same fraction, 1 of 20, and then differ by
 * rounding alone.
 */
export function isSignificant(pValue: number, confidence: number): boolean {
  return pValue <= (1 - confidence) * (1 + 1e-9)
}
