/** One row: what was measured, the value, its range, what it is aimed at. */
export interface Row {
  readonly what: string
  readonly measured: string
  readonly range: string
  /** Empty where nothing is aimed at: the row is there to compare. */
  readonly target: string
  readonly met: boolean | undefined
}

/** The rows as a Markdown table, padded so that it also reads well in a terminal. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [
    ['what', 'measured', 'min–max', 'target', ''],
    ...rows.map(({ what, measured, range, target, met }) => [
      what,
      measured,
      range,
      target,
      met === undefined ? '' : met ? 'met' : 'missed',
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')
}
