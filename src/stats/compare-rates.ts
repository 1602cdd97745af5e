import type { Verdict } from '../model/finding.ts'
import { cochranMantelHaenszel } from './cochran-mantel-haenszel.ts'
import { fisher } from './fisher.ts'
import { mcnemar } from './mcnemar.ts'
import { judgeNonInferiority, newcombe, type RateDifference } from './newcombe.ts'
import { isSignificant } from './significance.ts'
import type { CasePair, CaseResult } from './trial-results.ts'

export interface RateComparison {
  readonly verdict: Verdict
  /** `too-few-runs`: not even current runs that all failed would have shown a regression. */
  readonly reason:
    | 'regressed'
    | 'improved'
    | 'no-regression-found'
    | 'too-few-runs'
    | 'no-common-case'
    | 'not-inferior'
    | 'inferior'
    | 'margin-undecided'
  readonly test: 'mcnemar' | 'cochran-mantel-haenszel' | 'fisher' | 'newcombe' | null
  /** One-sided, against "passes as often as before"; null for an interval, and without a common case. */
  readonly pValue: number | null
  /** Of one case, current − previous; null for several. */
  readonly difference: RateDifference | null
}

/**
 * Whether pass rates fell. Runs with the same seeds are compared in pairs (McNemar), several cases each with itself
 * (Cochran-Mantel-Haenszel), one case by Fisher's test, or with a `margin` by Newcombe's interval. A test that finds
 * nothing passes only if it could have found something; only the interval shows that nothing fell.
 */
export function compareRates(
  cases: readonly CasePair[],
  { confidence, margin }: { readonly confidence: number; readonly margin?: number },
): RateComparison {
  const only = cases.length === 1 ? cases[0]! : null
  const difference = only === null ? null : newcombe(only, confidence)
  if (cases.length === 0) {
    return { verdict: 'inconclusive', reason: 'no-common-case', test: null, pValue: null, difference }
  }
  const isPaired = cases.every(hasEqualSeeds)
  if (difference !== null && margin !== undefined && !isPaired) {
    const verdict = judgeNonInferiority(difference, margin)
    const reason = { pass: 'not-inferior', fail: 'inferior', inconclusive: 'margin-undecided' } as const
    return { verdict, reason: reason[verdict], test: 'newcombe', pValue: null, difference }
  }
  const test = isPaired ? 'mcnemar' : only === null ? 'cochran-mantel-haenszel' : 'fisher'
  const pValue = tests[test](cases)
  const compared = { test, pValue, difference } as const
  const shows = (pairs: readonly CasePair[]): boolean => isSignificant(tests[test](pairs), confidence)
  if (shows(cases)) return { verdict: 'fail', reason: 'regressed', ...compared }
  const reversed = cases.map(({ id, previous, current }) => ({ id, previous: current, current: previous }))
  if (shows(reversed)) return { verdict: 'pass', reason: 'improved', ...compared }
  const worst = cases.map((pair) => ({ ...pair, current: failAll(pair.current) }))
  if (shows(worst)) return { verdict: 'pass', reason: 'no-regression-found', ...compared }
  return { verdict: 'inconclusive', reason: 'too-few-runs', ...compared }
}

const tests = {
  mcnemar: (cases: readonly CasePair[]) => {
    const changes = cases.flatMap(({ previous, current }) =>
      [...previous.passedBySeed!].map(([seed, passed]) => Number(current.passedBySeed!.get(seed)) - Number(passed)),
    )
    return mcnemar(countOf(changes, -1), countOf(changes, 1)).oneSided
  },
  'cochran-mantel-haenszel': (cases: readonly CasePair[]) => cochranMantelHaenszel(cases, true)?.oneSided ?? 1,
  fisher: ([pair]: readonly CasePair[]) => fisher(pair!).oneSided,
}

/** Whether both sides ran the same seeds, each once. */
export function hasEqualSeeds({ previous, current }: CasePair): boolean {
  const before = previous.passedBySeed
  const now = current.passedBySeed
  if (before === undefined || now === undefined) return false
  const isWhole = before.size === previous.runs && now.size === current.runs && before.size === now.size
  return isWhole && [...before.keys()].every((seed) => now.has(seed))
}

function failAll(result: CaseResult): CaseResult {
  const { passedBySeed } = result
  if (passedBySeed === undefined) return { ...result, passes: 0 }
  return { ...result, passes: 0, passedBySeed: new Map([...passedBySeed.keys()].map((seed) => [seed, false])) }
}

function countOf(changes: readonly number[], change: number): number {
  return changes.filter((found) => found === change).length
}
