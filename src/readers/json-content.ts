import { asBuffer } from './byte-chunks.ts'
import { parseExactly } from './json-exact.ts'
import { isPiece, type JsonPiece } from './json-pieces.ts'
import { createJsonScanner } from './json-scanner.ts'
import { isObject } from './json-lists.ts'
import type { ByteChunks, ReadContext } from './reader.ts'
import { decodeUtf8, firstInvalidByte } from './utf8.ts'

/** One JSON value of the content, and where it starts. */
export interface JsonEntry {
  readonly json: unknown
  /** From 1. */
  readonly line: number
  /** Number of the line, document or top-level list it is, or is in: entries of one list have one number. */
  readonly document: number
  /** Member of the document whose list this is an entry of; null for a whole line or document. */
  readonly member: string | null
  /** The document whose list this is an entry of, as far as it stands before that list; null where it is unknown. */
  readonly around: object | null
}

/** Lists in a list that are looked into: pages of traces are lists of lists. */
const maxListDepth = 2

/**
 * Reads JSON content value by value: lines, documents one after another, entries of a top-level list (of lists), or of
 * the lists named in `lists`, which are cut out of a document that may be larger than memory; of what else such a document
 * holds, `around` has what stands before the list. Integers beyond 2^53 are bigint. What cannot be read goes to the
 * context with its line, and reading goes on behind it.
 */
export async function* readJson(
  chunks: ByteChunks,
  lists: ReadonlySet<string>,
  context: ReadContext,
): AsyncGenerator<JsonEntry> {
  const scanner = createJsonScanner([lists])
  let document = 0
  let lastPieceDocument = 0
  /** Text around the last list, and what it says. */
  let around: { text: Buffer; json: object | null } | null = null
  function* entries(parts: ReturnType<typeof scanner.push>): Generator<JsonEntry> {
    for (const part of parts) {
      if ('behind' in part) continue
      if (!isPiece(part)) {
        context.unreadable(part)
        continue
      }
      const json = parsePiece(part, context)
      if (json === undefined) continue
      if (part.document !== lastPieceDocument) document += 1
      lastPieceDocument = part.document
      if (part.around !== null && part.around !== around?.text) {
        around = { text: part.around, json: parseAround(part.around) }
      }
      yield* entriesOf(json, part, part.around === null ? null : (around?.json ?? null), 0)
    }
  }
  /** A list that was read whole, on one line or in another list, gives its entries too; so do lists in it. */
  function* entriesOf(json: unknown, piece: JsonPiece, outside: object | null, depth: number): Generator<JsonEntry> {
    const { line, member } = piece
    if (Array.isArray(json) && depth < maxListDepth) {
      document += 1
      for (const entry of json) yield* entriesOf(entry, piece, outside, depth + 1)
      return
    }
    const list = member === null && isObject(json) ? Object.entries(json).find(isListed) : undefined
    if (list === undefined || !isObject(json)) yield { json, line, document, member, around: outside }
    else {
      for (const entry of list[1] as readonly unknown[]) {
        yield { json: entry, line, document, member: list[0], around: json }
      }
    }
  }
  function isListed([name, value]: readonly [string, unknown]): boolean {
    return lists.has(name) && Array.isArray(value)
  }
  for await (const chunk of chunks) yield* entries(scanner.push(asBuffer(chunk)))
  yield* entries(scanner.end())
}

/** What stands before a list, with the list closed; null where it is damaged. */
function parseAround(text: Buffer): object | null {
  try {
    const json = parseExactly(`${text.toString('utf8')}]}`)
    return isObject(json) ? json : null
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
}

/** The piece's value; undefined where it is none, which the context is told. */
function parsePiece(piece: JsonPiece, context: ReadContext): unknown {
  // The scanner tells where the content ends inside a document.
  if (piece.cut === 'document') return undefined
  const text = decodeUtf8(piece.bytes)
  if (text === undefined) {
    const byte = piece.byte + firstInvalidByte(piece.bytes)
    reportPiece(piece, { line: piece.line, byte, message: `byte ${byte} is not UTF-8` }, context)
    return undefined
  }
  try {
    return parseExactly(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    reportPiece(piece, { line: piece.line, message: describeJsonFault(error, text) }, context)
    return undefined
  }
}

/** A last line without newline that breaks off is what a killed exporter leaves; anything else is damage. */
export function reportPiece(
  piece: JsonPiece,
  problem: { line: number; byte?: number; message: string },
  context: ReadContext,
): void {
  if (piece.cut !== 'line') return context.unreadable(problem)
  context.note(`the last line (${piece.line}) breaks off and is left out`, { incomplete: true })
}

export function describeJsonFault(error: SyntaxError, text: string): string {
  if (error.message.startsWith('Unterminated string')) return 'JSON ends inside a string'
  const position = Number(/at position (\d+)/.exec(error.message)?.[1])
  if (error.message.includes('end of JSON input') || position >= text.length) return 'JSON ends too early'
  return Number.isNaN(position) ? 'the text is not JSON' : `JSON is damaged at character ${position + 1}`
}
