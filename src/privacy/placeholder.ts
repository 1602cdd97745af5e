const word = /example|placeholder|redacted|dummy|changeme|your[-_]|x{6}|\*{3}|\.{3}/i
const variable = /^(?:\$\w+|\$?\{.*\}|\[.*\]|%[sv])$/

/**
 * True for text that stands where a secret would: `xxxxxxxx`, `your-key`, the `EXAMPLE` of AWS's documentation, `REDACTED`
 * of OpenTelemetry's own rule for URLs. A random secret holds one of the words less than once in a million.
 */
export function isPlaceholder(text: string, minDistinct: number): boolean {
  return new Set(text).size < minDistinct || word.test(text) || variable.test(text)
}
