import type { Readable } from 'node:stream'

/** What a command may touch of the outside; commands get it as an argument, so that tests can give their own. */
export interface Terminal {
  readonly cwd: string
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  readonly stdin: () => Readable
  readonly color: boolean
  /** Characters of a line. */
  readonly width: number
  /** Milliseconds since the epoch, read once. */
  readonly now: number
}
