import type { Attempt } from '../../model/step.ts'
import type { Call } from './calls.ts'
import type { Asker } from './requests.ts'

/** Executions that are tries of one step, in order. */
export interface Tries {
  /** Position among the steps, in order of their first tries. */
  readonly index: number
  readonly calls: [Call, ...Call[]]
  /** Who tried again, by position; null for the first. */
  readonly by: Attempt['by'][]
}

export interface GroupedTries {
  readonly all: readonly Tries[]
  readonly triesOf: (call: Call) => Tries
}

/** Steps of one scope, kind and name by what makes a later execution a try of them. */
interface Alike {
  readonly byCallId: Map<string, Tries>
  readonly byArguments: Map<string, Tries>
  readonly byNumber: Map<number, Tries>
}

/**
 * Groups executions that are tries of one step. Two are when they have one scope, kind and name, and the first of these that
 * applies says so: the recording numbers them; they have one call id; their arguments are equal and the earlier one failed.
 * Model calls: the recording numbers them, or they have one parent and model with nothing but failed tries between.
 * A repeat after a success, other arguments after a failure, equal calls that overlap, and calls that one model output asks
 * for at once are steps of their own.
 */
export function groupTries(calls: readonly Call[], askerOf: (call: Call) => Asker | undefined): GroupedTries {
  const all: Tries[] = []
  const byCall: Tries[] = []
  const scopes: Map<string, Map<string | null, Alike>>[] = []
  /** Model steps that failed and may be tried again, by their parent span. */
  const failing = new Map<string, Tries>()
  for (const call of calls) {
    const alike = call.kind === 'model' ? undefined : alikeOf(scopes, call)
    const earlier = alike === undefined ? failedBefore(failing, call) : triedBefore(alike, call, askerOf)
    if (failing.size > 0) failing.delete(parentKey(call))
    let tries = earlier
    if (tries === undefined) all.push((tries = { index: all.length, calls: [call], by: [null] }))
    else {
      tries.by.push(alike === undefined ? 'runtime' : whoTriedAgain(tries.calls.at(-1)!, call, askerOf))
      tries.calls.push(call)
    }
    byCall[call.index] = tries
    if (alike !== undefined) remember(alike, call, tries)
    else if (hasFailed(call) || call.facts.attempt !== null) failing.set(parentKey(call), tries)
  }
  return { all, triesOf: (call) => byCall[call.index]! }
}

/** By scope, kind and name: a joined key would be a new text to hash for every call. */
function alikeOf(scopes: Map<string, Map<string | null, Alike>>[], { scope, kind, facts: { name } }: Call): Alike {
  const kinds = (scopes[(scope?.index ?? -1) + 1] ??= new Map())
  let names = kinds.get(kind)
  if (names === undefined) kinds.set(kind, (names = new Map()))
  let alike = names.get(name)
  if (alike === undefined)
    names.set(name, (alike = { byCallId: new Map(), byArguments: new Map(), byNumber: new Map() }))
  return alike
}

/** The step that an execution of a tool, retrieval or the like is one more try of. */
function triedBefore(
  { byCallId, byArguments, byNumber }: Alike,
  call: Call,
  askerOf: (call: Call) => Asker | undefined,
): Tries | undefined {
  const { callId, attempt, name } = call.facts
  const sameId = callId === null ? undefined : byCallId.get(callId)
  const sameArguments = call.argsKey === null || name === null ? undefined : byArguments.get(call.argsKey)
  if (attempt !== null) {
    const isNext = (one: Tries | undefined): boolean => one !== undefined && numberOf(one) === attempt - 1
    if (isNext(sameId)) return sameId
    if (isNext(sameArguments)) return sameArguments
    return callId === null && call.argsKey === null ? byNumber.get(attempt - 1) : undefined
  }
  if (sameId !== undefined && areOneRequest(sameId, call, askerOf)) return sameId
  return sameArguments !== undefined && isRepeatAfterFailure(sameArguments, call, askerOf) ? sameArguments : undefined
}

function remember({ byCallId, byArguments, byNumber }: Alike, call: Call, tries: Tries): void {
  const { callId, attempt } = call.facts
  if (callId !== null) byCallId.set(callId, tries)
  if (call.argsKey !== null) byArguments.set(call.argsKey, tries)
  if (attempt !== null) byNumber.set(attempt, tries)
}

/** Number of the last try; a first try is often left without one. */
function numberOf({ calls }: Tries): number {
  return calls.at(-1)!.facts.attempt ?? calls.length
}

/** Some frameworks number call ids anew in every turn: then two model outputs asked, and these are two calls. */
function areOneRequest(tries: Tries, call: Call, askerOf: (call: Call) => Asker | undefined): boolean {
  const [earlier, later] = [askerOf(tries.calls.at(-1)!), askerOf(call)]
  return earlier === undefined || later === undefined || earlier.model === later.model
}

function isRepeatAfterFailure(tries: Tries, call: Call, askerOf: (call: Call) => Asker | undefined): boolean {
  const last = tries.calls.at(-1)!
  if (!hasFailed(last) || !isAfter(last, call)) return false
  const [earlier, later] = [askerOf(last), askerOf(call)]
  const wereAskedForAtOnce =
    earlier?.request != null &&
    later?.request != null &&
    earlier.model === later.model &&
    earlier.request !== later.request
  return !wereAskedForAtOnce
}

/** The runtime repeats what it was asked for once; the model asks anew. */
function whoTriedAgain(last: Call, call: Call, askerOf: (call: Call) => Asker | undefined): 'runtime' | 'model' {
  if (last.facts.callId !== null && call.facts.callId !== null) {
    return last.facts.callId === call.facts.callId ? 'runtime' : 'model'
  }
  const [earlier, later] = [askerOf(last), askerOf(call)]
  return earlier !== undefined && earlier.model === later?.model ? 'runtime' : 'model'
}

/** The model step under the same parent span that a model call is one more try of. */
function failedBefore(failing: ReadonlyMap<string, Tries>, call: Call): Tries | undefined {
  const tries = failing.size === 0 ? undefined : failing.get(parentKey(call))
  return tries !== undefined && isRetryOfModel(tries.calls.at(-1)!, call) ? tries : undefined
}

function parentKey({ spans: [{ span }] }: Call): string {
  return `${span.traceId} ${span.parentSpanId}`
}

function isRetryOfModel(last: Call, call: Call): boolean {
  if (call.facts.attempt !== null) return last.facts.attempt === call.facts.attempt - 1
  const model = call.facts.requestModel ?? call.facts.responseModel
  const hasParent = call.spans[0].span.parentSpanId !== null
  return (
    hasParent &&
    hasFailed(last) &&
    isAfter(last, call) &&
    model !== null &&
    model === (last.facts.requestModel ?? last.facts.responseModel)
  )
}

function hasFailed({ facts: { status } }: Call): boolean {
  return status === 'error' || status === 'cancelled'
}

/** Whether a call began once another had ended; without times, whether a later model output asked for it. */
function isAfter(last: Call, call: Call): boolean {
  if (last.endUnixNano !== null && call.startUnixNano !== null) return last.endUnixNano <= call.startUnixNano
  return last.facts.turn !== null && call.facts.turn !== null && last.facts.turn < call.facts.turn
}
