import type { SpanSource } from '../model/span.ts'
import { lackFor, lackForBreach, lackingFact, type Facts, type RunFact, type SourceLimits } from '../rules/index.ts'
import type { ContractRun, RetainedLog, Run, RunSpan } from '../runs/index.ts'
import type { Occurrence } from './clause-reference.ts'
import type { CompiledContract, CompiledSelection } from './compiled-contract.ts'
import type { ContractState, JudgeContext, LateEvents, Selection } from './judge-context.ts'
import type { SpanPayload } from './span-payload.ts'
import { lateEvent } from './late-events.ts'
import { entriesOf } from './entries.ts'
import { openLosses, reportLateSpans, reportOpenContract, reportOpenSpans } from './open-selections.ts'
import { logPlace, placeOf, runPlace, type PlaceContext } from './places.ts'
import { unitedLimits } from './source-limits.ts'

/** Judges one complete run: keeps the facts of contracts that apply, and asks what only whole runs can answer. */
export function judgeRun(run: Run, logs: readonly RetainedLog[], outer: JudgeContext): void {
  const late = lateEvents(run, logs, outer.states)
  const context = late.size === 0 ? outer : { ...outer, selectionOf: withoutLate(late, outer.selectionOf) }
  const { states, selectionOf, collector } = context
  // A run has many spans and few selections: most questions are about these.
  const selections = new Set(run.spans.map(selectionOf))
  const applied = states.map((state, position) => appliesTo(state.compiled, position, run, selections, selectionOf))
  states.forEach((state, position) => {
    if (!applied[position]) return
    state.runs += 1
    state.record?.(run)
    state.judgeTrajectories(run, context)
    for (const { winners } of selections) {
      const winner = winners[position]!
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

  const sources = sourcesOf(selections)
  states.forEach((state, position) => {
    const isLate = reportLateSpans(run, late, position, state, context)
    if (applied[position]) {
      const isOpen = [...selections].some(({ open }) => open[position])
      const open = isOpen ? run.spans.filter((span) => selectionOf(span).open[position]) : []
      const dropped = open.filter((span) => late.get(span)?.[position] === undefined)
      if (dropped.length > 0) reportOpenSpans(run, dropped, state, context)
      checkRun(run, position, openLosses(dropped, open.length - dropped.length, selectionOf), sources, state, context)
    } else if (isLate) state.openRuns += 1
    else reportOpenContract(run, position, state, context)
  })
}

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
      source: selection.source,
    }
  }
}

/** Distinct sources of a run that do not say all of its spans. */
function sourcesOf(selections: ReadonlySet<Selection>): ReadonlySet<SpanSource> {
  const sources = new Set<SpanSource>()
  for (const { source } of selections) if (source !== undefined) sources.add(source)
  return sources
}

/** Without `appliesTo`, a contract speaks of runs in which a span of its own clauses occurs. */
function appliesTo(
  compiled: CompiledContract,
  position: number,
  run: Run,
  selections: ReadonlySet<Selection>,
  selectionOf: (span: RunSpan) => Selection,
): boolean {
  if (compiled.appliesTo !== undefined) {
    return entriesOf(run).some((span) => selectionOf(span).applies[position])
  }
  if (compiled.contract.spans.length === 0) return run.spans.length > 0
  return [...selections].some(({ winners }) => {
    const winner = winners[position]!
    return winner >= 0 && (!compiled.hasOwnSpans || compiled.selection(winner).isOwn)
  })
}

function checkRun(
  run: Run,
  position: number,
  open: readonly string[],
  sources: ReadonlySet<SpanSource>,
  state: ContractState,
  context: JudgeContext,
): void {
  const { compiled } = state
  if (compiled.runChecks.length === 0) return
  const losses = open.length === 0 ? run.losses : [...run.losses, ...open]
  const selectionOf = (span: RunSpan): CompiledSelection | undefined =>
    compiled.selection(context.selectionOf(span).winners[position]!)
  const view = viewOf({ ...run, losses }, selectionOf, precisionOf(sources))
  const limits = unitedLimits(sources)
  for (const { id, rule, check } of compiled.runChecks) {
    const { across } = check
    if (across !== undefined) {
      const kept = state.across.get(across.clause) ?? []
      kept.push(...view.spansOf(across.clause))
      state.across.set(across.clause, kept)
      for (const loss of losses) state.acrossLosses.add(loss)
      continue
    }
    const lack = limits === undefined ? undefined : lackFor(rule, limits, check.restsOn)
    if (lack !== undefined) {
      state.withSubjects.add(id)
      context.collector.add(id, lackingFact(lack, limits!), runPlace(run))
    } else askRun({ id, rule, check }, limits, view, state, context)
  }
}

/** Asks one check of a run, or of all runs of a recording taken together. */
export function askRun(
  { id, rule, check }: CompiledContract['runChecks'][number],
  limits: SourceLimits | undefined,
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
  const lack = limits === undefined ? undefined : lackForBreach(rule, limits)
  for (const fact of list) {
    const proven = lack === undefined ? fact : lackingFact(lack, limits!, fact)
    context.collector.add(id, proven, fact.span === undefined ? runPlace(run) : placeOf(fact.span, run, '', context))
  }
  if (list.length === 0 && check.needs === 'complete' && run.losses.length > 0) {
    context.collector.add(id, { data: { losses: run.losses }, undecided: true }, runPlace(run))
  }
}

/** Of the coarsest source; sources without times leave nothing to compare. */
function precisionOf(sources: ReadonlySet<SpanSource>): number {
  return Math.max(1, ...[...sources].map(({ timePrecisionNano }) => timePrecisionNano ?? 1))
}

/** A run with the clauses of one contract on its spans. */
export function viewOf(
  run: Run,
  selectionOf: (span: RunSpan) => CompiledSelection | undefined,
  timePrecisionNano: number,
): ContractRun {
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
    timePrecisionNano,
    clauseOf: (span) => selectionOf(span)?.clause,
    spansOf: (clauseId) => (byClause ??= index()).get(clauseId) ?? [],
  }
}
