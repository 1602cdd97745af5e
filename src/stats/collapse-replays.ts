import type { TrialOutcome } from './sequential-verdict.ts'

/** What tells runs from replays of them. */
export interface Observation {
  readonly outcome: TrialOutcome
  /** Empty where unknown: what is unknown equals nothing. */
  readonly traceIds: readonly string[]
  /** Of everything that the run recorded but ids and times; null where unknown. */
  readonly contentDigest: string | null
}

/** Several runs that are one observation; indexes into the list that came in. */
export interface ReplayNote {
  readonly reason: 'trace-id' | 'content'
  readonly kept: number
  readonly dropped: readonly number[]
}

const fromGoodToBad: readonly TrialOutcome[] = ['pass', 'infra', 'inconclusive', 'fail']

/**
 * Counts a run and its replays once: runs with a trace id in common, or with equal content, which a response cache repeats
 * and a live agent hardly does. The observation stands where the first of them stood; the worst is kept, so that no replay
 * hides a failure.
 */
export function collapseReplays<Run extends Observation>(
  runs: readonly Run[],
): { readonly observations: readonly Run[]; readonly notes: readonly ReplayNote[] } {
  const badness = (index: number): number => fromGoodToBad.indexOf(runs[index]!.outcome)
  const notes: ReplayNote[] = []
  const observations = groupReplays(runs).map((members) => {
    const kept = members.reduce((worst, index) => (badness(index) > badness(worst) ? index : worst))
    const dropped = members.filter((index) => index !== kept)
    const ids = members.flatMap((index) => [...new Set(runs[index]!.traceIds)])
    const reason = new Set(ids).size < ids.length ? 'trace-id' : 'content'
    if (dropped.length > 0) notes.push({ reason, kept, dropped })
    return runs[kept]!
  })
  return { observations, notes }
}

/** Indexes of runs that are one, in order; what equals a run that equals a third is one with that, too. */
function groupReplays(runs: readonly Observation[]): readonly (readonly number[])[] {
  const parents = runs.map((_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!
    return root
  }
  const firstWith = new Map<string, number>()
  for (const [index, { traceIds, contentDigest }] of runs.entries()) {
    const keys = traceIds.map((id) => `trace ${id}`)
    if (contentDigest !== null) keys.push(`content ${contentDigest}`)
    for (const key of keys) {
      const [low, high] = [rootOf(firstWith.get(key) ?? index), rootOf(index)].sort((a, b) => a - b)
      parents[high!] = low!
      if (!firstWith.has(key)) firstWith.set(key, index)
    }
  }
  return [...Map.groupBy(parents.keys(), rootOf).values()]
}
