import { metaRules } from '../rules/index.ts'
import type { Run, RunSpan } from '../runs/index.ts'
import type { ContractState, JudgeContext, LateEvents, Selection } from './judge-context.ts'
import { entriesOf } from './entries.ts'
import { placeOf } from './places.ts'

/** Spans that a log record gives an event selectors asked for before; returns whether there was any. */
export function reportLateSpans(
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
export function reportOpenSpans(
  run: Run,
  open: readonly RunSpan[],
  { compiled }: ContractState,
  context: JudgeContext,
): void {
  const check = context.openCheck(metaRules.clauseUnexercised, compiled.contract, 'spans')
  if (check === undefined) return
  for (const span of open) {
    const data = { reason: 'open', ...reasonOf(context.selectionOf(span)) }
    context.collector.add(check, { data, undecided: true }, placeOf(span, run, '', context))
  }
}

/** Why a selection is open, where the recording is the reason. */
function reasonOf({ source }: Selection): { readonly reason?: string; readonly format?: string } {
  if (source === undefined) return {}
  return { reason: source.isTranscript ? 'transcript' : 'source', format: source.format }
}

/** A run of which dropped attributes hide whether the contract speaks of it was not judged. */
export function reportOpenContract(run: Run, position: number, state: ContractState, context: JudgeContext): void {
  const open = entriesOf(run).find((span) => context.selectionOf(span).appliesOpen[position])
  if (open === undefined) return
  state.openRuns += 1
  const { contract } = state.compiled
  const check = context.openCheck(metaRules.contractUnexercised, contract, 'appliesTo')
  if (check === undefined) return
  const data = { contract: contract.name, reason: 'open', ...reasonOf(context.selectionOf(open)) }
  context.collector.add(check, { data, undecided: true }, placeOf(open, run, '', context))
}

/** Why spans of the run may belong to clauses that did not select them. */
export function openLosses(
  open: readonly RunSpan[],
  late: number,
  selectionOf: JudgeContext['selectionOf'],
): readonly string[] {
  const unsaid = open.filter((span) => selectionOf(span).source !== undefined).length
  const dropping = open.length - unsaid
  return [
    ...(dropping === 0 ? [] : [`${countedSpans(dropping)} dropped attributes or events that clauses select by`]),
    ...(unsaid === 0 ? [] : [`the recording does not hold what clauses select ${countedSpans(unsaid)} by`]),
    ...(late === 0 ? [] : [`log records give ${countedSpans(late)} an event that clauses select by`]),
  ]
}

function countedSpans(count: number): string {
  return count === 1 ? '1 span' : `${count} spans`
}
