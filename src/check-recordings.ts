import { tmpdir } from 'node:os'

import { createCheck, type CheckSettings, type RecordingCheck } from './check/index.ts'
import { loadBaselines } from './config/index.ts'
import { loadGoldens } from './load-goldens.ts'
import { loadJudges } from './load-judges.ts'
import type { Contract } from './model/contract.ts'
import type { CheckReport, Note, Unreadable } from './model/report.ts'
import { sourceNames, type SourceName } from './model/source-name.ts'
import type { Span } from './model/span.ts'
import { readers, type RecordingSource } from './readers/index.ts'
import { readSource, type SourceOptions } from './read-source.ts'
import { loadSource, type LoadedSource, type LoadedSources } from './reconcile/index.ts'
import { defaultMemoryBytes } from './runs/index.ts'

/** One recording set: files that together hold the spans of whole runs, and the contracts that concern them. */
export interface RecordingInput {
  readonly name: string
  readonly files: readonly RecordingSource[]
  readonly contracts: readonly Contract[]
  /** Second sources of this recording: an invoice, a gateway log, counters. */
  readonly sources?: SourceFiles
}

/** Files of second sources by name. */
export type SourceFiles = { readonly [Name in SourceName]?: RecordingSource }

/** What may be left out has the defaults of the command line. */
export interface CheckOptions extends Partial<Omit<CheckSettings, 'poolsSources'>>, SourceOptions {
  /** Now, for sunsets and expiries: milliseconds since the epoch. */
  readonly now: number
  /** Second sources of all recordings together; with any, recordings are compared with their sources as one. */
  readonly sources?: SourceFiles
  /** Inputs that could not be opened; they are part of the report. */
  readonly unreadable?: readonly Unreadable[]
  /** What was noticed while inputs were looked for; part of the report too. */
  readonly notes?: readonly Note[]
}

/**
 * Checks recordings against contracts, each recording as a stream; memory does not grow with the files.
 * Damaged parts and unreadable files are in the report and stop nothing else.
 */
export async function checkRecordings(inputs: readonly RecordingInput[], options: CheckOptions): Promise<CheckReport> {
  const contracts = distinctContracts(inputs)
  const broken: Unreadable[] = []
  const goldens = await loadGoldens(contracts, options, (entry) => void broken.push(entry))
  const judges = await loadJudges(contracts, (entry) => void broken.push(entry))
  const baselines =
    options.keepTrials === undefined
      ? (options.baselines ?? (await loadBaselines(contracts, (entry) => void broken.push(entry))))
      : new Map()
  const check = createCheck(contracts, { ...settings(options), goldens, judges, baselines })
  for (const entry of broken) check.unreadable(entry)
  for (const entry of options.unreadable ?? []) check.unreadable(entry)
  for (const note of options.notes ?? []) check.note(note)
  for (const source of await loadSources(options.sources)) check.source(source)
  for (const input of inputs) {
    const names = input.files.map((file) => file.name)
    const loaded = await loadSources(input.sources)
    const sources = Object.fromEntries(loaded.map((source) => [source.source, source])) as LoadedSources
    const recording = check.recording(input.name, names, input.contracts, sources)
    for (const [file, source] of input.files.entries()) await readInto(recording, source, file, check, options)
    recording.finish()
    await check.settled()
  }
  return check.finish()
}

/** Checks spans that are already in memory, as one recording. */
export function checkRuns(spans: Iterable<Span>, contracts: readonly Contract[], options: CheckOptions): CheckReport {
  const check = createCheck(contracts, settings(options))
  const recording = check.recording('memory', ['memory'], contracts)
  for (const span of spans) recording.addSpan(span, 0)
  recording.finish()
  return check.finish()
}

async function readInto(
  recording: RecordingCheck,
  source: RecordingSource,
  file: number,
  check: ReturnType<typeof createCheck>,
  options: SourceOptions,
): Promise<void> {
  const batches = readSource(source, options, {
    format: (id) => recording.positions(file, readers[id].position),
    unreadable: check.unreadable,
    note: check.note,
    damaged: recording.damaged,
  })
  for await (const batch of batches) {
    for (const span of batch.spans) recording.addSpan(span, file)
    for (const log of batch.logEvents) recording.addLog(log)
  }
}

async function loadSources(files: SourceFiles = {}): Promise<readonly LoadedSource[]> {
  const named = sourceNames.flatMap((name) => (files[name] === undefined ? [] : [{ name, file: files[name] }]))
  return Promise.all(named.map(({ name, file }) => loadSource(name, file)))
}

function distinctContracts(inputs: readonly RecordingInput[]): Contract[] {
  return [...new Set(inputs.flatMap((input) => input.contracts))]
}

function settings(options: CheckOptions): CheckSettings {
  return {
    version: options.version ?? '',
    now: options.now,
    failOn: options.failOn ?? 'error',
    severities: options.severities ?? {},
    leastSeverity: options.leastSeverity ?? 'info',
    memoryBytes: options.memoryBytes ?? defaultMemoryBytes,
    temporaryDirectory: options.temporaryDirectory ?? tmpdir(),
    showValues: options.showValues ?? false,
    redactionKey: options.redactionKey ?? 'spanpact',
    acceptances: options.acceptances ?? [],
    allowedInconclusives: options.allowedInconclusives ?? [],
    explain: options.explain ?? false,
    prices: options.prices ?? [],
    goldens: options.goldens ?? new Map(),
    judges: options.judges ?? new Map(),
    baselines: options.baselines ?? new Map(),
    ...(options.keepTrials === undefined ? {} : { keepTrials: options.keepTrials }),
    poolsSources: Object.keys(options.sources ?? {}).length > 0,
  }
}
