/** How an observed step serves a plan step: its action, its action with other arguments, or a declared alternative. */
export type Relation = 'match' | 'args-differ' | 'alternative'

/** Facts of one executed step that a plan is judged by. */
export interface ObservedStep {
  /** Thousandths, when no plan step accounts for it; 1000 where nothing else is declared. */
  readonly insertCost: number
  /** Its insertion costs nothing. */
  readonly isFree: boolean
  /** Its insertion fails outright, and costs 1000 whatever else is declared. */
  readonly isDenied: boolean
  /** It failed or was cancelled: it serves only plan steps that allow it. */
  readonly isFailed: boolean
  /** Tries, the first included. */
  readonly attempts: number
}

/** Executed steps in canonical order, and their strict partial order: transitive, as a projection of a run is. */
export interface Observed {
  readonly steps: readonly ObservedStep[]
  readonly before: (one: number, other: number) => boolean
  /** Whatever is before another has a smaller place; absent: nobody has sorted them, and each is asked of each. */
  readonly placeOf?: (position: number) => number
}

/** How the observed step at a position serves a step of one plan, by its id; undefined for not at all. */
export type Relate = (position: number, stepId: string) => Relation | undefined

/** Thousandths. */
export function insertionCost({ insertCost, isFree, isDenied }: ObservedStep): number {
  if (isDenied) return 1000
  return isFree ? 0 : insertCost
}
