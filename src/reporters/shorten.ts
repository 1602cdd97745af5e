/** Cuts a long text in its middle, and says how long it was: beginnings and ends tell names apart. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const note = ` (${text.length} characters)`
  const kept = Math.max(limit - note.length - 1, 8)
  const head = text.slice(0, Math.ceil(kept * 0.6)).replace(/[\ud800-\udbff]$/, '')
  const tail = text.slice(text.length - Math.floor(kept * 0.4)).replace(/^[\udc00-\udfff]/, '')
  return `${head}…${tail}${note}`
}
