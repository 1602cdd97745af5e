import { createLongElement, tooLong, type ListScanner } from './json-long-element.ts'
import type { JsonPart } from './json-pieces.ts'

const newline = 0x0a
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const backslash = 0x5c
const openList = 0x5b
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d

/** Longest member name that is compared with the listed ones. */
const maxNameLength = 40

/** Longest text around a list that is kept: it is repeated with each group of elements of a long element. */
const maxAroundBytes = 4 * 1024 * 1024

/**
 * Cuts JSON documents that may span lines, stand one after another without separator, or be elements of one list (of lists).
 *
 * A document is one piece, except that the elements of its lists named in `lists[0]` are pieces of their own and the
 * rest of such a document is dropped: a single document may be larger than memory. An element longer than `limit` is cut
 * in turn, at its lists named in `lists[1]` and so on: `createLongElement` makes several elements of it, which have what
 * stands before the list; what stands behind it comes as `MemberBehind`. Brackets and strings are followed, values are not
 * checked: `JSON.parse` does that for each piece. Behind damage, scanning goes on at the next line that starts with a
 * bracket.
 */
export function createDocumentScanner(lists: readonly ReadonlySet<string>[], limit: number): ListScanner {
  return createScanner(lists, limit, null)
}

/** `start`: where the long element starts that is scanned as a document; null for content from its beginning. */
function createScanner(
  lists: readonly ReadonlySet<string>[],
  limit: number,
  start: { readonly line: number; readonly byte: number } | null,
): ListScanner {
  const [listMembers = new Set<string>(), ...innerLists] = lists
  let parts: JsonPart[] = []
  let place: 'between' | 'document' | 'list' | 'element' | 'damage' = 'between'
  /** 1 inside a list that holds the documents, 2 in a list of such lists, else 0: the depth at which documents start. */
  let base = 0
  let document = 0
  let depth = 0
  let inString = false
  let escaped = false
  /** Last string and last member name directly inside the document. */
  let text = ''
  let name = ''
  let member = ''
  /** The document's lists were cut out: what is left of it is no piece. */
  let streamed = false

  let line = start?.line ?? 1
  /** Offset of the chunk, and its byte before the current one. */
  let offset = start?.byte ?? 0
  let previous = newline

  let pieceLine = 0
  let pieceByte = 0
  /** Index in the chunk from which the running piece is not yet kept. */
  let pieceFrom = 0
  /** The running piece in earlier chunks; null where none runs, or it is too long. */
  let held: Buffer[] | null = null
  let heldLength = 0
  let isTooLong = false
  /** Takes the running piece once it is longer than the limit, where it can be cut further. */
  let long: ReturnType<typeof createLongElement> | null = null
  let around: Buffer | null = null

  function startPiece(index: number): void {
    pieceLine = line
    pieceByte = offset + index
    pieceFrom = index
    held = []
    heldLength = 0
    isTooLong = false
  }

  function keep(bytes: Buffer): void {
    if (long !== null) return handOn(long.push(bytes))
    if (held === null) return
    heldLength += bytes.length
    held.push(bytes)
    if (heldLength > limit) cutFurther(held)
  }

  function cutFurther(texts: readonly Buffer[]): void {
    held = null
    long = longElement()
    isTooLong = long === null
    for (const one of texts) if (long !== null) handOn(long.push(one))
  }

  function longElement() {
    // A document may be an element without the list around it; what this scanner reads as a long one is no further.
    const canBeCut = innerLists.length > 0 && (place === 'element' || start === null)
    if (!canBeCut) return null
    const inner = createScanner(innerLists, limit, { line: pieceLine, byte: pieceByte })
    return createLongElement(inner, { line: pieceLine, byte: pieceByte, member: listOfPiece(), around: aroundPiece() })
  }

  function listOfPiece(): string | null {
    return place === 'element' ? member : null
  }

  function aroundPiece(): Buffer | null {
    return place === 'element' ? around : null
  }

  function handOn(found: readonly JsonPart[]): void {
    for (const part of found) parts.push(part)
  }

  function endPiece(cut: 'document' | null): void {
    // The content ends inside a long element: what is complete in this part of it is read.
    if (cut !== null && start !== null && held !== null && innerLists.length > 0) cutFurther(held)
    if (long !== null) handOn(long.end())
    else if (isTooLong) {
      // Of a long element that cannot be cut, the scanner around this one tells.
      if (start === null || place === 'element') {
        parts.push({ line: pieceLine, byte: pieceByte, message: tooLong(listOfPiece()) })
      }
    } else if (held !== null) {
      const bytes = held.length === 1 ? held[0] : Buffer.concat(held)
      if (bytes !== undefined) {
        const surroundings = { document, member: listOfPiece(), around: aroundPiece() }
        parts.push({ bytes, line: pieceLine, byte: pieceByte, ...surroundings, cut })
      }
    }
    dropPiece()
  }

  function dropPiece(): void {
    held = null
    isTooLong = false
    long = null
  }

  function damage(index: number, what: string): void {
    const next = start === null ? 'the text up to the next document' : 'the rest of the element'
    parts.push({ line, byte: offset + index, message: `${what}; ${next} is skipped` })
    if (long !== null) handOn(long.end())
    dropPiece()
    place = 'damage'
    base = 0
    inString = false
  }

  /** Follows nested brackets to the one that closes down to `floor`, to a string that breaks off, or to the chunk's end. */
  function skipNested(chunk: Buffer, from: number, floor: number): number {
    // The hot loop: locals are faster than the variables around it, and so is a loop of its own for strings.
    const end = chunk.length
    let string = inString
    let level = depth
    let lines = 0
    let index = escaped ? from + 1 : from
    for (; index < end; index++) {
      let byte = chunk[index] ?? 0
      if (byte === quote && !string) {
        string = true
        index += 1
      }
      if (string) {
        for (; index < end; index++) {
          byte = chunk[index] ?? 0
          if (byte === quote || byte === newline) break
          if (byte === backslash) index += 1
        }
        if (index >= end || byte === newline) break
        string = false
      } else if (byte === newline) lines += 1
      else if (byte === openObject || byte === openList) level += 1
      else if (byte === closeObject || byte === closeList) {
        level -= 1
        if (level === floor) break
      }
    }
    escaped = index > chunk.length
    inString = string
    depth = level
    line += lines
    return Math.min(index, chunk.length)
  }

  /** A string directly inside the document: a member's name, or a value, which does no harm. */
  function readText(byte: number): void {
    if (escaped) escaped = false
    else if (byte === backslash) escaped = true
    else if (byte === quote) inString = false
    if (inString && text.length < maxNameLength) text += String.fromCharCode(byte)
  }

  function betweenDocuments(byte: number, index: number): void {
    if (byte === openObject) {
      if (base === 0) document += 1
      place = 'document'
      depth = base + 1
      streamed = false
      around = null
      text = ''
      name = ''
      startPiece(index)
    } else if (byte === openList && base < 2) {
      base += 1
      document += 1
    } else if (byte === closeList && base > 0) base -= 1
    else if (byte !== comma) damage(index, 'JSON is damaged here')
  }

  function inDocument(byte: number, chunk: Buffer, index: number): void {
    if (byte === quote) {
      inString = true
      text = ''
    } else if (byte === colon) {
      name = text
      if (start !== null && streamed && !listMembers.has(name)) parts.push({ behind: name })
    } else if (byte === openObject || byte === openList) {
      depth += 1
      if (byte !== openList || !listMembers.has(name)) return
      if (!streamed && held !== null) keepAround([...held, chunk.subarray(pieceFrom, index + 1)])
      place = 'list'
      member = name
      streamed = true
      dropPiece()
    } else if (byte === closeObject) {
      if (!streamed) keep(chunk.subarray(pieceFrom, index + 1))
      endPiece(null)
      place = 'between'
    } else if (byte === closeList) damage(index, 'JSON is damaged here')
  }

  function keepAround(texts: readonly Buffer[]): void {
    const length = texts.reduce((sum, one) => sum + one.length, 0)
    if (length <= maxAroundBytes) around = Buffer.concat(texts)
  }

  function inList(byte: number, index: number): void {
    if (byte === openObject) {
      place = 'element'
      depth += 1
      startPiece(index)
    } else if (byte === closeList) {
      place = 'document'
      depth -= 1
    } else if (byte !== comma) damage(index, 'JSON is damaged here')
  }

  /** Nested in an element, or in a member of the document: nothing there ends or starts a piece but its last bracket. */
  function passNested(chunk: Buffer, from: number): number {
    const index = skipNested(chunk, from, place === 'element' ? base + 2 : base + 1)
    if (index === chunk.length) return index
    if (inString) {
      if (long !== null) keep(chunk.subarray(pieceFrom, index))
      damage(index, 'JSON breaks off inside a string')
      line += 1
    } else if (place === 'element') {
      keep(chunk.subarray(pieceFrom, index + 1))
      endPiece(null)
      place = 'list'
    }
    previous = chunk[index] ?? 0
    return index
  }

  function step(byte: number, chunk: Buffer, index: number): void {
    if (place === 'damage' && start === null && previous === newline && (byte === openObject || byte === openList))
      place = 'between'
    if (inString && byte !== newline) readText(byte)
    else if (inString) damage(index, 'JSON breaks off inside a string')
    else if (byte <= 0x20 || place === 'damage') return
    else if (place === 'between') betweenDocuments(byte, index)
    else if (place === 'list') inList(byte, index)
    else inDocument(byte, chunk, index)
  }

  return {
    get around() {
      return around
    },

    push(chunk) {
      parts = []
      pieceFrom = 0
      for (let index = 0; index < chunk.length; index++) {
        if (place === 'element' || (place === 'document' && depth > base + 1)) {
          index = passNested(chunk, index)
          continue
        }
        const byte = chunk[index] ?? 0
        step(byte, chunk, index)
        if (byte === newline) line += 1
        previous = byte
      }
      if (held !== null || long !== null) keep(chunk.subarray(pieceFrom))
      offset += chunk.length
      return parts
    },

    end() {
      parts = []
      if (place === 'damage' || (place === 'between' && base === 0)) return parts
      if (place !== 'between') endPiece('document')
      if (start !== null) return parts
      const where = inString ? 'a string' : 'a document'
      parts.push({ line, byte: offset, message: `JSON ends inside ${where}; what was complete before it is read` })
      return parts
    },
  }
}
