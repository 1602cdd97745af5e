import type { Attempt } from '../../model/step.ts'
import type { Call } from './calls.ts'
import type { Asker } from './requests.ts'

/** Executions that are tries of one step, in order. */
export interface Tries {
  readonly calls: [Call, ...Call[]]
  /** Who tried again, by position; null for the first. */
  readonly by: Attempt['by'][]
}

/**
 * Groups executions that are tries of one step. Two are when they have one scope, kind and name, and the first of these that
 * applies says so: the recording numbers them; they have one call id; their arguments are equal and the earlier one failed.
 * Model calls: the recording numbers them, or they have one parent and model with nothing but failed tries between.
 * A repeat after a success, other arguments after a failure, equal calls that overlap, and calls that one model output asks
 * for at once are steps of their own.
 */
export function groupTries(calls: readonly Call[], askerOf: (call: Call) => Asker | undefined): Tries[] {
  const grouped: Tries[] = []
  const actions = Map.groupBy(
    calls.filter(({ kind }) => kind !== 'model'),
    ({ scope, kind, facts }) => JSON.stringify([scope?.index ?? -1, kind, facts.name]),
  )
  for (const same of actions.values()) grouped.push(...groupActions(same, askerOf))
  const models = Map.groupBy(calls, ({ spans: [{ span }] }) => JSON.stringify([span.traceId, span.parentSpanId]))
  for (const siblings of models.values()) grouped.push(...groupModels(siblings))
  return grouped
}

function groupActions(calls: readonly Call[], askerOf: (call: Call) => Asker | undefined): Tries[] {
  const all: Tries[] = []
  const byCallId = new Map<string, Tries>()
  const byArguments = new Map<string, Tries>()
  const byNumber = new Map<number, Tries>()
  for (const call of calls) {
    const { callId, attempt, name } = call.facts
    const sameId = callId === null ? undefined : byCallId.get(callId)
    const sameArguments = call.argsKey === null || name === null ? undefined : byArguments.get(call.argsKey)
    let tries: Tries | undefined
    if (attempt !== null) {
      const isNext = (one: Tries | undefined): boolean => one !== undefined && numberOf(one) === attempt - 1
      if (isNext(sameId)) tries = sameId
      else if (isNext(sameArguments)) tries = sameArguments
      else if (callId === null && call.argsKey === null) tries = byNumber.get(attempt - 1)
    } else if (sameId !== undefined && areOneRequest(sameId, call, askerOf)) tries = sameId
    else if (sameArguments !== undefined && isRepeatAfterFailure(sameArguments, call, askerOf)) tries = sameArguments
    if (tries === undefined) all.push((tries = { calls: [call], by: [null] }))
    else {
      tries.by.push(whoTriedAgain(tries.calls.at(-1)!, call, askerOf))
      tries.calls.push(call)
    }
    if (callId !== null) byCallId.set(callId, tries)
    if (call.argsKey !== null) byArguments.set(call.argsKey, tries)
    if (attempt !== null) byNumber.set(attempt, tries)
  }
  return all
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

/** Model calls among everything that has one parent span. */
function groupModels(siblings: readonly Call[]): Tries[] {
  const all: Tries[] = []
  let failing: Tries | undefined
  for (const call of siblings) {
    if (call.kind !== 'model') {
      failing = undefined
      continue
    }
    const last = failing?.calls.at(-1)
    if (last !== undefined && isRetryOfModel(last, call)) {
      failing!.calls.push(call)
      failing!.by.push('runtime')
    } else all.push((failing = { calls: [call], by: [null] }))
    if (!hasFailed(call) && call.facts.attempt === null) failing = undefined
  }
  return all
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
