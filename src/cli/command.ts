import { parseArgs, type ParseArgsConfig } from 'node:util'

import { SpanpactError } from '../model/spanpact-error.ts'
import type { Terminal } from './terminal.ts'

export interface Command {
  readonly help: string
  /** Returns the exit code. */
  readonly run: (argv: readonly string[], terminal: Terminal) => Promise<number>
}

/** Options by their long name, as `node:util` parses them. */
export type Options = NonNullable<ParseArgsConfig['options']>

/**
 * Parses the arguments of one command.
 * @throws SpanpactError `usage` for unknown options and missing values.
 */
export function parseOptions<const O extends Options>(
  argv: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<{ options: O; allowPositionals: true; allowNegative: true }>> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, allowNegative: true })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new SpanpactError('usage', `${message[0]!.toLowerCase()}${message.slice(1)}; \`--help\` lists the options`, {
      cause,
    })
  }
}

/** One of the given words, or a usage error that lists them. */
export function choose<const Word extends string>(what: string, word: string, words: readonly Word[]): Word {
  const found = words.find((candidate) => candidate === word)
  if (found !== undefined) return found
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
  throw new SpanpactError('usage', `unknown ${what} \`${word}\`; choose ${list}`)
}

/**
 * The clock of the invocation.
 * @throws SpanpactError `usage` when the text is no date.
 */
export function clock(text: string | undefined, terminal: Terminal): number {
  if (text === undefined) return terminal.now
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new SpanpactError('usage', `\`--now ${text}\` is no date; write it as 2027-01-31`)
  return time
}

/** Bytes of `256`, `256MB`, `1GB`; a bare number is megabytes. */
export function megabytes(text: string): number {
  const match = /^(\d+)(?:\s*(MB|GB))?$/i.exec(text)
  const size = match === null ? 0 : Number(match[1]) * (match[2]?.toUpperCase() === 'GB' ? 1024 : 1)
  if (size < 16)
    throw new SpanpactError('usage', `\`--memory ${text}\` is no size of 16 MB or more; write it as 256 or 1GB`)
  return size * 2 ** 20
}
