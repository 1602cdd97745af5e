import { canonicalText } from '../model/canonical.ts'
import type { Step } from '../model/step.ts'
import { compileArgumentPath } from './argument-path.ts'
import { callKey } from './call-key.ts'
import { agentAround } from './trajectory-run.ts'

/** What a call asks for, as text; null: its arguments are not recorded; undefined: they have not what is asked. */
export type CallKey = string | null | undefined

/** Calls of one tool by one agent invocation. */
export interface CallsOfTool {
  readonly keyed: readonly (readonly Step[])[]
  /** What they ask for is not known. */
  readonly keyless: readonly Step[]
  readonly all: readonly Step[]
}

/** By the arguments at paths, or all of them. */
export function compileCallKey(paths: readonly string[] | undefined): (step: Step) => CallKey {
  if (paths === undefined) return ({ args }) => callKey(args)
  const reads = paths.map(compileArgumentPath)
  return ({ args }) => {
    const found = reads.map((read) => read(args))
    if (found.includes(undefined)) return null
    return found.includes(null) ? undefined : canonicalText(found as never)
  }
}

/** Calls that may be the same; one without a name may be of any tool. */
export function groupSameCalls(calls: readonly Step[], keyOf: (step: Step) => CallKey): readonly CallsOfTool[] {
  const ofAgents = [...Map.groupBy(calls, ({ scope }) => agentAround(scope)).values()]
  return ofAgents.flatMap((ofAgent) => {
    const nameless = ofAgent.filter(({ name }) => name === null)
    const ofTools = [...Map.groupBy(ofAgent, ({ name }) => name)].filter(([name]) => name !== null)
    if (ofTools.length === 0) return [{ keyed: [], keyless: nameless, all: nameless }]
    return ofTools.map(([, ofTool]): CallsOfTool => {
      const byKey = [...Map.groupBy(ofTool, keyOf)]
      return {
        keyed: byKey.flatMap(([key, same]) => (typeof key === 'string' ? [same] : [])),
        keyless: [...nameless, ...byKey.flatMap(([key, same]) => (typeof key === 'string' ? [] : same))],
        all: [...nameless, ...ofTool],
      }
    })
  })
}
