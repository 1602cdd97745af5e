/** The list or object that a text holds as JSON, or undefined: spans carry structured values as text. */
export function parseJsonText(text: string): object | undefined {
  // Scalars are no structured values, and most texts are no JSON: parsing them would cost an exception each.
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}
