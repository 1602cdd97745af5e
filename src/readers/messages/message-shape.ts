import type { TranscriptEntry } from '../transcript.ts'

/** One form that messages are written in. */
export interface MessageShape {
  readonly recognises: (message: object) => boolean
  /** What the message says; what it says and cannot be understood goes to `problem`, as a clause about the message. */
  readonly entries: (message: object, problem: (clause: string) => void) => readonly TranscriptEntry[]
}
