import type { RawRow, SourceProblem } from './raw-row.ts'

/**
 * Rows of comma-separated values by the names of the first line. Source: RFC 4180, with LF as well as CRLF.
 * A quote that is never closed ends the reading: what follows it cannot be told from its content.
 */
export function readCsv(text: string): {
  readonly rows: readonly RawRow[]
  readonly problems: readonly SourceProblem[]
} {
  const { records, problem } = splitRecords(text)
  const problems: SourceProblem[] = problem === undefined ? [] : [problem]
  const [header, ...rest] = records
  const names = (header?.cells ?? []).map((name) => name.trim())
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    return {
      rows: [],
      problems: [{ line: 1, message: `column \`${repeated.slice(0, 80)}\` occurs twice; remove one` }],
    }
  }
  const rows: RawRow[] = []
  for (const { line, cells } of rest) {
    if (cells.length !== names.length) {
      const message = `the row has ${cells.length} values and the first line ${names.length} names; quote values that hold commas`
      problems.push({ line, message })
      continue
    }
    // An empty cell says nothing.
    rows.push({
      line,
      value: Object.fromEntries(
        names.map((name, at) => [name, cells[at]!.trim()] as const).filter(([, cell]) => cell !== ''),
      ),
    })
  }
  return { rows, problems }
}

interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

function splitRecords(text: string): { readonly records: readonly CsvRecord[]; readonly problem?: SourceProblem } {
  const records: CsvRecord[] = []
  const cell = /("[^"]*(?:""[^"]*)*"|[^",\r\n]*)(,|\r\n|\r|\n|$)/y
  let cells: string[] = []
  let [line, begin] = [1, 1]
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const match = cell.exec(text)
    if (match === null) {
      const isOpen = text[at] === '"' && !/"\s*(?:,|\r?\n|$)/.test(text.slice(at + 1))
      const message = isOpen
        ? 'a quote is never closed; close it'
        : 'a quote stands inside a value; quote the whole value, and write `""` for a quote in it'
      return { records, problem: { line, message } }
    }
    const [whole, raw = '', end = ''] = match
    cells.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)
    line += whole.split(/\r\n|\r|\n/).length - 1
    if (end === ',') {
      // A comma at the very end is followed by one more empty value.
      if (cell.lastIndex === text.length) cells.push('')
      else continue
    }
    if (cells.length > 1 || cells[0]!.trim() !== '') records.push({ line: begin, cells })
    cells = []
    begin = line
  }
  if (cells.length > 0) records.push({ line: begin, cells })
  return { records }
}
