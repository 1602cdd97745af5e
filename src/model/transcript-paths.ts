import type { JsonPath } from './json-path.ts'

/** Where in each document of a recording the messages of a transcript and what is told about it lie. */
export interface TranscriptPaths {
  /** A list of messages, or every message. */
  readonly messages: JsonPath
  readonly run?: JsonPath
  readonly case?: JsonPath
  readonly tags?: JsonPath
  readonly outcome?: JsonPath
}
