const longest = 80

/** A value from a recording as a message shows it: cut at 80 characters with its length stated. */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = String(value)
  return text.length <= longest ? `\`${text}\`` : `\`${text.slice(0, longest)}…\` (${text.length} characters)`
}
