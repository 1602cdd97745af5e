import type { Scope } from '../../model/step.ts'
import type { Call } from './calls.ts'
import type { Requests } from './requests.ts'

/** A tool call that must have happened, or was asked for, and that no span records. */
export interface MissingCall {
  readonly scope: Scope | null
  /** The model call whose output asks for it, or whose input holds its answer. */
  readonly model: Call
  /** Its call id, else the name of the tool. */
  readonly what: string
  readonly isAnswered: boolean
}

/** Functions by which frameworks return the final answer: asked for like tools, and executed by nobody. */
const outputFunctions: ReadonlySet<string> = new Set(['final_result', 'final_answer', 'final_output'])

/**
 * Calls that model outputs ask for, and calls whose answers appear in later model inputs, without an execution. What the
 * first model input of a scope holds is the history of the conversation, from before the run.
 */
export function findMissingCalls(calls: readonly Call[], requests: Requests): MissingCall[] {
  const missing: MissingCall[] = requests.unexecuted
    .filter(({ said }) => !outputFunctions.has(said.name))
    .map(({ model, said }) => ({ scope: model.scope, model, what: said.callId ?? said.name, isAnswered: false }))
  const models = calls.filter(({ kind }) => kind === 'model')
  if (models.every(({ facts }) => facts.answers === null || facts.answers.length === 0)) return missing
  const known = new Set<string>()
  for (const { facts } of calls) {
    if (facts.callId !== null) known.add(facts.callId)
    for (const { callId } of facts.requests ?? []) if (callId !== null) known.add(callId)
  }
  const inScope = [...Map.groupBy(models, ({ scope }) => scope).values()]
  for (const [first, ...rest] of inScope) {
    for (const id of first!.facts.answers ?? []) known.add(id)
    // A call that began before the first one ended cannot hold answers of this run either.
    for (const model of rest) if (mayBeFirst(model, first!)) for (const id of model.facts.answers ?? []) known.add(id)
  }
  for (const [, ...later] of inScope) {
    for (const model of later) {
      for (const id of model.facts.answers ?? []) {
        if (known.has(id)) continue
        known.add(id)
        missing.push({ scope: model.scope, model, what: id, isAnswered: true })
      }
    }
  }
  return missing
}

function mayBeFirst(model: Call, first: Call): boolean {
  if (model.startUnixNano === null || first.endUnixNano === null) {
    return model.facts.turn === null || first.facts.turn === null || model.facts.turn <= first.facts.turn
  }
  return model.startUnixNano < first.endUnixNano
}
