/**
 * Estimates that at least one of k runs passes (pass@k), without bias, from `passes` of `runs`.
 * Null where `runs` < k: so few runs say nothing about k.
 * Source: Chen et al. 2021, "Evaluating Large Language Models Trained on Code", 1 − C(n−c, k) / C(n, k).
 */
export function passAtK(runs: number, passes: number, k: number): number | null {
  const noneOfK = shareOfSubsets(runs, runs - passes, k)
  return noneOfK === null ? null : 1 - noneOfK
}

/**
 * Estimates that all of k runs pass (pass^k), without bias, from `passes` of `runs`; null where `runs` < k.
 * The plug-in (c/n)^k is biased upwards: 9 of 10 gives 0.6561 for k = 4, where this gives 0.6.
 * Source: Yao et al. 2024, "τ-bench", C(c, k) / C(n, k).
 */
export function passHatK(runs: number, passes: number, k: number): number | null {
  return shareOfSubsets(runs, passes, k)
}

/** C(chosen, k) / C(all, k): which share of the k-subsets of all lies among the chosen. */
function shareOfSubsets(all: number, chosen: number, k: number): number | null {
  if (all < k) return null
  let share = 1
  for (let index = 0; index < k && share > 0; index++) share *= Math.max(0, chosen - index) / (all - index)
  return share
}
