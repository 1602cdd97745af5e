import { createDocumentScanner } from './json-documents.ts'
import { createLineScanner } from './json-lines.ts'
import type { JsonScanner } from './json-pieces.ts'
import { maxPieceBytes } from './limits.ts'

const newline = 0x0a

/** Bytes behind the first line that are looked at before the framing is chosen: enough for one member name. */
const secondLineBytes = 64

/**
 * Cuts JSON content into pieces: JSON lines, or documents that span lines.
 *
 * `lists` names, from the outside in, the members whose elements may be read one by one; see `createDocumentScanner`.
 * The first line decides, once its end is known; where it has none within the size limit, the content is one document.
 */
export function createJsonScanner(lists: readonly ReadonlySet<string>[], limit = maxPieceBytes): JsonScanner {
  const [listMembers = new Set<string>()] = lists
  let chosen: JsonScanner | null = null
  const held: Buffer[] = []
  let length = 0
  /** Length of the content up to and including the first line that is not blank. */
  let firstLineEnd = -1
  let blank = true

  function choose(scanner: JsonScanner): JsonScanner {
    chosen = scanner
    return scanner
  }

  return {
    push(chunk) {
      if (chosen !== null) return chosen.push(chunk)
      for (let index = 0; index < chunk.length && firstLineEnd === -1; index++) {
        const byte = chunk[index] ?? 0
        if (byte === newline && !blank) firstLineEnd = length + index + 1
        else if (byte > 0x20) {
          blank = false
          const end = chunk.indexOf(newline, index)
          index = (end === -1 ? chunk.length : end) - 1
        }
      }
      held.push(chunk)
      length += chunk.length
      if (firstLineEnd !== -1 && firstLineEnd <= limit && length < firstLineEnd + secondLineBytes) return []
      if (firstLineEnd === -1 && length <= limit) return []
      const content = join(held.splice(0))
      const inLines =
        firstLineEnd !== -1 && firstLineEnd <= limit && startsWithLines(content, firstLineEnd, listMembers)
      return choose(inLines ? createLineScanner(limit) : createDocumentScanner(lists, limit)).push(content)
    },
    end() {
      if (chosen !== null) return chosen.end()
      const content = join(held.splice(0))
      const inLines = firstLineEnd !== -1 && startsWithLines(content, firstLineEnd, listMembers)
      const scanner = choose(inLines ? createLineScanner(limit) : createDocumentScanner(lists, limit))
      return [...scanner.push(content), ...scanner.end()]
    },
  }
}

function join(chunks: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0)] = chunks
  return chunks.length <= 1 ? first : Buffer.concat(chunks)
}

/** True where the first line is JSON by itself, or is damaged and the second one starts a new document. */
function startsWithLines(content: Buffer, firstLineEnd: number, listMembers: ReadonlySet<string>): boolean {
  const first = content.toString('utf8', 0, firstLineEnd).trim()
  try {
    JSON.parse(first)
    return true
  } catch {
    const second = content.toString('utf8', firstLineEnd, firstLineEnd + secondLineBytes)
    const member = /^\{\s*"(\w+)"/.exec(second)?.[1]
    return !first.startsWith('[') && member !== undefined && listMembers.has(member)
  }
}
