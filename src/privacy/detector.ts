/** One place in a text, as UTF-16 offsets; the text itself is never part of it. */
export interface Match {
  /** What was recognised there: `aws-access-key`, `visa`, `canary-1`. */
  readonly kind: string
  readonly start: number
  readonly length: number
}

/** Finds one class of sensitive text. */
export interface Detector {
  readonly brief: string
  /** Sequences of characters and classes (`gh[pousr]_`), one of which is in every text with a match; `find` sees no other text. */
  readonly triggers: readonly string[]
  /** All matches in order of their start, none overlapping another; in time linear in the text, whatever it holds. */
  readonly find: (text: string) => readonly Match[]
}
