/** Comma-separated values with the keys of the first row as names; no value of an incident needs quotes. */
export function csv(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const names = Object.keys(rows[0] ?? {})
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join(','))
  return [names.join(','), ...lines, ''].join('\n')
}
