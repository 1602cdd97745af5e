import type { RawRow, SourceProblem } from './raw-row.ts'

/** Rows of JSON lines, or of one JSON list; of a list, each row is on the line of the list's beginning. */
export function readJsonRows(text: string): {
  readonly rows: readonly RawRow[]
  readonly problems: readonly SourceProblem[]
} {
  return text.trimStart().startsWith('[') ? readList(text) : readLines(text)
}

function readList(text: string): ReturnType<typeof readJsonRows> {
  try {
    const list = JSON.parse(text) as readonly unknown[]
    return { rows: list.map((value) => ({ line: 1, value })), problems: [] }
  } catch (cause) {
    return {
      rows: [],
      problems: [{ message: `the list is no JSON: ${reasonOf(cause)}; correct it, or write one row per line` }],
    }
  }
}

function readLines(text: string): ReturnType<typeof readJsonRows> {
  const rows: RawRow[] = []
  const problems: SourceProblem[] = []
  for (const [index, part] of text.split('\n').entries()) {
    if (part.trim() === '') continue
    try {
      rows.push({ line: index + 1, value: JSON.parse(part) })
    } catch (cause) {
      problems.push({ line: index + 1, message: `the line is no JSON: ${reasonOf(cause)}; write one row per line` })
    }
  }
  return { rows, problems }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.slice(0, 120) : String(cause)
}
