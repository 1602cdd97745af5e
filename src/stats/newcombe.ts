import type { Verdict } from '../model/finding.ts'
import { wilsonInterval, type Interval } from './binomial-bounds.ts'
import type { TwoRates } from './two-rates.ts'

/** A difference of pass rates, current − previous, with its two-sided interval. */
export interface RateDifference extends Interval {
  readonly estimate: number
}

/** Source: Newcombe 1998, method 10: the hybrid of two Wilson intervals, without continuity correction. */
export function newcombe({ previous, current }: TwoRates, confidence: number): RateDifference {
  const before = wilsonInterval(previous.passes, previous.runs, confidence)
  const now = wilsonInterval(current.passes, current.runs, confidence)
  const rateBefore = previous.passes / previous.runs
  const rateNow = current.passes / current.runs
  const estimate = rateNow - rateBefore
  return {
    estimate,
    lower: estimate - Math.hypot(rateNow - now.lower, before.upper - rateBefore),
    upper: estimate + Math.hypot(now.upper - rateNow, rateBefore - before.lower),
  }
}

/** Whether the current rate is lower by no more than `margin`: passed or failed once the whole interval says so. */
export function judgeNonInferiority({ lower, upper }: Interval, margin: number): Verdict {
  if (lower > -margin) return 'pass'
  return upper < -margin ? 'fail' : 'inconclusive'
}
