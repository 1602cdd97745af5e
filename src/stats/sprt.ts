/** The two pass rates that a sequential test tells apart, 0 < regressed < healthy < 1. */
export interface SprtRates {
  readonly healthy: number
  readonly regressed: number
}

/**
 * The natural logarithm of how much likelier the runs are if the agent is regressed than if it is healthy.
 * Source: Wald 1945, "Sequential Tests of Statistical Hypotheses".
 */
export function logLikelihoodRatio(passes: number, failures: number, { healthy, regressed }: SprtRates): number {
  return passes * Math.log(regressed / healthy) + failures * Math.log((1 - regressed) / (1 - healthy))
}

/** The agent counts as regressed once the ratio's logarithm reaches this, as healthy once it reaches its negative. */
export function sprtThreshold(confidence: number): number {
  return Math.log(confidence / (1 - confidence))
}
