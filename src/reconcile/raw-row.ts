/** One row of a source as its file has it. */
export interface RawRow {
  /** From 1. */
  readonly line: number
  readonly value: unknown
}

/** Something of a source file that could not be read. */
export interface SourceProblem {
  readonly line?: number
  /** What is wrong there, and what to do about it. */
  readonly message: string
}
