import { tmpdir } from 'node:os'

import { factsOf, wireCallOf } from './dialects/index.ts'
import { compareText } from './model/compare-text.ts'
import { nearest } from './model/nearest.ts'
import type { Price } from './model/price.ts'
import type { Note, ShowReport, ShownRun, Unreadable } from './model/report.ts'
import { readSource, type SourceOptions } from './read-source.ts'
import type { RecordingSource } from './readers/index.ts'
import {
  assembleRun,
  createEvidenceKeeper,
  createPriceTable,
  createRunStore,
  deriveSteps,
  retain,
  runIdOf,
  splitRun,
  summarize,
  type Run,
  type RunSpan,
  type SpanEvidence,
} from './runs/index.ts'
import { showSteps } from './show-steps.ts'

export interface ShowOptions extends SourceOptions {
  /** Only this run, by any beginning of its id. */
  readonly run?: string
  /** Only runs that call this tool. */
  readonly tool?: string
  /** Only runs with error spans or failed tool calls. */
  readonly errors?: boolean
  /** What the runs did, step by step: of all of them, or only where no more than so many runs are shown. */
  readonly steps?: boolean | { readonly upToRuns: number }
  readonly prices?: readonly Price[]
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
  const most = typeof options.steps === 'object' ? options.steps.upToRuns : options.steps === true ? Infinity : 0
  const unmatched: Note[] = []
  for (const set of sets) {
    const seen = { runs: 0, tools: new Set<string>() }
    const hasSteps = (): boolean => runs.length < most
    for await (const run of showSet(set, options, unreadable, notes, seen, hasSteps)) runs.push(run)
    if (seen.runs > 0) unmatched.push({ recording: set.name, message: whyUnmatched(options, seen) })
  }
  if (runs.length === 0) notes.push(...unmatched)
  // Steps of some runs would be those of whichever came first.
  if (runs.length > most) for (const [at, run] of runs.entries()) runs[at] = withoutSteps(run)
  runs.sort((left, right) => compareText(left.recording, right.recording) || compareText(left.run, right.run))
  return {
    schemaVersion: 1,
    runs,
    totals: {
      recordings: sets.reduce((sum, set) => sum + set.files.length, 0),
      runs: runs.length,
      spans: runs.reduce((sum, run) => sum + run.spans, 0),
      toolCalls: runs.reduce((sum, run) => sum + run.toolCalls.count, 0),
      modelCalls: runs.reduce<number | null>(
        (sum, { modelCalls }) => (sum === null || modelCalls === null ? null : sum + modelCalls.count),
        0,
      ),
    },
    notes,
    unreadable,
  }
}

/** Evidence kept in memory before it goes to temporary files: small objects, which leave more garbage than a check's columns. */
const evidenceMemoryBytes = 80 * 2 ** 20

async function* showSet(
  set: { readonly name: string; readonly files: readonly RecordingSource[] },
  options: ShowOptions,
  unreadable: Unreadable[],
  notes: Note[],
  seen: Seen,
  hasSteps: () => boolean,
): AsyncGenerator<ShownRun> {
  const store = createRunStore(options.memoryBytes ?? evidenceMemoryBytes, options.temporaryDirectory ?? tmpdir())
  const keep = createEvidenceKeeper({ args: 'digest', result: 'none', keys: false })
  const damage = new Set<string>()
  const formats = new Set<string>()
  const noValues = new Map<string, never>()
  for (const [file, source] of set.files.entries()) {
    const batches = readSource(source, options, {
      format: (id) => void formats.add(id),
      unreadable: (entry) => void unreadable.push(entry),
      note: (note) => void notes.push(note),
      damaged: (reason) => void damage.add(reason),
    })
    for await (const batch of batches) {
      for (const span of batch.spans) {
        const payload = keep(span, factsOf(span), wireCallOf(span))
        store.add(retain(span, { file, tag: 0, payload, values: noValues }), runIdOf(span))
      }
    }
  }
  const names = set.files.map((file) => file.name)
  const context: ShowContext = {
    format: [...formats].toSorted(compareText).join(', '),
    priceOf: createPriceTable(options.prices ?? []),
    share: createTexts(),
  }
  for (const retained of store.runs()) {
    if (retained.spans.length === 0) continue
    const whole = assembleRun(retained, set.name, names, [...damage])
    for (const run of splitRun(whole, (span) => isRunOfItsOwn(evidenceOf(span)))) {
      seen.runs += 1
      if (options.run !== undefined && !run.id.startsWith(options.run)) continue
      const shown = showRun(run, context, hasSteps())
      if (options.tool !== undefined) for (const name of Object.keys(shown.toolCalls.byName)) seen.tools.add(name)
      if (isAskedFor(shown, options)) yield shown
    }
  }
}

function withoutSteps(run: ShownRun): ShownRun {
  const { steps: _steps, ...rest } = run
  return rest
}

/** What a recording holds, whatever of it was asked for. */
interface Seen {
  runs: number
  readonly tools: Set<string>
}

function whyUnmatched({ run, tool, errors }: ShowOptions, seen: Seen): string {
  const asked = [
    ...(run === undefined ? [] : [`has an id that begins with \`${run}\``]),
    ...(tool === undefined ? [] : [`calls tool \`${tool}\``]),
    ...(errors === true ? ['has error spans or failed tool calls'] : []),
  ]
  const near = tool === undefined ? undefined : nearest(tool, seen.tools)
  return `${seen.runs === 1 ? 'its run does not match' : `none of its ${seen.runs} runs matches`}: no run ${asked.join(' and ')}${near === undefined ? '' : `; did you mean \`${near}\`?`}`
}

function evidenceOf(span: RunSpan): SpanEvidence | undefined {
  return span.payload as SpanEvidence | undefined
}

function isAskedFor(run: ShownRun, { tool, errors }: ShowOptions): boolean {
  if (tool !== undefined && !Object.hasOwn(run.toolCalls.byName, tool)) return false
  return errors !== true || run.errorSpans > 0 || run.toolCalls.failed > 0
}

/** Texts remembered to be shared; what thousands of runs say is mostly the same. */
const sharedTexts = 10_000

/** Gives one text for equal ones: a report holds many runs, and few different sentences about them. */
function createTexts(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text)
    if (found === undefined && known.size < sharedTexts) known.set(text, text)
    return found ?? text
  }
}

interface ShowContext {
  readonly format: string
  readonly priceOf: ReturnType<typeof createPriceTable>
  readonly share: (text: string) => string
}

function showRun(run: Run, { format, priceOf, share }: ShowContext, withSteps: boolean): ShownRun {
  const derived = deriveSteps(run, evidenceOf)
  const summary = summarize(derived, priceOf)
  const gaps = derived.completeness.gaps.map(({ facet, message }) => ({ facet, message: share(message) }))
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
    dialects: [...derived.dialects.keys()],
    claimedSpans: Object.fromEntries(derived.dialects),
    agents: summary.agents,
    modelCalls: summary.modelCalls,
    toolCalls: summary.toolCalls,
    tokens: summary.tokens,
    costUsd: summary.costUsd,
    durationMs: durationMs(run),
    complete: summary.complete,
    gaps,
    notes: [...summary.notes, ...copyNotes(run)].map(share),
    ...(withSteps ? { steps: showSteps(run, derived) } : {}),
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
  // Spans come by start, those without times last.
  const first = run.spans[0]?.startUnixNano ?? null
  let last: bigint | null = null
  for (const { endUnixNano } of run.spans)
    if (endUnixNano !== null && (last === null || endUnixNano > last)) last = endUnixNano
  return first === null || last === null ? null : Number(last - first) / 1e6
}

/** An agent at the top of a trace; of the Agents SDK the trace itself is what its agents run in, without a span of its own. */
function isRunOfItsOwn(evidence: SpanEvidence | undefined): boolean {
  return evidence?.facts?.kind === 'agent' && evidence.facts.dialect !== 'openai-agents'
}
