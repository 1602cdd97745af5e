import { isPiece, type JsonPart, type JsonPiece, type JsonScanner } from './json-pieces.ts'
import { maxPieceText } from './limits.ts'

/** A scanner of the document that a long element is, which cuts out the elements of that document's own list. */
export interface ListScanner extends JsonScanner {
  /** The document up to the opening bracket of its list; null until there, and where it is too long to be repeated. */
  readonly around: Buffer | null
}

/** Where a long element starts, and the list it is an element of; null for a document of its own. */
interface LongElementPlace {
  readonly line: number
  readonly byte: number
  readonly member: string | null
  /** Text of the document around the element, as its pieces have it. */
  readonly around: Buffer | null
}

/** Elements go together until they are as long: each alone would make the text around them be parsed once more. */
const groupBytes = 1024 * 1024

/** White space between two elements that is kept, so that offsets in a group are offsets in the content. */
const longestGap = 4096

const closing = Buffer.from(']}')

/**
 * Turns an element longer than the limit into several shorter ones: groups of the entries of its list, each with the
 * text around that list, so that nothing behind has to know. Memory holds one group.
 */
export function createLongElement(scanner: ListScanner, place: LongElementPlace) {
  let group: JsonPiece[] = []
  let groupLength = 0
  let end = 0

  function flush(parts: JsonPart[]): void {
    const { around } = scanner
    const [first] = group
    if (first === undefined || around === null) return
    const texts: Buffer[] = [around]
    let at = first.byte
    for (const piece of group) {
      if (piece.byte > at) texts.push(Buffer.from(','.padEnd(piece.byte - at)))
      texts.push(piece.bytes)
      at = piece.byte + piece.bytes.length
    }
    const bytes = Buffer.concat([...texts, closing])
    parts.push({
      bytes,
      line: first.line,
      byte: first.byte - around.length,
      document: first.document,
      member: place.member,
      around: place.around,
      cut: null,
    })
    group = []
    groupLength = 0
  }

  function add(piece: JsonPiece, around: Buffer, parts: JsonPart[]): void {
    const gap = piece.byte - end
    if (gap < 1 || gap > longestGap) flush(parts)
    group.push(piece)
    groupLength += piece.bytes.length
    end = piece.byte + piece.bytes.length
    if (groupLength >= Math.max(groupBytes, around.length)) flush(parts)
  }

  function regroup(found: readonly JsonPart[]): JsonPart[] {
    const parts: JsonPart[] = []
    const { around } = scanner
    for (const part of found) {
      if (!isPiece(part)) parts.push(part)
      else if (around !== null && part.cut === null) add(part, around, parts)
    }
    return parts
  }

  return {
    push: (bytes: Buffer): readonly JsonPart[] => regroup(scanner.push(bytes)),

    /** The rest; where the element breaks off, what was complete before. */
    end(): readonly JsonPart[] {
      const parts = regroup(scanner.end())
      flush(parts)
      if (scanner.around === null) parts.push({ line: place.line, byte: place.byte, message: tooLong(place.member) })
      return parts
    },
  }
}

export function tooLong(member: string | null): string {
  const what = member === null ? 'a document' : `an element of \`${member}\``
  return `${what} is longer than ${maxPieceText}; split it into smaller batches`
}
