import type { Step } from '../../model/step.ts'

/** A step's place and clock; positions are those of the steps. */
export interface Placed {
  readonly step: Step
  /** Its node in the forest. */
  readonly node: number
  /** Position of the model step that asked for it; -1 for none. */
  readonly asker: number
  /** Resources of its first and last try: the clocks of its start and end. */
  readonly startClock: number
  readonly endClock: number
  /** Smallest step of its times, in nanoseconds. */
  readonly precisionNano: number
}

/** Stretch of a walk down the forest. */
export interface Range {
  readonly first: number
  readonly last: number
}
