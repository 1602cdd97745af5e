import type { Verdict } from '../model/finding.ts'

/** 0 pass, 1 fail, 2 could not run or read something, 3 inconclusive only; 2 outranks 1, 1 outranks 3. */
export function exitCode(result: {
  readonly verdict: Verdict
  readonly unreadable: readonly unknown[]
}): 0 | 1 | 2 | 3 {
  if (result.unreadable.length > 0) return 2
  if (result.verdict === 'fail') return 1
  return result.verdict === 'inconclusive' ? 3 : 0
}
