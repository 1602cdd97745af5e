import type { ShowReport, ShownRun } from '../model/report.ts'
import { shorten } from '../model/shorten.ts'
import { printable, type Paint } from '../reporters/index.ts'
import { renderSteps, type StepLayout } from './render-steps.ts'
import { renderTable, type Column } from './table.ts'

/** How much of a report is written, and how. */
export interface ShowLayout extends StepLayout {
  /** Runs whose steps are written; the others are lines of a table. */
  readonly maxTrees: number
  readonly paint: Paint
}

/** Per recording a table of runs, the steps of the first runs, and span names; then what could not be read, and totals. */
export function renderShow(report: ShowReport, layout: ShowLayout): string {
  const lines: string[] = []
  let trees = 0
  for (const [recording, runs] of Map.groupBy(report.runs, (run) => run.recording)) {
    lines.push(`${layout.paint(printable(recording), 'bold')}  (${runs[0]!.format})`)
    lines.push(...renderTable(columns, runs).map((line) => `  ${line}`))
    const shown = runs.filter(({ steps }) => steps !== undefined && steps.length > 0)
    for (const run of shown.slice(0, Math.max(0, layout.maxTrees - trees))) lines.push('', ...runSteps(run, layout))
    const more = shown.length - Math.max(0, layout.maxTrees - trees)
    trees += shown.length
    if (more > 0)
      lines.push('', `  ${more} more ${more === 1 ? 'run has' : 'runs have'} steps; name one with \`--run\``)
    lines.push('', ...runNotes(runs), ...spanNames(runs), '')
  }
  for (const entry of report.unreadable) {
    const place =
      entry.line === undefined ? (entry.byte === undefined ? '' : ` byte ${entry.byte}`) : ` line ${entry.line}`
    lines.push(`unreadable: ${printable(entry.recording)}${place}: ${printable(entry.message)}`)
  }
  for (const note of report.notes) lines.push(`note: ${printable(note.recording)}: ${printable(note.message)}`)
  lines.push(total(report))
  return `${lines.join('\n')}\n`
}

function total({ totals: { recordings, runs, spans, modelCalls, toolCalls } }: ShowReport): string {
  const models = modelCalls === null ? 'model calls unknown' : counted(modelCalls, 'model call')
  return `${counted(runs, 'run')}, ${counted(spans, 'span')}, ${models}, ${counted(toolCalls, 'tool call')} in ${counted(recordings, 'recording')}`
}

const shownNames = 10

/** The most frequent span names of a recording: what a contract's clauses have to match. */
function spanNames(runs: readonly ShownRun[]): string[] {
  const sorted = frequent(runs.flatMap((run) => run.names.map(({ name, count }) => [name, count] as const)))
  const listed = sorted
    .slice(0, shownNames)
    .map(([name, count]) => `    ${String(count).padStart(5)} × ${printable(shorten(name, longestName))}`)
  const more = sorted.length > shownNames ? [`          … ${sorted.length - shownNames} more names`] : []
  return ['  span names', ...listed, ...more]
}

const longestName = 80
const shownNotes = 12

/** What holds for several runs is said once. */
function runNotes(runs: readonly ShownRun[]): string[] {
  const messages = frequent(runs.flatMap(({ notes }) => notes.map((note) => [note, 1] as const)))
  if (messages.length === 0) return []
  const listed = messages.slice(0, shownNotes).map(([message, count]) => {
    const where = runs.length > 1 ? ` (${counted(count, 'run')})` : ''
    return `    ${printable(message)}${where}`
  })
  const more = messages.length > shownNotes ? [`    … ${messages.length - shownNotes} more`] : []
  return ['  notes', ...listed, ...more, '']
}

function frequent(entries: readonly (readonly [string, number])[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const [name, count] of entries) counts.set(name, (counts.get(name) ?? 0) + count)
  return [...counts].sort(([left, first], [right, second]) => second - first || (left < right ? -1 : 1))
}

function runSteps(run: ShownRun, layout: ShowLayout): string[] {
  const title = `  ${layout.paint(`run ${run.run}`, 'bold')}`
  return [title, ...renderSteps(run.steps ?? [], run.durationMs, layout).map((line) => `  ${line}`)]
}

const columns: readonly Column<ShownRun>[] = [
  { title: 'run', of: ({ run }) => run },
  { title: 'spans', of: ({ spans }) => String(spans), align: 'right' },
  { title: 'roots', of: ({ roots }) => String(roots), align: 'right' },
  { title: 'orphans', of: ({ orphans }) => String(orphans), align: 'right' },
  { title: 'errors', of: ({ errorSpans }) => String(errorSpans), align: 'right' },
  { title: 'duration', of: ({ durationMs }) => duration(durationMs), align: 'right' },
  { title: 'models', of: ({ modelCalls }) => orUnknown(modelCalls?.count ?? null), align: 'right' },
  { title: 'tools', of: ({ toolCalls }) => toolCount(toolCalls), align: 'right' },
  { title: 'tokens in', of: ({ tokens }) => orUnknown(tokens.input), align: 'right' },
  { title: 'out', of: ({ tokens }) => orUnknown(tokens.output), align: 'right' },
  {
    title: 'USD',
    of: ({ costUsd }) => (costUsd === null ? '?' : String(Number(costUsd.toPrecision(4)))),
    align: 'right',
  },
  { title: 'agents', of: agentNames },
  { title: 'dialects', of: dialectCounts },
  { title: '', of: ({ complete }) => (complete ? '' : 'incomplete') },
]

function agentNames({ agents }: ShownRun): string {
  const names = agents.map(
    ({ name, invocations }) =>
      `${printable(shorten(name ?? '(unnamed)', 24))}${invocations === 1 ? '' : ` × ${invocations}`}`,
  )
  const listed = names.slice(0, 3).join(', ')
  return names.length === 0 ? '-' : names.length > 3 ? `${listed}, … ${names.length - 3} more` : listed
}

function dialectCounts({ claimedSpans }: ShownRun): string {
  const entries = Object.entries(claimedSpans)
  return entries.length === 0 ? '-' : entries.map(([dialect, count]) => `${dialect} ${count}`).join(', ')
}

function toolCount({ count, failed, retries }: ShownRun['toolCalls']): string {
  return `${count}${failed > 0 ? ` (${failed} failed)` : ''}${retries > 0 ? ` +${retries} retries` : ''}`
}

function orUnknown(value: number | null): string {
  return value === null ? '?' : String(value)
}

function duration(ms: number | null): string {
  return ms === null ? '-' : `${Number(ms.toFixed(1))} ms`
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
