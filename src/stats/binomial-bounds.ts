import { betaQuantile } from './beta-distribution.ts'
import { normalQuantile } from './normal-distribution.ts'

export interface Interval {
  readonly lower: number
  readonly upper: number
}

/**
 * The exact one-sided lower bound of a pass rate: whatever the true rate is, at most 1 − `confidence` of all experiments
 * with that many runs give a bound above it. 0 without a pass.
 * Source: Clopper and Pearson 1934.
 */
export function lowerBound(passes: number, runs: number, confidence: number): number {
  if (passes === 0) return 0
  if (passes === runs) return (1 - confidence) ** (1 / runs)
  return betaQuantile(1 - confidence, passes, runs - passes + 1)
}

/** The exact one-sided upper bound of a pass rate; 1 without a failure. */
export function upperBound(passes: number, runs: number, confidence: number): number {
  return 1 - lowerBound(runs - passes, runs, confidence)
}

/**
 * A two-sided interval of a pass rate for display: narrower than the exact one, and never of zero width, also at 0 and 1.
 * Without runs it is [0, 1]. Gates use the exact bounds.
 * Source: Wilson 1927.
 */
export function wilsonInterval(passes: number, runs: number, confidence: number): Interval {
  if (runs === 0) return { lower: 0, upper: 1 }
  const z = normalQuantile((1 + confidence) / 2)
  const rate = passes / runs
  const share = (z * z) / runs
  const middle = rate + share / 2
  const half = z * Math.sqrt((rate * (1 - rate)) / runs + share / (4 * runs))
  return {
    lower: passes === 0 ? 0 : (middle - half) / (1 + share),
    upper: passes === runs ? 1 : (middle + half) / (1 + share),
  }
}
