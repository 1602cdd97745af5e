import { printable } from '../reporters/index.ts'
import type { ShowReport, ShownRun } from '../model/report.ts'
import { shorten } from '../model/shorten.ts'

const columns = ['run', 'spans', 'roots', 'orphans', 'errors', 'duration', 'dialects', ''] as const

/** One table per recording, then what could not be read, then the totals. */
export function renderShow(report: ShowReport): string {
  const lines: string[] = []
  for (const [recording, runs] of Map.groupBy(report.runs, (run) => run.recording)) {
    lines.push(`${printable(recording)}  (${runs[0]!.format})`)
    lines.push(...table(runs), '', ...spanNames(runs), '')
  }
  for (const entry of report.unreadable) {
    const place =
      entry.line === undefined ? (entry.byte === undefined ? '' : ` byte ${entry.byte}`) : ` line ${entry.line}`
    lines.push(`unreadable: ${printable(entry.recording)}${place}: ${printable(entry.message)}`)
  }
  for (const note of report.notes) lines.push(`note: ${printable(note.recording)}: ${printable(note.message)}`)
  const { recordings, runs, spans } = report.totals
  lines.push(`${counted(runs, 'run')}, ${counted(spans, 'span')} in ${counted(recordings, 'recording')}`)
  return `${lines.join('\n')}\n`
}

const shownNames = 10
const longestName = 80

/** The most frequent span names of a recording: what a contract's clauses have to match. */
function spanNames(runs: readonly ShownRun[]): string[] {
  const counts = new Map<string, number>()
  for (const { name, count } of runs.flatMap((run) => run.names)) counts.set(name, (counts.get(name) ?? 0) + count)
  const sorted = [...counts].sort(([left, first], [right, second]) => second - first || (left < right ? -1 : 1))
  const listed = sorted
    .slice(0, shownNames)
    .map(([name, count]) => `    ${String(count).padStart(5)} × ${printable(shorten(name, longestName))}`)
  const more = sorted.length > shownNames ? [`          … ${sorted.length - shownNames} more names`] : []
  return ['  span names', ...listed, ...more]
}

function table(runs: readonly ShownRun[]): string[] {
  const rows = [columns, ...runs.map(row)]
  const widths = columns.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)))
  return rows.map((cells) =>
    `  ${cells.map((cell, column) => (column >= 1 && column <= 5 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd(),
  )
}

function row(run: ShownRun): readonly string[] {
  return [
    run.run,
    String(run.spans),
    String(run.roots),
    String(run.orphans),
    String(run.errorSpans),
    run.durationMs === null ? '-' : `${Number(run.durationMs.toFixed(1))} ms`,
    run.dialects.length === 0 ? '-' : run.dialects.join(', '),
    run.complete ? run.notes.join('; ') : `incomplete: ${run.notes.join('; ')}`,
  ]
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
