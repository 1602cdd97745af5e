/** A place in a file: lines and columns count from 1, bytes from 0. */
export interface Position {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly byte?: number
}

/**
 * Misuse or unreadable input; never a verdict about an agent.
 * `code` is stable and kebab-case; the message says what failed, why, and what to do.
 */
export class SpanpactError extends Error {
  override readonly name = 'SpanpactError'
  readonly code: string
  readonly position: Position

  constructor(code: string, message: string, options: { position?: Position; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.position = options.position ?? {}
  }
}
