import type { Scope } from '../../model/step.ts'
import { bareName } from './bare-name.ts'
import type { Call } from './calls.ts'
import { contentKey, type RetainedRequest } from './evidence.ts'
import type { FactTree } from './fact-tree.ts'

/** The model call whose output asked for an execution, and which of the calls it asks for, where that is known. */
export interface Asker {
  readonly model: Call
  readonly request: Request | null
}

/** One tool call that a model call's output asks for. */
export interface Request {
  readonly model: Call
  readonly said: RetainedRequest
}

/** By position of a call. */
type Asked = (Asker | undefined)[]

export interface Requests {
  readonly askerOf: (call: Call) => Asker | undefined
  /** Asked for, and nothing in the run shows that it was executed. */
  readonly unexecuted: readonly Request[]
}

/**
 * Finds for each execution the model call that asked for it: by the turn both name, by call id, by place (the execution is
 * inside the model call, or links to it), else by agent scope, name, equal arguments and order. Times alone prove nothing.
 */
export function matchRequests(
  calls: readonly Call[],
  tree: FactTree,
  callOfSpan: (index: number) => Call | undefined,
  modelAround: (call: Call) => Call | undefined,
): Requests {
  const models = calls.filter(({ kind }) => kind === 'model')
  const requests = models.flatMap((model) => (model.facts.requests ?? []).map((said): Request => ({ model, said })))
  const executions = calls.filter(({ kind }) => kind !== 'model')
  const asked: Asked = calls.map(() => undefined)
  const executed = new Set<Request>()
  const byId = groupRequests(requests, ({ model, said }) =>
    said.callId === null ? null : idKey(scopeKey(model.scope), said.callId),
  )
  const inRun = lazily(() => groupRequests(requests, ({ said }) => said.callId))
  const ofModel = lazily(() =>
    groupRequests(requests, ({ model, said }) => (said.callId === null ? null : idKey(model.index, said.callId))),
  )
  const byTurn = Map.groupBy(
    models.filter(({ facts }) => facts.turn !== null),
    ({ scope, facts }) => `${scopeKey(scope)} ${facts.turn}`,
  )
  const linked = (call: Call): Call | undefined => {
    for (const { span } of call.spans) {
      for (const { traceId, spanId } of span.links) {
        const target = tree.find(traceId, spanId)
        const model = target === undefined ? undefined : callOfSpan(target.index)
        if (model?.kind === 'model') return model
      }
    }
    return undefined
  }

  const seen = new Set<readonly Request[]>()
  for (const call of executions) {
    const { callId, turn } = call.facts
    // A call id that one request of the whole run has serves where scopes are torn apart.
    const ofId = callId === null ? [] : (byId.get(idKey(scopeKey(call.scope), callId)) ?? onlyOne(inRun().get(callId)))
    if (!seen.has(ofId)) for (const request of ofId) executed.add(request)
    seen.add(ofId)
    const model = turn === null ? undefined : onlyOne(byTurn.get(`${scopeKey(call.scope)} ${turn}`))[0]
    const request = latestBefore(
      call,
      model === undefined || callId === null ? ofId : (ofModel().get(idKey(model.index, callId)) ?? []),
    )
    const asker = model ?? request?.model ?? modelAround(call) ?? linked(call)
    if (asker !== undefined) asked[call.index] = { model: asker, request: request ?? null }
  }
  matchHandoffs(
    requests.filter((request) => !executed.has(request)),
    executions.filter(({ kind, index }) => kind === 'handoff' && asked[index]?.request == null),
    asked,
    executed,
  )
  matchByArguments(
    requests.filter((request) => !executed.has(request)),
    executions.filter(({ index }) => asked[index]?.request == null),
    asked,
    executed,
  )
  return {
    askerOf: ({ index }) => asked[index],
    unexecuted: withoutExplained(
      requests.filter((request) => !executed.has(request)),
      executions.filter(({ index }) => asked[index]?.request == null),
    ),
  }
}

/** A handoff is asked for as a tool that has the name of the agent in its own; its span names the agent only. */
function matchHandoffs(
  requests: readonly Request[],
  handoffs: readonly Call[],
  asked: Asked,
  executed: Set<Request>,
): void {
  if (handoffs.length === 0) return
  const keyOf = (scope: Scope | null, name: string): string => `${scopeKey(scope)} ${bareName(name)}`
  const waiting = groupRequests(requests, ({ model, said }) => keyOf(model.scope, said.name))
  const taken = new Map<string, number>()
  for (const call of handoffs) {
    const agent = call.facts.handoffTo ?? call.facts.name
    if (agent === null) continue
    const key = keyOf(call.scope, agent)
    const at = taken.get(key) ?? 0
    const request = waiting.get(key)?.[at]
    if (request === undefined || !mayFollow(call, request.model)) continue
    const known = asked[call.index]
    if (known !== undefined && known.model !== request.model) continue
    taken.set(key, at + 1)
    executed.add(request)
    asked[call.index] = { model: request.model, request }
  }
}

/** Rule of last resort: the first of equal requests goes to the first of equal executions that follow it. */
function matchByArguments(
  requests: readonly Request[],
  executions: readonly Call[],
  asked: Asked,
  executed: Set<Request>,
): void {
  const waiting = groupRequests(requests, ({ model, said }) => {
    const args = contentKey(said.args)
    return args === null ? null : argumentsKey(model.scope, said.name, args)
  })
  const taken = new Map<string, number>()
  for (const call of executions) {
    if (call.facts.name === null || call.argsKey === null) continue
    const key = argumentsKey(call.scope, call.facts.name, call.argsKey)
    const at = taken.get(key) ?? 0
    const request = waiting.get(key)?.[at]
    if (request === undefined || !mayFollow(call, request.model)) continue
    // A call id on both sides that differs is proof of another call.
    if (request.said.callId !== null && call.facts.callId !== null) continue
    const known = asked[call.index]
    if (known !== undefined && known.model !== request.model) continue
    taken.set(key, at + 1)
    executed.add(request)
    asked[call.index] = { model: request.model, request }
  }
}

/**
 * Leaves out requests that an execution without a request may explain. An execution that lacks call id or arguments may be any call of
 * its tool, so that it is no proof of a lost one, and none of which one it is.
 */
function withoutExplained(requests: readonly Request[], executions: readonly Call[]): Request[] {
  const spare = new Map<string, number>()
  for (const { facts, scope } of executions) {
    if (facts.callId !== null) continue
    const key = `${scopeKey(scope)} ${facts.name}`
    spare.set(key, (spare.get(key) ?? 0) + 1)
  }
  return requests.filter(({ model, said }) => {
    const key = `${scopeKey(model.scope)} ${said.name}`
    const left = spare.get(key) ?? 0
    if (left > 0) spare.set(key, left - 1)
    return left === 0
  })
}

/** Of requests in the order of their model calls, the last that began before the call; the first where none did. */
function latestBefore(call: Call, requests: readonly Request[]): Request | undefined {
  if (call.startUnixNano === null) return requests.at(-1)
  let [low, high] = [0, requests.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    // Model calls without a start come last.
    const start = requests[middle]!.model.startUnixNano
    if (start !== null && start <= call.startUnixNano) low = middle + 1
    else high = middle
  }
  return requests[Math.max(0, low - 1)]
}

function mayFollow(call: Call, model: Call): boolean {
  return call.startUnixNano === null || model.startUnixNano === null || model.startUnixNano <= call.startUnixNano
}

/** Requests by a key; those without one are left out. */
function groupRequests(
  requests: readonly Request[],
  keyOf: (request: Request) => string | null,
): Map<string, Request[]> {
  const groups = new Map<string, Request[]>()
  for (const request of requests) {
    const key = keyOf(request)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [request])
    else group.push(request)
  }
  return groups
}

/** Makes a thing when it is first asked for: few runs need every index. */
function lazily<Thing>(make: () => Thing): () => Thing {
  let made: Thing | undefined
  return () => (made ??= make())
}

function onlyOne<One>(list: readonly One[] | undefined): readonly One[] {
  return list?.length === 1 ? list : []
}

function scopeKey(scope: Scope | null): number {
  return scope?.index ?? -1
}

/** Key of a call id within a scope or a model call. */
function idKey(of: number, callId: string): string {
  return `${of} ${callId}`
}

function argumentsKey(scope: Scope | null, name: string, args: string): string {
  return `${scopeKey(scope)} ${name.length} ${name}${args}`
}
