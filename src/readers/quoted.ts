const longest = 80

/** A value from a recording as a message shows it: in backticks, cut at 80 characters with its length stated. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : kindOf(value)
  return text.length <= longest ? `\`${text}\`` : `\`${text.slice(0, longest)}…\` (${text.length} characters)`
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}
