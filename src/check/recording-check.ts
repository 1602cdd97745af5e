import type { Severity } from '../model/finding.ts'
import type { Note, Unreadable } from '../model/report.ts'
import type { Span, SpanEvent, SpanSource } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import type { LoadedSources } from '../reconcile/index.ts'
import type { SourceLimits } from '../rules/index.ts'
import {
  assembleRun,
  bySpanOrder,
  createRunStore,
  retain,
  runIdOf,
  type Run,
  type RunRead,
  type RunSpan,
} from '../runs/index.ts'
import type { ClauseCheck, Occurrence } from './clause-reference.ts'
import type { CompiledContract, CompiledSelection } from './compiled-contract.ts'
import { deferredSpan, isEventless } from './deferred-span.ts'
import { bareSpan } from './empty-span.ts'
import type { FindingCollector } from './findings.ts'
import type { ContractState, JudgeContext, Selection } from './judge-context.ts'
import type { SpanPayload } from './span-payload.ts'
import { askRun, judgeRun, viewOf } from './judge-run.ts'
import { lateEventsRead } from './late-events.ts'
import type { ReconcileSet } from './reconcile-contract.ts'
import { createRunRecorder } from './run-recorder.ts'
import { limitsOf } from './source-limits.ts'
import { createSpanChecker } from './span-checker.ts'
import { createStepDeriver, unitedNeeds } from './trajectories/step-deriver.ts'
import type { Exercise } from './vacuity.ts'

/** Checks one recording set: files that together hold the spans of whole runs. */
export interface RecordingCheck {
  /** Checks a span of the file at position `file` and keeps what its run needs; spans may come in any order. */
  readonly addSpan: (span: Span, file: number) => void
  readonly addLog: (log: { readonly traceId: string; readonly spanId: string; readonly event: SpanEvent }) => void
  /** Says whether positions in the file count lines or bytes. */
  readonly positions: (file: number, unit: 'line' | 'byte') => void
  /** A part of a file was skipped, or may be missing: runs of this set are incomplete. */
  readonly damaged: (reason: string) => void
  /** Judges every run. */
  readonly finish: () => void
}

export interface RecordingCheckOptions {
  readonly name: string
  readonly files: readonly string[]
  readonly contracts: readonly { readonly compiled: CompiledContract; readonly exercise: Exercise }[]
  readonly settings: {
    readonly memoryBytes: number
    readonly temporaryDirectory: string
    readonly severities: Readonly<Record<string, Severity | 'off'>>
  }
  readonly clean: (text: string) => string
  readonly collector: FindingCollector
  readonly table: ClauseCheck[]
  readonly unreadable: (entry: Unreadable) => void
  readonly note: (note: Note) => void
  readonly judged: (spans: number) => void
  /** Second sources of this recording. */
  readonly sources: LoadedSources
  /** Told at the end for each contract that compares runs with them and applied to some. */
  readonly reconcile: (contract: CompiledContract['contract'], set: ReconcileSet) => void
  readonly crashed: (check: number, cause: unknown) => void
}

const noValues: ReadonlyMap<string, Value> = new Map()
const noOccurrences: readonly Occurrence[] = []
const noDeferred: readonly (Span | undefined)[] = []

export function createRecordingCheck(options: RecordingCheckOptions): RecordingCheck {
  const { name, files, contracts, settings, collector, table } = options
  const judges = contracts.flatMap(({ compiled }) => compiled.trajectories ?? [])
  const readsSteps = contracts.some(({ compiled }) => compiled.contract.reconcile.length > 0) || judges.length > 0
  const deriver = readsSteps ? createStepDeriver(unitedNeeds(judges), judges.length > 0) : undefined
  const recorder = createRunRecorder(
    contracts.map(({ compiled }) => compiled.contract),
    (run) => deriver!.stepsOf(run),
  )
  const states: ContractState[] = contracts.map(({ compiled, exercise }, position) => ({
    compiled,
    lateEvents: lateEventsRead(compiled.contract, `late events ${position}`),
    checker: createSpanChecker(compiled, {
      crashed: options.crashed,
      conditionMet: (path) => void exercise.conditions.add(path),
    }),
    runs: 0,
    openRuns: 0,
    exercised: new Set(),
    withSubjects: new Set(),
    across: new Map(),
    acrossLosses: new Set(),
    record: compiled.contract.reconcile.length === 0 ? undefined : (run) => recorder?.record(position, run),
    judgeTrajectories: (run, places) => compiled.trajectories?.judge(run, (one) => deriver!.stepsOf(one), places),
  }))
  const reads = distinctReads([
    ...readsOf(states),
    ...(recorder?.reads ?? []),
    ...judges.flatMap((judge) => judge.reads),
  ])
  const selections = createSelections(states.length)
  const store = createRunStore(settings.memoryBytes, settings.temporaryDirectory)
  const units: ('line' | 'byte')[] = files.map(() => 'line')
  const unitOfName = new Map<string, 'line' | 'byte'>()
  const damage = new Set<string>()
  const payloadOf = createPayloads()
  const winners = new Int32Array(states.length)
  const flags = new Uint8Array(states.length)
  let out: Occurrence[] = []
  // Spans of one file share a source or a few.
  let lastSource: SpanSource | undefined
  let limits: SourceLimits | undefined
  const positions = new Map(states.map(({ compiled }, position) => [compiled.contract, position]))
  const unknownChecks = new Set(states.flatMap(({ compiled }) => compiled.unknownSpan.map((bound) => bound.id)))

  const context: JudgeContext = {
    states,
    selectionOf: (span) => selections.get(span.tag),
    isOfAnySpan: (check) => {
      const { rule } = table[check]!
      return 'scope' in rule && rule.scope === 'any-span' && !unknownChecks.has(check)
    },
    contractOf: (check) => positions.get(table[check]!.contract) ?? -1,
    isOfUnknownSpans: (check) => unknownChecks.has(check),
    unitOf: (recording) => unitOfName.get(recording) ?? 'line',
    clean: options.clean,
    collector,
    openCheck: (rule, contract, path) => {
      const configured = settings.severities[rule.id]
      if (configured === 'off') return undefined
      const known = table.findIndex((line) => line.rule === rule && line.contract === contract && line.path === path)
      if (known >= 0) return known
      table.push({ rule, contract, severity: configured ?? rule.severity, path, own: true })
      return table.length - 1
    },
    crashed: options.crashed,
  }

  return {
    positions: (file, unit) => void (units[file] = unit),
    damaged: (reason) => void damage.add(reason),
    addSpan(span, file) {
      let deferred = noDeferred
      if (span.source !== lastSource) {
        lastSource = span.source
        limits = limitsOf(lastSource)
      }
      const isTranscript = limits?.isTranscript === true
      for (let position = 0; position < states.length; position++) {
        const { compiled, checker } = states[position]!
        const winner = checker.check(span, limits, out)
        winners[position] = winner
        // Bit 0: the contract's `appliesTo` holds; bit 1: which clause selects the span is left open; bit 2: `appliesTo` is.
        const applied = compiled.appliesTo === undefined ? false : compiled.appliesTo.test(span)
        // A span made of a message is of any clause, or none.
        const isOpen = isTranscript
          ? compiled.contract.spans.length > 0
          : compiled.leavesOpen(span, limits !== undefined)
        const isAppliesOpen = isTranscript ? asksSpans(compiled) : applied === undefined
        flags[position] = (applied === true && !isTranscript ? 1 : 0) | (isOpen ? 2 : 0) | (isAppliesOpen ? 4 : 0)
        if (winner >= 0 && compiled.selection(winner).isDeferred) {
          if (deferred === noDeferred) deferred = states.map(() => undefined)
          ;(deferred as (Span | undefined)[])[position] = deferredSpan(span, compiled.selection(winner))
        }
      }
      let occurrences = noOccurrences
      if (out.length > 0) {
        occurrences = out.length === 1 ? out : out.sort(byCheck)
        out = []
      }
      const evidence = deriver?.evidenceOf(span)
      const payload: SpanPayload | undefined =
        occurrences === noOccurrences && deferred === noDeferred && evidence === undefined
          ? undefined
          : payloadOf(occurrences, deferred, evidence)
      const values = reads.length === 0 ? noValues : takeAll(reads, span)
      store.add(
        retain(span, {
          file,
          tag: selections.tag(winners, flags, limits === undefined ? undefined : span.source),
          payload,
          values,
        }),
        runIdOf(span),
      )
    },
    addLog(log) {
      const occurrences: Occurrence[] = []
      for (const { checker } of states) checker.checkLog(bareSpan(log), occurrences)
      store.addLog({ ...log, payload: occurrences.length === 0 ? undefined : occurrences })
    },
    finish() {
      files.forEach((file, index) => unitOfName.set(file, units[index]!))
      let lostLogs = 0
      for (const retained of store.runs()) {
        lostLogs += retained.logs.length
        if (retained.spans.length === 0) continue
        const run = assembleRun(retained, name, files, [...damage])
        lostLogs -= retained.logs.filter((log) => run.find(log.traceId, log.spanId) !== undefined).length
        reportCircles(run, context, options.unreadable)
        options.judged(run.spans.length)
        judgeRun(run, retained.logs, context)
        noteConflicts(run, options.note)
      }
      if (lostLogs > 0)
        options.note({
          recording: name,
          message: `${lostLogs === 1 ? '1 log record names a span' : `${lostLogs} log records name spans`} that the recording does not hold`,
        })
      states.forEach((state, position) => {
        finishContract(name, state, context)
        const { exercise } = contracts[position]!
        exercise.runs += state.runs
        exercise.openRuns += state.openRuns
        for (const clause of state.exercised) exercise.clauses.add(clause)
        for (const check of state.withSubjects) exercise.subjects.add(check)
        const { contract } = state.compiled
        if (state.record !== undefined && state.runs > 0) {
          options.reconcile(contract, { name, runs: recorder!.runsOf(position), sources: options.sources })
        }
      })
    },
  }
}

/** What is the same for span after span is one object. */
function createPayloads(): (
  occurrences: SpanPayload['occurrences'],
  deferred: SpanPayload['deferred'],
  evidence: SpanPayload['evidence'],
) => SpanPayload {
  let last: SpanPayload | undefined
  return (occurrences, deferred, evidence) => {
    const isShared =
      evidence === undefined &&
      occurrences.length === 0 &&
      deferred.every((span) => span === undefined || isEventless(span))
    if (!isShared) {
      return { occurrences, deferred, evidence, bytes: payloadBytes(occurrences, deferred) + (evidence?.bytes ?? 0) }
    }
    const isLast = last?.deferred.every((span, position) => span === deferred[position]) === true
    if (last === undefined || !isLast) last = { occurrences, deferred, evidence, bytes: 0 }
    return last
  }
}

/** A span, even stripped, has ids, times and a status; an occurrence has its data. */
function payloadBytes(occurrences: readonly Occurrence[], deferred: readonly (Span | undefined)[]): number {
  const spans = deferred.filter((span) => span !== undefined && !isEventless(span))
  return occurrences.length * 200 + spans.length * 800
}

/** Whether what a contract speaks of is told by spans; a contract of trace rules alone speaks of any run. */
function asksSpans({ appliesTo, contract }: CompiledContract): boolean {
  return appliesTo !== undefined || contract.spans.length > 0
}

/** Some checks walk the attributes of a span, whose order must not tell two copies of it apart. */
function byCheck(left: Occurrence, right: Occurrence): number {
  return left.check - right.check || (left.subject < right.subject ? -1 : left.subject > right.subject ? 1 : 0)
}

function readsOf(states: readonly ContractState[]): RunRead[] {
  return states.flatMap(({ compiled, lateEvents }) => [
    ...compiled.runChecks.flatMap(({ check }) => check.reads ?? []),
    ...(lateEvents === undefined ? [] : [lateEvents]),
  ])
}

function distinctReads(reads: readonly RunRead[]): readonly RunRead[] {
  return [...new Map(reads.map((read) => [read.name, read])).values()]
}

function takeAll(reads: readonly RunRead[], span: Span): ReadonlyMap<string, Value> {
  let values: Map<string, Value> | undefined
  for (const read of reads) {
    const value = read.take(span)
    if (value !== undefined) (values ??= new Map()).set(read.name, value)
  }
  return values ?? noValues
}

/** Numbers for the few combinations of selecting clauses that occur, so that a span keeps one number for them. */
function createSelections(contracts: number): {
  readonly tag: (winners: Int32Array, flags: Uint8Array, source: SpanSource | undefined) => number
  readonly get: (tag: number) => Selection
} {
  const known: Selection[] = []
  const complete = new Map<string | number, number>()
  const bySource = new Map<SpanSource, Map<string | number, number>>()
  const tagsOf = (source: SpanSource): Map<string | number, number> => {
    let tags = bySource.get(source)
    if (tags === undefined) bySource.set(source, (tags = new Map()))
    return tags
  }
  return {
    get: (tag) => known[tag]!,
    tag(winners, flags, source) {
      const tags = source === undefined ? complete : tagsOf(source)
      const key = contracts === 1 ? winners[0]! * 8 + flags[0]! : `${winners.join()};${flags.join()}`
      let tag = tags.get(key)
      if (tag === undefined) {
        tag = known.length
        tags.set(key, tag)
        known.push({
          winners: [...winners],
          applies: Array.from(flags, (flag) => (flag & 1) !== 0),
          open: Array.from(flags, (flag) => (flag & 2) !== 0),
          appliesOpen: Array.from(flags, (flag) => (flag & 4) !== 0),
          source,
        })
      }
      return tag
    },
  }
}

/** Facts that only the whole recording shows: distinct values, counts across runs. */
function finishContract(recording: string, state: ContractState, context: JudgeContext): void {
  const { compiled, checker } = state
  if (state.runs === 0) return
  const facts: Occurrence[] = []
  checker.finishRecording(facts)
  for (const fact of facts) {
    context.collector.add(fact.check, fact, {
      location: { recording },
      recording,
      startUnixNano: null,
      words: 'recording',
    })
  }
  for (const bound of compiled.runChecks) {
    const { across } = bound.check
    if (across === undefined) continue
    const spans = (state.across.get(across.clause) ?? []).toSorted(bySpanOrder)
    const position = context.states.indexOf(state)
    const selectionOf = (span: RunSpan): CompiledSelection | undefined =>
      compiled.selection(context.selectionOf(span).winners[position]!)
    const losses = [...state.acrossLosses].sort().slice(0, listedLosses)
    askRun(bound, undefined, viewOf({ ...allRuns(recording, spans), losses }, selectionOf, 1), state, context)
  }
}

/** Every run may have a loss of its own; the first few say enough. */
const listedLosses = 5

function allRuns(recording: string, spans: readonly RunSpan[]): Run {
  return {
    id: '',
    traceIds: [],
    recording,
    spans,
    roots: [],
    orphans: [],
    entries: [],
    circular: [],
    damage: [],
    losses: [],
    find: () => undefined,
  }
}

function reportCircles(run: Run, context: JudgeContext, unreadable: (entry: Unreadable) => void): void {
  for (const span of run.circular) {
    const unit = context.unitOf(span.recording) === 'line' ? { line: span.position } : { byte: span.position }
    unreadable({
      recording: span.recording,
      ...unit,
      message: `span \`${span.spanId}\` of trace \`${span.traceId}\` is its own ancestor; its parent was ignored, fix the parent ids of the recording`,
    })
  }
}

function noteConflicts(run: Run, note: (note: Note) => void): void {
  const conflicts = run.spans.filter((span) => span.hasConflictingCopy).length
  if (conflicts > 0) {
    const what = conflicts === 1 ? '1 span occurs' : `${conflicts} spans occur`
    const message = `${what} more than once in run \`${run.id}\`, with differences; the smallest copy was checked`
    note({ recording: run.recording, message })
  }
}
