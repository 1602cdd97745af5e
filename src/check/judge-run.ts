import { completeSource, type Span } from '../model/span.ts'
import { noAttributes } from '../model/value.ts'
import type { Contract } from '../model/contract.ts'
import { metaRules, type Facts, type MetaRule, type RunFact } from '../rules/index.ts'
import type { ContractRun, RetainedLog, Run, RunRead, RunSpan } from '../runs/index.ts'
import type { Occurrence } from './clause-reference.ts'
import type { CompiledContract, CompiledSelection } from './compiled-contract.ts'
import type { FindingCollector } from './findings.ts'
import { lateEvent } from './late-events.ts'
import { logPlace, placeOf, runPlace, type PlaceContext } from './places.ts'
import type { SpanChecker } from './span-checker.ts'

/** What a check keeps with a span until its run is complete. */
export interface SpanPayload {
  readonly occurrences: readonly Occurrence[]
  /** The span as far as event clauses read it; by position of the contract. */
  readonly deferred: readonly (Span | undefined)[]
}

/** What one contract knows of a recording set while its runs are judged. */
export interface ContractState {
  readonly compiled: CompiledContract
  /** Keeps the events that would change what the contract asks of a span. */
  readonly lateEvents: RunRead | undefined
  readonly checker: SpanChecker
  /** Runs the contract applied to. */
  runs: number
  /** Runs of which dropped attributes hide whether it does. */
  openRuns: number
  /** Ids of clauses that selected some span of such a run. */
  readonly exercised: Set<string>
  /** Checks of whole runs that found something to judge. */
  readonly withSubjects: Set<number>
  /** Spans kept for checks that look across the runs of a recording, by clause id. */
  readonly across: Map<string, RunSpan[]>
  /** Why spans of those runs may be missing. */
  readonly acrossLosses: Set<string>
}

/** Which selection of each contract holds for a span, and which contracts' `appliesTo` hold for it. */
export interface Selection {
  readonly winners: readonly number[]
  readonly applies: readonly boolean[]
  /** Contracts for which dropped attributes leave open which clause selects the span. */
  readonly open: readonly boolean[]
  /** Contracts whose `appliesTo` dropped attributes leave open for the span. */
  readonly appliesOpen: readonly boolean[]
}

export interface JudgeContext extends PlaceContext {
  readonly states: readonly ContractState[]
  readonly selectionOf: (span: RunSpan) => Selection
  /** Position of the contract that a check belongs to. */
  readonly contractOf: (check: number) => number
  readonly isOfUnknownSpans: (check: number) => boolean
  /** Whether a check is asked of every span, whatever selects it. */
  readonly isOfAnySpan: (check: number) => boolean
  readonly collector: FindingCollector
  /** The line of the table for what dropped attributes leave open; undefined when the configuration removed the rule. */
  readonly openCheck: (rule: MetaRule, contract: Contract, path: string) => number | undefined
  readonly crashed: (check: number, cause: unknown) => void
}

/** Judges one complete run: keeps the facts of contracts that apply, and asks what only whole runs can answer. */
export function judgeRun(run: Run, logs: readonly RetainedLog[], outer: JudgeContext): void {
  const late = lateEvents(run, logs, outer.states)
  const context = late.size === 0 ? outer : { ...outer, selectionOf: withoutLate(late, outer.selectionOf) }
  const { states, selectionOf, collector } = context
  const applied = states.map((state, position) => appliesTo(state.compiled, position, run, selectionOf))
  states.forEach((state, position) => {
    if (!applied[position]) return
    state.runs += 1
    const winners = new Set(run.spans.map((span) => selectionOf(span).winners[position]!))
    for (const winner of winners) {
      if (winner >= 0) for (const id of state.compiled.selection(winner).ids) state.exercised.add(id)
    }
  })

  const isApplied = (check: number): boolean => applied[context.contractOf(check)] === true

  for (const span of run.spans) {
    const payload = span.payload as SpanPayload | undefined
    if (payload === undefined) continue
    const { winners } = selectionOf(span)
    const known = winners.some((winner, position) => winner >= 0 && applied[position])
    for (const occurrence of payload.occurrences) {
      if (!isApplied(occurrence.check) || (known && context.isOfUnknownSpans(occurrence.check))) continue
      const isLate = late.get(span)?.[context.contractOf(occurrence.check)] !== undefined
      if (isLate && !context.isOfAnySpan(occurrence.check)) continue
      collector.add(occurrence.check, occurrence, placeOf(span, run, occurrence.part, context))
    }
    payload.deferred.forEach((deferred, position) => {
      if (deferred === undefined || !applied[position] || winners[position] === -1) return
      const { checker, compiled } = states[position]!
      const out: Occurrence[] = []
      const whole =
        span.logEvents.length === 0 ? deferred : { ...deferred, events: [...deferred.events, ...span.logEvents] }
      checker.checkDeferred(whole, compiled.selection(winners[position]!), out)
      for (const occurrence of out)
        collector.add(occurrence.check, occurrence, placeOf(span, run, occurrence.part, context))
    })
  }

  for (const log of logs) {
    const span = run.find(log.traceId, log.spanId)
    for (const occurrence of (log.payload as readonly Occurrence[] | undefined) ?? []) {
      if (isApplied(occurrence.check)) collector.add(occurrence.check, occurrence, logPlace(span, run, log, context))
    }
  }

  states.forEach((state, position) => {
    const isLate = reportLateSpans(run, late, position, state, context)
    if (applied[position]) {
      const open = run.spans.filter((span) => selectionOf(span).open[position])
      const dropped = open.filter((span) => late.get(span)?.[position] === undefined)
      if (dropped.length > 0) reportOpenSpans(run, dropped, state, context)
      checkRun(run, position, openLosses(dropped.length, open.length - dropped.length), state, context)
    } else if (isLate) state.openRuns += 1
    else reportOpenContract(run, position, state, context)
  })
}

/** By position of the contract: the event that came too late for its selectors. */
type LateEvents = ReadonlyMap<RunSpan, readonly (string | undefined)[]>

function lateEvents(run: Run, logs: readonly RetainedLog[], states: readonly ContractState[]): LateEvents {
  const late = new Map<RunSpan, readonly (string | undefined)[]>()
  if (logs.length === 0 || states.every(({ lateEvents: read }) => read === undefined)) return late
  for (const span of run.spans) {
    const events = states.map(({ lateEvents: read }) => lateEvent(span, read))
    if (events.some((event) => event !== undefined)) late.set(span, events)
  }
  return late
}

/** What selected a span before a log record gave it an event that selectors ask for decides nothing. */
function withoutLate(late: LateEvents, selectionOf: JudgeContext['selectionOf']): JudgeContext['selectionOf'] {
  return (span) => {
    const selection = selectionOf(span)
    const events = late.get(span)
    if (events === undefined) return selection
    const isLate = (position: number): boolean => events[position] !== undefined
    return {
      winners: selection.winners.map((winner, position) => (isLate(position) ? -1 : winner)),
      applies: selection.applies.map((applies, position) => applies && !isLate(position)),
      open: selection.open.map((open, position) => open || isLate(position)),
      appliesOpen: selection.appliesOpen,
    }
  }
}

/** Returns whether there was any. */
function reportLateSpans(
  run: Run,
  late: LateEvents,
  position: number,
  { compiled }: ContractState,
  context: JudgeContext,
): boolean {
  let isLate = false
  for (const [span, events] of late) {
    const event = events[position]
    if (event === undefined) continue
    isLate = true
    const check = context.openCheck(metaRules.clauseUnexercised, compiled.contract, 'spans')
    if (check === undefined) continue
    const fact = { data: { reason: 'log-record', event }, undecided: true }
    context.collector.add(check, fact, placeOf(span, run, '', context))
  }
  return isLate
}

/** A span that dropped what clauses select by was judged by none of those clauses, and may belong to one. */
function reportOpenSpans(run: Run, open: readonly RunSpan[], { compiled }: ContractState, context: JudgeContext): void {
  const check = context.openCheck(metaRules.clauseUnexercised, compiled.contract, 'spans')
  if (check === undefined) return
  for (const span of open) {
    context.collector.add(check, { data: { reason: 'open' }, undecided: true }, placeOf(span, run, '', context))
  }
}

/** A run of which dropped attributes hide whether the contract speaks of it was not judged. */
function reportOpenContract(run: Run, position: number, state: ContractState, context: JudgeContext): void {
  const open = entriesOf(run).find((span) => context.selectionOf(span).appliesOpen[position])
  if (open === undefined) return
  state.openRuns += 1
  const { contract } = state.compiled
  const check = context.openCheck(metaRules.contractUnexercised, contract, 'appliesTo')
  if (check === undefined) return
  const data = { contract: contract.name, reason: 'open' }
  context.collector.add(check, { data, undecided: true }, placeOf(open, run, '', context))
}

function entriesOf(run: Run): readonly RunSpan[] {
  return run.entries.length > 0 ? run.entries : run.roots
}

/** Without `appliesTo`, a contract speaks of runs in which a span of its own clauses occurs. */
function appliesTo(
  compiled: CompiledContract,
  position: number,
  run: Run,
  selectionOf: (span: RunSpan) => Selection,
): boolean {
  if (compiled.appliesTo !== undefined) {
    return entriesOf(run).some((span) => selectionOf(span).applies[position])
  }
  if (compiled.contract.spans.length === 0) return run.spans.length > 0
  return run.spans.some((span) => {
    const winner = selectionOf(span).winners[position]!
    return winner >= 0 && (!compiled.hasOwnSpans || compiled.selection(winner).isOwn)
  })
}

function checkRun(
  run: Run,
  position: number,
  open: readonly string[],
  state: ContractState,
  context: JudgeContext,
): void {
  const { compiled } = state
  if (compiled.runChecks.length === 0) return
  const losses = open.length === 0 ? run.losses : [...run.losses, ...open]
  const view = viewOf({ ...run, losses }, (span) => compiled.selection(context.selectionOf(span).winners[position]!))
  for (const { id, check } of compiled.runChecks) {
    const { across } = check
    if (across !== undefined) {
      const kept = state.across.get(across.clause) ?? []
      kept.push(...view.spansOf(across.clause))
      state.across.set(across.clause, kept)
      for (const loss of losses) state.acrossLosses.add(loss)
      continue
    }
    askRun(id, check, view, state, context)
  }
}

/** Asks one check of a run, or of all runs of a recording taken together. */
export function askRun(
  id: number,
  check: CompiledContract['runChecks'][number]['check'],
  run: ContractRun,
  state: ContractState,
  context: PlaceContext & Pick<JudgeContext, 'collector' | 'crashed'>,
): void {
  let facts: Facts<RunFact>
  try {
    if (!state.withSubjects.has(id) && (check.subjects === undefined || check.subjects(run) > 0)) {
      state.withSubjects.add(id)
    }
    facts = check.check(run)
  } catch (cause) {
    context.crashed(id, cause)
    return
  }
  const list = facts === undefined ? [] : Array.isArray(facts) ? (facts as readonly RunFact[]) : [facts as RunFact]
  for (const fact of list) {
    context.collector.add(id, fact, fact.span === undefined ? runPlace(run) : placeOf(fact.span, run, '', context))
  }
  if (list.length === 0 && check.needs === 'complete' && run.losses.length > 0) {
    context.collector.add(id, { data: { losses: run.losses }, undecided: true }, runPlace(run))
  }
}

function openLosses(dropping: number, late: number): readonly string[] {
  return [
    ...(dropping === 0 ? [] : [`${countedSpans(dropping)} dropped attributes or events that clauses select by`]),
    ...(late === 0 ? [] : [`log records give ${countedSpans(late)} an event that clauses select by`]),
  ]
}

function countedSpans(count: number): string {
  return count === 1 ? '1 span' : `${count} spans`
}

/** A run with the clauses of one contract on its spans. */
export function viewOf(run: Run, selectionOf: (span: RunSpan) => CompiledSelection | undefined): ContractRun {
  let byClause: Map<string, RunSpan[]> | undefined
  const index = (): Map<string, RunSpan[]> => {
    const found = new Map<string, RunSpan[]>()
    for (const span of run.spans) {
      for (const id of selectionOf(span)?.ids ?? []) {
        const spans = found.get(id)
        if (spans === undefined) found.set(id, [span])
        else spans.push(span)
      }
    }
    return found
  }
  return {
    ...run,
    clauseOf: (span) => selectionOf(span)?.clause,
    spansOf: (clauseId) => (byClause ??= index()).get(clauseId) ?? [],
  }
}

const logSource = completeSource('log')

/** A span with nothing but a log record as its event. */
export function bareSpan(log: Pick<RetainedLog, 'traceId' | 'spanId' | 'event'>): Span {
  return {
    traceId: log.traceId,
    spanId: log.spanId,
    parentSpanId: null,
    name: '',
    kind: 'unspecified',
    startUnixNano: null,
    endUnixNano: null,
    status: { code: 'unset', message: '' },
    attributes: noAttributes,
    events: [log.event],
    links: [],
    resource: { attributes: noAttributes, schemaUrl: '' },
    scope: { name: '', version: '', attributes: noAttributes, schemaUrl: '' },
    traceState: '',
    flags: null,
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
    source: logSource,
    position: 0,
  }
}
