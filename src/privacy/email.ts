import type { Detector, Match } from './detector.ts'
import { isWordStart } from './word-start.ts'

const localCharacter = /[A-Za-z0-9._+'-]/
const domainCharacter = /[A-Za-z0-9.-]/
/** A first label and the first character of the second. */
const domainStart = '[A-Za-z0-9][A-Za-z0-9-]{0,62}\\.[A-Za-z0-9]'
const atSign = /@|%40/g
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/
const topLevelDomain = /^[A-Za-z]{2,24}$/

/** Machines, not people: `root@pod.svc.cluster.local`; and file names, which write their scale or version as `logo@2x.png`. */
const otherEndings = new Set(
  'local internal localdomain localhost lan png jpg jpeg gif webp avif svg ico css js mjs cjs ts tsx jsx json html'.split(
    ' ',
  ),
)

/** Addresses in practical ASCII syntax, `%40` for `@` included. */
export const email: Detector = {
  brief: 'e-mail addresses',
  triggers: [
    { before: localCharacter.source, rare: '@', behind: domainStart },
    { before: localCharacter.source, rare: '%', behind: `40${domainStart}` },
  ],
  find(text) {
    const matches: Match[] = []
    let from = 0
    atSign.lastIndex = 0
    for (let found = atSign.exec(text); found !== null; found = atSign.exec(text)) {
      const start = localStart(text, found.index, from)
      const end = domainEnd(text, atSign.lastIndex)
      if (start >= found.index || end === null || isRemoteUser(text, start, found.index, end)) continue
      matches.push({ kind: 'email', start, length: end - start })
      from = end
    }
    return matches
  },
}

function localStart(text: string, at: number, from: number): number {
  let start = at
  while (start > Math.max(from, at - 64) && localCharacter.test(text[start - 1]!)) start--
  // The `n` of an escaped line break in JSON text is not the first letter of the address.
  if (text[start - 1] === '\\' && isWordStart(text, start + 1)) start++
  while (start < at && !/[A-Za-z0-9]/.test(text[start]!)) start++
  return start
}

/** End of the longest valid domain at `start`; null without one. */
function domainEnd(text: string, start: number): number | null {
  let end = start
  while (end < start + 253 && end < text.length && domainCharacter.test(text[end]!)) end++
  const labels = text.slice(start, end).split('.')
  const valid = labels.findIndex((part) => !label.test(part))
  if (valid !== -1) labels.length = valid
  // `pkg@1.2.3-beta.rc` is a version.
  if (/^\d+$/.test(labels[0] ?? '') && /^\d+$/.test(labels[1] ?? '')) return null
  while (labels.length > 1 && !topLevelDomain.test(labels.at(-1)!)) labels.pop()
  if (labels.length < 2 || otherEndings.has(labels.at(-1)!.toLowerCase())) return null
  return start + labels.join('.').length
}

/** `git@github.com`, `deploy@host.example.com:/srv`, and the user or password of a URL. */
function isRemoteUser(text: string, start: number, at: number, end: number): boolean {
  if (text.slice(start, at) === 'git' || /^:[/~]/.test(text.slice(end, end + 2))) return true
  return /:\/\/[^\s/?#,;"'<>]*$/.test(text.slice(Math.max(0, start - 128), start))
}
