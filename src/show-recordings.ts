import { tmpdir } from 'node:os'

import { dialectOf } from './dialects/index.ts'
import { compareText } from './model/compare-text.ts'
import type { Note, ShowReport, ShownRun, Unreadable } from './model/report.ts'
import { readSource, type SourceOptions } from './read-source.ts'
import type { RecordingSource } from './readers/index.ts'
import { assembleRun, createRunStore, defaultMemoryBytes, retain, runIdOf, type Run } from './runs/index.ts'

export interface ShowOptions extends SourceOptions {
  /** Only this run, by any beginning of its id. */
  readonly run?: string
  /** Only runs with error spans. */
  readonly errors?: boolean
  readonly memoryBytes?: number
  readonly temporaryDirectory?: string
  readonly unreadable?: readonly Unreadable[]
  readonly notes?: readonly Note[]
}

/** What recordings hold, run by run, each recording read as a stream. Files of one set are read as one recording. */
export async function showRecordings(
  sets: readonly { readonly name: string; readonly files: readonly RecordingSource[] }[],
  options: ShowOptions = {},
): Promise<ShowReport> {
  const unreadable: Unreadable[] = [...(options.unreadable ?? [])]
  const notes: Note[] = [...(options.notes ?? [])]
  const runs: ShownRun[] = []
  for (const set of sets) runs.push(...(await showSet(set, options, unreadable, notes)))
  runs.sort((left, right) => compareText(left.recording, right.recording) || compareText(left.run, right.run))
  return {
    schemaVersion: 1,
    runs,
    totals: {
      recordings: sets.reduce((sum, set) => sum + set.files.length, 0),
      runs: runs.length,
      spans: runs.reduce((sum, run) => sum + run.spans, 0),
      toolCalls: null,
      modelCalls: null,
    },
    notes,
    unreadable,
  }
}

async function showSet(
  set: { readonly name: string; readonly files: readonly RecordingSource[] },
  options: ShowOptions,
  unreadable: Unreadable[],
  notes: Note[],
): Promise<ShownRun[]> {
  const store = createRunStore(options.memoryBytes ?? defaultMemoryBytes, options.temporaryDirectory ?? tmpdir())
  const damage = new Set<string>()
  const formats = new Set<string>()
  for (const [file, source] of set.files.entries()) {
    const batches = readSource(source, options, {
      format: (id) => void formats.add(id),
      unreadable: (entry) => void unreadable.push(entry),
      note: (note) => void notes.push(note),
      damaged: (reason) => void damage.add(reason),
    })
    for await (const batch of batches) {
      for (const span of batch.spans) {
        const dialect = dialectOf(span)
        const values: ReadonlyMap<string, string> = dialect === undefined ? new Map() : new Map([['dialect', dialect]])
        store.add(retain(span, { file, tag: 0, payload: undefined, values }), runIdOf(span))
      }
    }
  }
  const shown: ShownRun[] = []
  const names = set.files.map((file) => file.name)
  for (const run of store.runs()) {
    if (run.spans.length === 0) continue
    const one = showRun(assembleRun(run, set.name, names, [...damage]), [...formats].sort().join(', '))
    if (options.run !== undefined && !one.run.startsWith(options.run)) continue
    if (options.errors === true && one.errorSpans === 0) continue
    shown.push(one)
  }
  return shown
}

function showRun(run: Run, format: string): ShownRun {
  const dialects = new Set(run.spans.map((span) => span.values.get('dialect')).filter((id) => typeof id === 'string'))
  return {
    recording: run.recording,
    run: run.id,
    traceIds: run.traceIds,
    spans: run.spans.length,
    roots: run.roots.length,
    orphans: run.spans.filter((span) => span.parentSpanId !== null && span.parent === null).length,
    errorSpans: run.spans.filter((span) => span.status === 'error').length,
    names: frequentNames(run),
    format,
    dialects: [...dialects].sort(),
    agents: null,
    modelCalls: null,
    toolCalls: null,
    tokens: { input: null, output: null, cachedInput: null, reasoning: null },
    costUsd: null,
    durationMs: durationMs(run),
    complete: run.losses.length === 0,
    notes: [...run.losses, ...copyNotes(run)],
  }
}

const listedNames = 20

function frequentNames(run: Run): ShownRun['names'] {
  const counts = new Map<string, number>()
  for (const { name } of run.spans) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((left, right) => right.count - left.count || compareText(left.name, right.name))
    .slice(0, listedNames)
}

/** Copies are counted once; saying so tells them from lost spans. */
function copyNotes(run: Run): string[] {
  const copied = run.spans.filter((span) => span.copies > 1)
  if (copied.length === 0) return []
  const differing = copied.filter((span) => span.hasConflictingCopy).length
  const what = copied.length === 1 ? '1 span is recorded' : `${copied.length} spans are recorded`
  return [`${what} more than once and counted once${differing === 0 ? '' : `; the copies of ${differing} differ`}`]
}

/** First start to last end. */
function durationMs(run: Run): number | null {
  const starts = run.spans.flatMap((span) => (span.startUnixNano === null ? [] : [span.startUnixNano]))
  const ends = run.spans.flatMap((span) => (span.endUnixNano === null ? [] : [span.endUnixNano]))
  if (starts.length === 0 || ends.length === 0) return null
  const first = starts.reduce((least, start) => (start < least ? start : least))
  const last = ends.reduce((most, end) => (end > most ? end : most))
  return Number(last - first) / 1e6
}
