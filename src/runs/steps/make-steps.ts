import type { SpanRef, Step, Attempt } from '../../model/step.ts'
import type { RunSpan } from '../run.ts'
import type { Tries } from './attempts.ts'
import type { Call } from './calls.ts'
import { bySpanOrder } from '../assemble-run.ts'
import { contentKey } from './evidence.ts'
import { compareNumbers, compareTexts, compareTimes } from './intervals.ts'

/** What the parts of a run say of a step beside its own spans. */
export interface StepContext {
  readonly turn: number | null
  readonly requestedBy: string | null
  readonly handoffTo: string | null
  /** Name of the agent around it. */
  readonly agent: string | null
  /** By position of a call; undefined where nothing shows them. */
  readonly tries: readonly (number | undefined)[]
  readonly harnessTries: ReadonlyMap<Call, readonly RunSpan[]>
}

/** Makes a step of executions that are its tries. */
export function makeStep({ calls, by }: Tries, context: StepContext): Step {
  const [first] = calls
  const last = calls.at(-1)!
  const { kind } = first
  const attempts: Attempt[] = []
  for (const [position, call] of calls.entries()) addAttempts(attempts, call, by[position] ?? null, context)
  return {
    id: idOf(first),
    kind,
    name: firstOf(calls, ({ facts }) => facts.name),
    args: last.facts.args,
    result: last.facts.result,
    status: last.facts.status,
    errorType: last.facts.errorType,
    scope: first.scope,
    agent: kind === 'agent' ? firstOf(calls, ({ facts }) => facts.name) : (first.facts.agent ?? context.agent),
    conversation: firstOf(calls, ({ facts }) => facts.conversation),
    turn: context.turn,
    requestedBy: context.requestedBy,
    callId: last.facts.callId,
    startUnixNano: first.startUnixNano,
    endUnixNano: last.endUnixNano,
    provider: last.facts.provider,
    requestModel: last.facts.requestModel,
    responseModel: last.facts.responseModel,
    handoffTo: context.handoffTo,
    isOutput: calls.some(({ facts }) => facts.isOutput),
    attempts: attempts as [Attempt, ...Attempt[]],
    spans: calls.length === 1 ? first.stepSpans : calls.flatMap(({ stepSpans }) => stepSpans),
  }
}

export function idOf({ spans: [{ span }] }: Call): string {
  return span.spanId
}

/** The try of a call; where a harness marked single tries inside it, those, and what is known of the call with the last. */
function addAttempts(attempts: Attempt[], call: Call, by: Attempt['by'], context: StepContext): void {
  const marked = context.harnessTries.get(call)?.toSorted(bySpanOrder) ?? []
  const whole = attemptOf(call, call.facts.attempt ?? attempts.length + 1, by, context.tries[call.index] ?? null)
  if (marked.length < 2) {
    attempts.push(whole)
    return
  }
  for (const [position, span] of marked.entries()) {
    const isLast = position === marked.length - 1
    attempts.push({
      ...whole,
      index: attempts.length + 1,
      by: position === 0 ? by : 'runtime',
      startUnixNano: span.startUnixNano,
      endUnixNano: span.endUnixNano,
      ...(isLast ? {} : unknownOfTry),
      status: isLast ? call.facts.status : span.status,
      spans: [{ ...refOf(span), dialect: call.facts.dialect, keys: {} }, ...(isLast ? whole.spans : [])],
    })
  }
}

/** What a try that the harness marked says nothing of. */
const unknownOfTry = {
  errorType: null,
  result: { lacks: 'not-captured' },
  usage: null,
  costUsd: null,
  timeToFirstTokenNano: null,
  finishReason: null,
} as const

function attemptOf(call: Call, index: number, by: Attempt['by'], tries: number | null): Attempt {
  const { facts } = call
  return {
    index,
    callId: facts.callId,
    startUnixNano: call.startUnixNano,
    endUnixNano: call.endUnixNano,
    status: facts.status,
    errorType: facts.errorType,
    args: facts.args,
    result: facts.result,
    by,
    usage: facts.usage,
    isUsageEstimated: facts.isUsageEstimated,
    costUsd: facts.costUsd,
    timeToFirstTokenNano: facts.timeToFirstTokenNano,
    finishReason: facts.finishReason,
    tries,
    spans: call.stepSpans,
  }
}

function firstOf<Found>(calls: readonly Call[], read: (call: Call) => Found | null): Found | null {
  for (const call of calls) {
    const found = read(call)
    if (found !== null) return found
  }
  return null
}

export function refOf({ traceId, spanId, name }: RunSpan): SpanRef {
  return { traceId, spanId, name }
}

/** Start, turn, end, kind, name, arguments, id: unordered steps are listed so, and never as in the file. */
export function compareSteps(one: Step, other: Step): number {
  return (
    compareTimes(one.startUnixNano, other.startUnixNano) ||
    compareNumbers(one.turn, other.turn) ||
    compareTimes(one.endUnixNano, other.endUnixNano) ||
    compareTexts(one.kind, other.kind) ||
    compareTexts(one.name, other.name) ||
    compareTexts(contentKey(one.args), contentKey(other.args)) ||
    compareTexts(one.id, other.id) ||
    compareTexts(one.spans[0]!.traceId, other.spans[0]!.traceId)
  )
}
