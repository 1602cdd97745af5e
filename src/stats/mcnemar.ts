import { betaCumulative } from './beta-distribution.ts'

/**
 * The exact test of pairs that changed: `worse` passed before and fail now, `better` the reverse. Gives the chance of at
 * least so many worse ones if both are equally likely, and of an imbalance as great in either direction. Pairs that did
 * not change say nothing; without any other both are 1.
 * Source: McNemar 1947, by the binomial distribution.
 */
export function mcnemar(worse: number, better: number): { readonly oneSided: number; readonly twoSided: number } {
  const pairs = worse + better
  const atLeast = (count: number): number => (count === 0 ? 1 : betaCumulative(0.5, count, pairs - count + 1))
  return { oneSided: atLeast(worse), twoSided: Math.min(1, 2 * atLeast(Math.max(worse, better))) }
}
