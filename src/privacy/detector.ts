/** One place in a text, as UTF-16 offsets; the text itself is never part of it. */
export interface Match {
  /** What was recognised there: `aws-access-key`, `visa`, `canary-1`. */
  readonly kind: string
  readonly start: number
  readonly length: number
}

/** What stands around a character that ordinary text seldom holds: `{ before: 'gh[pousr]', rare: '_', behind: '\\w{36}' }`. */
export interface RareTrigger {
  /** Expression sources without capture groups and unbounded repetition, so that each place costs little. */
  readonly before?: string
  /** One character, or a class of them such as `[Bb]`. */
  readonly rare: string
  readonly behind?: string
}

/** What is in a text that holds a match. An expression is for what has no rare character; its flags do not count. */
export type Trigger = RareTrigger | RegExp

/** Finds one class of sensitive text. */
export interface Detector {
  readonly brief: string
  /** Of these, one is in every text with a match; `find` sees no other text. */
  readonly triggers: readonly Trigger[]
  /** All matches in order of their start, none overlapping another; in time linear in the text, whatever it holds. */
  readonly find: (text: string) => readonly Match[]
}
