import type { ReadProblem } from './reader.ts'

/** A stretch of JSON text that is parsed on its own: a line, a document, or one element of a document's long list. */
export interface JsonPiece {
  readonly bytes: Buffer
  /** Line on which the piece starts, from 1. */
  readonly line: number
  /** Offset of its first byte in the content. */
  readonly byte: number
  /** Number of the line, document or top-level list it is, or is in: entries of one list have one number. */
  readonly document: number
  /** Member of the surrounding document that lists this element; null for a whole line or document. */
  readonly member: string | null
  /** Text of the surrounding document up to the opening bracket of its first list; null for a whole line or document, and where it is long. */
  readonly around: Buffer | null
  /** `line`: the content ends without a newline behind it; `document`: the content ends inside it; null: whole. */
  readonly cut: 'line' | 'document' | null
}

/** A member that stands behind the list of a long element, whose entries were handed on without it. */
export interface MemberBehind {
  readonly behind: string
}

export type JsonPart = JsonPiece | MemberBehind | ReadProblem

/** Cuts content into pieces; what it has to skip becomes a problem. */
export interface JsonScanner {
  push(chunk: Buffer): readonly JsonPart[]
  end(): readonly JsonPart[]
}

export function isPiece(part: JsonPart): part is JsonPiece {
  return 'bytes' in part
}
