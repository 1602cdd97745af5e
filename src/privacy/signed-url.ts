import type { Detector, Match } from './detector.ts'
import { isPlaceholder } from './placeholder.ts'

const separator = '(?:[?&;]|\\\\u0026)'
const names = 'X-Amz-Signature|X-Goog-Signature|Signature|sig'
const value = '[\\w%~+/=-]'
const signature = new RegExp(`${separator}(${names})=(${value}{16,1024})`, 'g')

/** The parameter that must accompany each signature: it limits the time for which the link works. */
const schemes = new Map([
  ['X-Amz-Signature', { kind: 'aws-signed-url', expiry: expiryOf('X-Amz-Expires') }],
  ['X-Goog-Signature', { kind: 'google-signed-url', expiry: expiryOf('X-Goog-Expires') }],
  ['Signature', { kind: 'signed-url', expiry: expiryOf('Expires') }],
  ['sig', { kind: 'azure-signed-url', expiry: expiryOf('se') }],
])

/** Links that grant access to whoever holds them: S3, Google Cloud Storage, CloudFront and Azure shared access signatures. */
export const signedUrl: Detector = {
  brief: 'signed URLs',
  triggers: [{ before: `${separator}(?:${names})`, rare: '=', behind: `${value}{16}` }],
  find(text) {
    const matches: Match[] = []
    let from = 0
    signature.lastIndex = 0
    for (let found = signature.exec(text); found !== null; found = signature.exec(text)) {
      const { kind, expiry } = schemes.get(found[1]!)!
      const start = urlStart(text, found.index, from)
      const end = urlEnd(text, signature.lastIndex)
      if (!isPlaceholder(found[2]!, 5) && expiry.test(text.slice(start, end))) {
        matches.push({ kind, start, length: end - start })
      }
      from = end
      signature.lastIndex = end
    }
    return matches
  },
}

function expiryOf(name: string): RegExp {
  return new RegExp(`${separator}${name}=[\\w%:.-]`)
}

function urlStart(text: string, index: number, from: number): number {
  let start = index
  while (start > from && isUrlCharacter(text, start - 1)) start--
  return start
}

function urlEnd(text: string, index: number): number {
  let end = index
  while (end < text.length && isUrlCharacter(text, end)) end++
  return end
}

/** The backslash of `\u0026` belongs to a URL in JSON text, that of `\n` and `\"` ends it. */
function isUrlCharacter(text: string, index: number): boolean {
  const character = text[index]!
  return character === '\\' ? text.startsWith('u0026', index + 1) : !/[\s"'<>()[\]{}`]/.test(character)
}
