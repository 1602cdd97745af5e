import { shorten } from '../model/shorten.ts'

export const stops = ['e-process', 'sprt', 'first-failure', 'none'] as const

/**
 * When to stop before `runs`: `e-process` once a pass rate below `passRate` is shown; `sprt` once `healthy` or
 * `regressed` is; `first-failure` at any failure; `none` never.
 */
export type Stop = (typeof stops)[number]

/** What one case has to show. */
export interface TrialSettings {
  /** The most runs of the case; those that ended in an infrastructure error do not count. */
  readonly runs: number
  /** The claimed pass rate, in (0, 1]; 1 claims that every run passes. */
  readonly passRate: number
  /** 1 − the share of wrong verdicts that is accepted, in (0, 1). */
  readonly confidence: number
  readonly stop: Stop
  /** The two pass rates in (0, 1) that `sprt` tells apart; other stops do not read them. */
  readonly healthy?: number
  readonly regressed?: number
  /** A claim about k runs: the chance that all of them pass is at least `min`, in (0, 1]. */
  readonly passAll?: { readonly k: number; readonly min: number }
  /** Which share of all attempts may end in an infrastructure error, in [0, 1); 0.1 unless given. */
  readonly infraErrors?: { readonly max: number }
  /** Whether one failed run refutes the case, because its rule says never. */
  readonly isNever: boolean
}

export const defaultInfraShare = 0.1

/** The most that `runs` may be: curtailment looks ahead at each of them. */
export const longestTrial = 10_000

/** The pass rate that a pass has to show: claims about k runs are claims about one. */
export function requiredRate({ passRate, passAll }: TrialSettings): number {
  return passAll === undefined ? passRate : Math.max(passRate, passAll.min ** (1 / passAll.k))
}

/** Everything that makes settings unusable, one sentence each; they may come from anywhere. */
export function findTrialProblems(settings: TrialSettings): readonly string[] {
  const { runs, passRate, confidence, stop, healthy, regressed, passAll, infraErrors } = settings
  const problems: string[] = []
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem)
  }
  const within = (value: number, low: number, high: number): boolean => value > low && value < high
  demand(isCount(runs, longestTrial), `\`runs\` is ${show(runs)}; it takes a whole number from 1 to ${longestTrial}`)
  demand(
    within(passRate, 0, 1) || passRate === 1,
    `\`passRate\` is ${show(passRate)}; it lies above 0 and at most at 1`,
  )
  demand(within(confidence, 0, 1), `\`confidence\` is ${show(confidence)}; it lies between 0 and 1`)
  demand(stops.includes(stop), `\`stop\` is ${show(stop)}; choose ${stops.join(', ')}`)
  if (infraErrors !== undefined) {
    const { max } = infraErrors
    demand(max === 0 || within(max, 0, 1), `\`infraErrors.max\` is ${show(max)}; it is at least 0 and below 1`)
  }
  if (passAll !== undefined) {
    const { k, min } = passAll
    demand(isCount(k, runs), `\`passAll.k\` is ${show(k)}; it takes a whole number from 1 to \`runs\``)
    demand(within(min, 0, 1) || min === 1, `\`passAll.min\` is ${show(min)}; it lies above 0 and at most at 1`)
  }
  if (stop !== 'sprt') return problems
  if (healthy === undefined || regressed === undefined) {
    problems.push('`stop: sprt` takes `healthy` and `regressed`')
  } else {
    demand(
      within(regressed, 0, healthy) && healthy < 1,
      `\`regressed\` is ${show(regressed)} and \`healthy\` ${show(healthy)}; both lie between 0 and 1, \`regressed\` lower`,
    )
    demand(passRate <= healthy, `\`passRate\` ${show(passRate)} lies above \`healthy\` ${show(healthy)}, which decides`)
    demand(confidence > 0.5, `\`confidence\` is ${show(confidence)}; \`stop: sprt\` takes more than 0.5`)
    // A bound of a fixed number of runs does not hold at a number that the results chose.
    demand(passAll === undefined, '`passAll` takes a number of runs that is fixed beforehand; `stop: sprt` has none')
  }
  return problems
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most
}

function show(value: unknown): string {
  return `\`${shorten(String(value), 80)}\``
}
