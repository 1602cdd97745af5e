// Valid inside a JSON string, but able to reorder or break the line of whoever looks at the file.
const invisible = /[\x7f-\x9f\u2028\u2029]|\p{Cf}/gu

/**
 * JSON with two spaces and a final line feed, in ASCII controls only: it parses back to the same value.
 * JSON has no large integers and no infinities: both become text, as in the JSON encoding of protobuf.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) => (isJsonScalar(item) ? item : String(item)), 2)
  return `${text.replace(invisible, escapeUnits)}\n`
}

function isJsonScalar(item: unknown): boolean {
  return typeof item !== 'bigint' && (typeof item !== 'number' || Number.isFinite(item))
}

function escapeUnits(character: string): string {
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
