import { logChoose } from './log-factorial.ts'
import type { TwoRates } from './two-rates.ts'

/**
 * The exact test of two pass rates. One-sided: the chance that the current side has as few passes or fewer, if the rates are
 * equal. Two-sided: the chance of any split that is as unlikely as this one.
 * Source: Fisher 1935; both condition on the number of passes in all.
 */
export function fisher({ previous, current }: TwoRates): { readonly oneSided: number; readonly twoSided: number } {
  const passes = previous.passes + current.passes
  const splits = logChoose(previous.runs + current.runs, passes)
  const chanceOf = (count: number): number =>
    Math.exp(logChoose(current.runs, count) + logChoose(previous.runs, passes - count) - splits)
  const observed = chanceOf(current.passes)
  let oneSided = 0
  let twoSided = 0
  for (let count = Math.max(0, passes - previous.runs); count <= Math.min(passes, current.runs); count++) {
    const chance = chanceOf(count)
    if (count <= current.passes) oneSided += chance
    // Splits that are equally likely differ by rounding.
    if (chance <= observed * (1 + 1e-7)) twoSided += chance
  }
  return { oneSided: Math.min(1, oneSided), twoSided: Math.min(1, twoSided) }
}
