/** One column of a table of rows. */
export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => string
  readonly align?: 'right'
}

/** Lines of a table, its titles first; columns that are empty in all rows are left out. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const used = columns.filter(({ of }) => rows.some((row) => of(row) !== ''))
  const cells = [used.map(({ title }) => title), ...rows.map((row) => used.map(({ of }) => of(row)))]
  const widths = used.map((_, column) => cells.reduce((width, row) => Math.max(width, row[column]!.length), 0))
  return cells.map((row) =>
    row
      .map((cell, column) =>
        used[column]!.align === 'right' ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
}
