import type { JsonPiece, JsonScanner } from './json-pieces.ts'
import { maxPieceText } from './limits.ts'
import type { ReadProblem } from './reader.ts'

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

/**
 * Cuts JSON documents that may span lines, stand one after another without separator, or be elements of one list.
 *
 * A document is one piece, except that the elements of its `listMembers` are pieces of their own and the rest of such a
 * document is dropped: a single document may be larger than memory. Brackets and strings are followed, values are not
 * checked: `JSON.parse` does that for each piece. Behind damage, scanning goes on at the next line that starts with a
 * bracket.
 */
export function createDocumentScanner(listMembers: ReadonlySet<string>, limit: number): JsonScanner {
  let place: 'between' | 'document' | 'list' | 'element' | 'damage' = 'between'
  /** 1 inside a list that holds the documents. */
  let base = 0
  let depth = 0
  let inString = false
  let escaped = false
  /** Last string and last member name directly inside the document. */
  let text = ''
  let name = ''
  let member: string | null = null
  /** The document's lists were cut out: what is left of it is no piece. */
  let streamed = false

  let line = 1
  let offset = 0
  let previous = newline

  let pieceLine = 0
  let pieceByte = 0
  /** Earlier chunks of the piece; null where it is too long or nobody wants it. */
  let held: Buffer[] | null = null
  let heldLength = 0
  let pieceTooLong = false

  function startPiece(index: number): void {
    pieceLine = line
    pieceByte = offset + index
    held = []
    heldLength = 0
    pieceTooLong = false
  }

  function keep(bytes: Buffer): void {
    if (held === null) return
    heldLength += bytes.length
    if (heldLength > limit) {
      held = null
      pieceTooLong = true
    } else if (bytes.length > 0) {
      held.push(bytes)
    }
  }

  function endPiece(parts: (JsonPiece | ReadProblem)[], cut: 'document' | null): void {
    if (pieceTooLong) {
      const what = place === 'element' ? `an element of \`${member}\`` : 'a document'
      parts.push({
        line: pieceLine,
        byte: pieceByte,
        message: `${what} is longer than ${maxPieceText}; split it into smaller batches`,
      })
    } else if (held !== null) {
      const [first = Buffer.alloc(0)] = held
      const bytes = held.length === 1 ? first : Buffer.concat(held, heldLength)
      parts.push({ bytes, line: pieceLine, byte: pieceByte, member: place === 'element' ? member : null, cut })
    }
    held = null
    pieceTooLong = false
  }

  function damage(parts: (JsonPiece | ReadProblem)[], index: number, message: string): void {
    parts.push({ line, byte: offset + index, message })
    place = 'damage'
    held = null
    pieceTooLong = false
    inString = false
    escaped = false
    base = 0
  }

  function startDocument(index: number): void {
    place = 'document'
    depth = base + 1
    streamed = false
    text = ''
    name = ''
    startPiece(index)
  }

  return {
    push(chunk) {
      const parts: (JsonPiece | ReadProblem)[] = []
      /** Index from which the running piece's bytes are not yet kept. */
      let from = 0
      for (let index = 0; index < chunk.length; index++) {
        const byte = chunk[index] ?? 0

        if (inString) {
          if (escaped) escaped = false
          else if (byte === backslash) escaped = true
          else if (byte === quote) inString = false
          else if (byte === newline) {
            damage(parts, index, 'JSON breaks off inside a string; the text up to the next document is skipped')
            line += 1
            previous = newline
            continue
          }
          if (inString && depth === base + 1 && place === 'document' && text.length < maxNameLength) {
            text += String.fromCharCode(byte)
          }
          continue
        }

        switch (byte) {
          case newline:
            line += 1
            break
          case quote:
            if (place === 'document' || place === 'element') {
              inString = true
              if (depth === base + 1) text = ''
            } else if (place !== 'damage') {
              damage(
                parts,
                index,
                'a string stands where a JSON object starts; the text up to the next document is skipped',
              )
            }
            break
          case openObject:
          case openList:
            if (place === 'document' || place === 'element') {
              if (place === 'document' && depth === base + 1 && byte === openList && listMembers.has(name)) {
                place = 'list'
                member = name
                streamed = true
                held = null
              }
              depth += 1
            } else if (place === 'list' && byte === openObject) {
              place = 'element'
              depth += 1
              startPiece(index)
              from = index
            } else if (place === 'between' && byte === openObject) {
              startDocument(index)
              from = index
            } else if (place === 'between' && base === 0) {
              base = 1
              depth = 1
            } else if (place === 'damage' && previous === newline) {
              place = 'between'
              index -= 1
              continue
            } else if (place !== 'damage') {
              damage(
                parts,
                index,
                'a list stands where a JSON object starts; the text up to the next document is skipped',
              )
            }
            break
          case closeObject:
          case closeList:
            if (place === 'element') {
              depth -= 1
              if (depth === base + 2) {
                keep(chunk.subarray(from, index + 1))
                endPiece(parts, null)
                place = 'list'
              }
            } else if (place === 'list' && byte === closeList) {
              depth -= 1
              place = 'document'
            } else if (place === 'document') {
              depth -= 1
              if (depth === base) {
                if (!streamed) {
                  keep(chunk.subarray(from, index + 1))
                  endPiece(parts, null)
                }
                place = 'between'
              }
            } else if (place === 'between' && base === 1 && byte === closeList) {
              base = 0
              depth = 0
            } else if (place !== 'damage') {
              damage(parts, index, 'a bracket closes what was not opened; the text up to the next document is skipped')
            }
            break
          case colon:
            if (place === 'document' && depth === base + 1) name = text
            else if (place === 'between' || place === 'list') {
              damage(parts, index, 'JSON is damaged here; the text up to the next document is skipped')
            }
            break
          case comma:
          case 0x20:
          case 0x09:
          case 0x0d:
            break
          default:
            if (place === 'between' || place === 'list') {
              damage(parts, index, 'JSON is damaged here; the text up to the next document is skipped')
            }
        }
        previous = byte
      }
      if (place === 'document' || place === 'element') keep(chunk.subarray(from))
      offset += chunk.length
      return parts
    },

    end() {
      const parts: (JsonPiece | ReadProblem)[] = []
      const open = place !== 'damage' && (place !== 'between' || base === 1)
      if (place === 'document' || place === 'element') endPiece(parts, 'document')
      if (open) {
        parts.push({
          line,
          byte: offset,
          message: `JSON ends inside ${inString ? 'a string' : 'a document'}; what was complete before it is read`,
        })
      }
      return parts
    },
  }
}
