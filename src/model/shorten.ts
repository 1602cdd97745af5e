/** What `shorten` ends a text with. */
const ending = / \((\d{1,15}) characters\)$/

/**
 * Cuts a text that is longer than `limit` characters in its middle, and says how long it was: beginnings and ends tell
 * names apart. Of a text that was cut before, less is kept and the first length stays.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const found = text.includes('…') ? ending.exec(text) : null
  const before = found !== null && Number(found[1]) > limit ? found : null
  const whole = before === null ? text : text.slice(0, before.index)
  const note = before === null ? ` (${text.length} characters)` : before[0]
  const kept = Math.max(limit - note.length - 1, 8)
  const head = whole.slice(0, Math.ceil(kept * 0.6)).replace(/[\ud800-\udbff]$/, '')
  const tail = whole.slice(whole.length - Math.floor(kept * 0.4)).replace(/^[\udc00-\udfff]/, '')
  return `${head}…${tail}${note}`
}
