/**
 * The natural logarithm of the e-value against "the pass rate is at least `rate`", after `passes` and `failures` in any
 * order; `rate` lies in (0, 1). If the claim is true, the e-value ever reaches 1/α with a probability of at most α,
 * however often one looks. Passes lower it, failures raise it.
 *
 * The likelihood ratio is averaged evenly over the rates below `rate`. Every term of the recurrence is positive; the
 * alternating sum of the same integral loses all digits.
 * Source: Ville 1939; Ramdas et al. 2023, "Game-theoretic statistics and safe anytime-valid inference".
 */
export function logEValue(passes: number, failures: number, rate: number): number {
  const logOdds = Math.log(rate) - Math.log1p(-rate)
  let logValue = -Math.log(passes + failures + 1)
  for (let failed = 1; failed <= failures; failed++) {
    const term = Math.log(failed) + logOdds + logValue
    logValue = logOnePlusExp(term) - Math.log(passes + failures - failed + 1)
  }
  return logValue
}

function logOnePlusExp(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))
}
