import type { SourceName } from '../model/source-name.ts'
import { readCsv } from './csv.ts'
import { readJsonRows } from './json-rows.ts'
import type { RawRow, SourceProblem } from './raw-row.ts'
import { sourceRows, type SourceRow } from './source-rows.ts'

/** A file with rows of one source. */
export interface SourceFile {
  /** Shown to people: a path relative to the working directory, with `/`. */
  readonly name: string
  open(): AsyncIterable<Uint8Array>
}

/** What is known of a source after reading it. `rows` is not all of it when there are problems. */
export interface LoadedSource<Name extends SourceName = SourceName> {
  readonly source: Name
  readonly file: string
  readonly rows: readonly SourceRow<Name>[]
  readonly problems: readonly SourceProblem[]
}

/** Rows are compared in memory. */
const maxBytes = 256 * 2 ** 20
const listedProblems = 20

/**
 * Reads a source: CSV with a first line of names, JSON lines, or a JSON list; told apart by the first character.
 * Nothing is thrown for what is wrong with the file: every bad row is named with its line.
 */
export async function loadSource<Name extends SourceName>(source: Name, file: SourceFile): Promise<LoadedSource<Name>> {
  const content = await readText(file)
  if (typeof content !== 'string') return { source, file: file.name, rows: [], problems: [content] }
  const text = content.replace(/^\uFEFF/, '')
  const { rows: raw, problems } = /^\s*[[{]/.test(text) ? readJsonRows(text) : readCsv(text)
  const rows: SourceRow<Name>[] = []
  const bad = [...problems]
  for (const one of raw) {
    const result = sourceRows[source].safeParse(one.value)
    if (result.success) rows.push({ ...result.data, file: file.name, line: one.line } as SourceRow<Name>)
    else bad.push(problemOf(one, result.error.issues))
  }
  return { source, file: file.name, rows, problems: shortened(bad) }
}

async function readText(file: SourceFile): Promise<string | SourceProblem> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of file.open()) {
      bytes += chunk.length
      if (bytes > maxBytes) return { message: 'the file is larger than 256 MB; split it by day' }
      chunks.push(chunk)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return {
      message:
        cause instanceof TypeError ? 'the file is no UTF-8 text; convert it' : `failed to read the file: ${reason}`,
    }
  }
}

function problemOf(
  { line, value }: RawRow,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): SourceProblem {
  const [issue] = issues
  const field = String(issue?.path[0] ?? '')
  if (field === '') {
    const isRow = typeof value === 'object' && value !== null && !Array.isArray(value)
    return {
      line,
      message: isRow
        ? `the row ${issue?.message}; add one`
        : 'the row is no object; write one object with the fields of the source',
    }
  }
  const written = (value as Readonly<Record<string, unknown>>)[field]
  if (written === undefined) return { line, message: `the row lacks \`${field}\`; add it` }
  const shown = typeof written === 'string' ? written : JSON.stringify(written)
  return { line, message: `\`${field}\` is \`${shown.slice(0, 80)}\`, which ${issue?.message}; correct it` }
}

function shortened(problems: readonly SourceProblem[]): readonly SourceProblem[] {
  if (problems.length <= listedProblems) return problems
  const rest = problems.length - listedProblems
  return [
    ...problems.slice(0, listedProblems),
    { message: `${rest} more rows are damaged; correct the rows above first` },
  ]
}
