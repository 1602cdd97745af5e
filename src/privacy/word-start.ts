/** Letters that follow a backslash in JSON escapes; span attributes often hold JSON as text. */
const jsonEscape = /[bfnrt]/
const percentEncoded = /^%[0-9A-Fa-f]{2}$/

export function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

/** True unless the ASCII letter or digit before `index` makes it the middle of a longer word; `\n` and `%20` end a word. */
export function isWordStart(text: string, index: number): boolean {
  if (index === 0 || !isAlphanumeric(text.charCodeAt(index - 1))) return true
  if (text[index - 2] === '\\' && jsonEscape.test(text[index - 1]!)) return true
  return percentEncoded.test(text.slice(Math.max(0, index - 3), index))
}
