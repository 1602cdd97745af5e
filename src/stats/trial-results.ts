/** The trials of one case, as a baseline keeps them; inconclusive runs count as not passed. */
export interface CaseResult {
  readonly passes: number
  readonly runs: number
  /** Whether the run of each seed passed, where every run had a seed of its own. */
  readonly passedBySeed?: ReadonlyMap<string, boolean>
  /** Values of tokens, cost, time by the metric's name: finite and at least 0, of the runs in which they are known. */
  readonly metrics?: ReadonlyMap<string, readonly number[]>
  /** A hash of the versions of contract, model, prompt and tools. */
  readonly versions?: string
}

/** By the case's id. */
export type TrialResults = ReadonlyMap<string, CaseResult>

/** One case that has runs on both sides. */
export interface CasePair {
  readonly id: string
  readonly previous: CaseResult
  readonly current: CaseResult
}

/** The cases that both sides ran, in order of their ids. */
export function pairCases(previous: TrialResults, current: TrialResults): readonly CasePair[] {
  const pairs = [...current].flatMap(([id, now]): CasePair[] => {
    const before = previous.get(id)
    return before === undefined || before.runs === 0 || now.runs === 0 ? [] : [{ id, previous: before, current: now }]
  })
  return pairs.sort((a, b) => (a.id < b.id ? -1 : 1))
}
