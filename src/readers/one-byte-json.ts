import { isAscii } from 'node:buffer'

/** Bytes that are looked at together; those of a block that is all ASCII are never looked at one by one. */
const blockBytes = 1024
/** Beyond one character in so many bytes, escapes cost more than they save. */
const bytesPerEscape = 256
const escapeLength = '\\u0000'.length
const backslash = 0x5c

/**
 * Creates a function that decodes JSON of valid UTF-8 and writes the few characters beyond ASCII as escapes.
 *
 * A single dash or quotation mark beyond Latin-1 makes an engine keep the whole text with two bytes a character, which
 * takes a fifth longer to decode and parse, a third on long values. The text means the same to `JSON.parse`, and is JSON
 * exactly where the bytes are; positions in it differ. Text with many such characters is decoded as it is.
 */
export function createOneByteJson(): (bytes: Buffer) => string {
  let scratch = Buffer.alloc(0)

  return (bytes) => {
    if (isAscii(bytes)) return bytes.toString('latin1')
    let left = Math.floor(bytes.length / bytesPerEscape)
    // Bytes beyond ASCII stand for no more UTF-16 units than there are of them.
    const needed = bytes.length + left * escapeLength
    if (scratch.length < needed) scratch = Buffer.allocUnsafe(needed)
    let written = 0
    let copied = 0
    for (let block = 0; block < bytes.length; block += blockBytes) {
      const blockEnd = Math.min(block + blockBytes, bytes.length)
      if (isAscii(bytes.subarray(block, blockEnd))) continue
      for (let at = Math.max(block, copied); at < blockEnd; at++) {
        if (bytes[at]! < 0x80) continue
        let end = at + 1
        while (end < bytes.length && bytes[end]! >= 0x80) end += 1
        left -= end - at
        // Behind a backslash, which is no JSON, an escape would be one.
        if (left < 0 || bytes[at - 1] === backslash) return bytes.toString('utf8')
        written += bytes.copy(scratch, written, copied, at)
        written += scratch.write(escaped(bytes.toString('utf8', at, end)), written, 'latin1')
        copied = end
        at = end
      }
    }
    written += bytes.copy(scratch, written, copied)
    return scratch.toString('latin1', 0, written)
  }
}

function escaped(text: string): string {
  let escapes = ''
  for (let at = 0; at < text.length; at++) escapes += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
  return escapes
}
