export interface Characteristics {
  readonly fail: number
  readonly pass: number
  readonly undecided: number
  readonly meanRuns: number
  readonly meanRunsWhenFailing: number
}

/** What a stopping rule does at a true pass rate, exactly: the chance of each state, run after run, up to the cap. */
export function characteristicsOf(
  decide: (passes: number, failures: number) => 'pass' | 'fail' | null,
  cap: number,
  rate: number,
): Characteristics {
  const ends = { pass: 0, fail: 0 }
  let runsOfAll = 0
  let runsOfFailing = 0
  let open = [1]
  for (let run = 1; run <= cap; run++) {
    const next = Array.from({ length: run + 1 }, () => 0)
    for (const [passes, chance] of open.entries()) {
      next[passes]! += chance * (1 - rate)
      next[passes + 1]! += chance * rate
    }
    for (const [passes, chance] of next.entries()) {
      const end = decide(passes, run - passes)
      if (end === null) continue
      ends[end] += chance
      runsOfAll += chance * run
      if (end === 'fail') runsOfFailing += chance * run
      next[passes] = 0
    }
    open = next
  }
  const undecided = open.reduce((sum, chance) => sum + chance, 0)
  return {
    ...ends,
    undecided,
    meanRuns: runsOfAll + undecided * cap,
    meanRunsWhenFailing: runsOfFailing / ends.fail,
  }
}
