import { normalTail } from './normal-distribution.ts'
import type { TwoRates } from './two-rates.ts'

export interface StratifiedTest {
  /** Chi-square with one degree of freedom. */
  readonly statistic: number
  readonly twoSided: number
  /** The chance of current sides as much worse, if no case changed. */
  readonly oneSided: number
}

/**
 * Tests over several cases whether the current side passes less often, each case compared with itself alone. Null where all
 * runs of every case end the same: nothing varies.
 * Source: Cochran 1954; Mantel and Haenszel 1959, with their continuity correction of ½ if `isCorrected`.
 */
export function cochranMantelHaenszel(cases: readonly TwoRates[], isCorrected: boolean): StratifiedTest | null {
  let excess = 0
  let variance = 0
  for (const { previous, current } of cases) {
    const runs = previous.runs + current.runs
    const passes = previous.passes + current.passes
    if (runs < 2) continue
    excess += current.passes - (current.runs * passes) / runs
    variance += (current.runs * previous.runs * passes * (runs - passes)) / (runs * runs * (runs - 1))
  }
  if (variance === 0) return null
  const distance = Math.max(0, Math.abs(excess) - (isCorrected ? 0.5 : 0))
  const z = distance / Math.sqrt(variance)
  const tail = normalTail(z)
  return { statistic: z * z, twoSided: 2 * tail, oneSided: excess < 0 ? tail : 1 - tail }
}
