import type { Note, ShowReport, ShownRun } from '../model/report.ts'
import { shorten } from '../model/shorten.ts'
import { printable, type Paint } from '../reporters/index.ts'
import { hanging } from './hanging.ts'
import { frequent, recordingFacts } from './recording-facts.ts'
import { renderSteps, type StepLayout } from './render-steps.ts'
import { shortRunIds } from './run-ids.ts'
import { runTable } from './run-table.ts'

/** How much of a report is written, and how. */
export interface ShowLayout extends StepLayout {
  /** All runs as lines and trees, however many; else the first runs, and the trees of a few. */
  readonly isWhole: boolean
  readonly paint: Paint
}

/** Runs whose trees are written without being asked for: of more runs a table tells more. */
export const maxTrees = 5
const maxRuns = 50
const shownNames = 10
const longestName = 80
const shownNotes = 12

/** Per recording a table of runs, what they did, their steps, notes and span names; then what could not be read, and totals. */
export function renderShow(report: ShowReport, layout: ShowLayout): string {
  const shortIds = shortRunIds(report.runs.map(({ run }) => run))
  const lines: string[] = []
  for (const [recording, runs] of Map.groupBy(report.runs, (run) => run.recording)) {
    const format = runs[0]!.format
    lines.push(`${layout.paint(printable(recording), 'bold')}  (${format})`)
    const listed = layout.isWhole ? runs : runs.slice(0, maxRuns)
    lines.push(...indented(runTable(listed, shortIds)))
    if (listed.length < runs.length) lines.push(`  … ${runs.length - listed.length} more runs; \`--steps\` lists all`)
    lines.push('', ...indented(recordingFacts(runs, layout.width - 2)))
    for (const run of runs) lines.push(...runSteps(run, runs.length > 1, shortIds, layout))
    lines.push(...runNotes(runs, layout), ...spanNames(runs), '')
  }
  if (
    report.runs.some(
      ({ steps, agents, toolCalls }) => steps === undefined && (agents.length > 0 || toolCalls.count > 0),
    )
  )
    lines.push('steps: `--run` with the beginning of an id shows those of one run, `--steps` all', '')
  for (const entry of report.unreadable) {
    const place =
      entry.line === undefined ? (entry.byte === undefined ? '' : ` byte ${entry.byte}`) : ` line ${entry.line}`
    lines.push(`unreadable: ${printable(entry.recording)}${place}: ${printable(entry.message)}`)
  }
  lines.push(...report.notes.map(noteLine), total(report))
  return `${lines.join('\n')}\n`
}

function noteLine({ recording, message }: Note): string {
  return `note: ${printable(recording)}: ${printable(message)}`
}

function total({ totals: { recordings, runs, spans, modelCalls, toolCalls } }: ShowReport): string {
  const models = modelCalls === null ? 'model calls unknown' : counted(modelCalls, 'model call')
  return `${counted(runs, 'run')}, ${counted(spans, 'span')}, ${models}, ${counted(toolCalls, 'tool call')} in ${counted(recordings, 'recording')}`
}

function runSteps(
  { run, steps = [], durationMs }: ShownRun,
  isOneOfMany: boolean,
  shortIds: ReadonlyMap<string, string>,
  layout: ShowLayout,
): string[] {
  if (steps.length === 0) return []
  const title = isOneOfMany ? [`  ${layout.paint(`run ${printable(shortIds.get(run) ?? run)}`, 'bold')}`] : []
  return ['', ...title, ...indented(renderSteps(steps, durationMs, { ...layout, width: layout.width - 2 }))]
}

/** What holds for several runs is said once, with the numbers and names of the first. */
function runNotes(runs: readonly ShownRun[], { width }: ShowLayout): string[] {
  const alike = new Map<string, { readonly message: string; runs: number }>()
  for (const message of runs.flatMap(({ notes }) => notes)) {
    const key = message.replace(/`[^`]*`/g, '').replace(/\d+/g, '0')
    const known = alike.get(key)
    if (known === undefined) alike.set(key, { message, runs: 1 })
    else known.runs += 1
  }
  if (alike.size === 0) return []
  const sorted = [...alike.values()].sort((left, right) => right.runs - left.runs)
  const listed = sorted.slice(0, shownNotes).flatMap(({ message, runs: holding }) => {
    const more = holding === 1 ? '' : ` (and alike in ${counted(holding - 1, 'other run')})`
    return hanging('  - ', `${printable(message)}${more}`, width)
  })
  return ['', '  notes', ...listed, ...(sorted.length > shownNotes ? [`  … ${sorted.length - shownNotes} more`] : [])]
}

/** The most frequent span names of a recording: what a contract's clauses have to match. */
function spanNames(runs: readonly ShownRun[]): string[] {
  const sorted = frequent(runs.flatMap((run) => run.names.map(({ name, count }) => [name, count] as const)))
  const width = String(sorted[0]?.[1] ?? 0).length
  const listed = sorted
    .slice(0, shownNames)
    .map(([name, count]) => `  ${String(count).padStart(width)} × ${printable(shorten(name, longestName))}`)
  const more = sorted.length > shownNames ? [`  … ${sorted.length - shownNames} more names`] : []
  return ['', '  span names', ...listed, ...more]
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
