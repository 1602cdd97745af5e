import { agentAround, type CommonOptions, type Outcome } from '../../assertions/index.ts'
import type { RunSteps } from '../../runs/index.ts'

/** Whether a name is that of an agent, as `scope` gives it. */
export function isAgentScope(name: string): boolean {
  return name.startsWith('agent:')
}

/** Agents of a run, as `scope` names them; one that did nothing is among them. */
export function agentScopes({ steps }: RunSteps): ReadonlySet<string> {
  const names = steps.flatMap(({ kind, name, scope }) => [agentAround(scope)?.name, kind === 'agent' ? name : null])
  return new Set(names.flatMap((name) => (typeof name === 'string' ? [`agent:${name}`] : [])))
}

/** The agent that `scope` names, where the run does not have it. */
export function absentAgent(scope: CommonOptions['scope'], steps: RunSteps): string | null {
  return scope !== undefined && isAgentScope(scope) && !agentScopes(steps).has(scope) ? scope : null
}

/** Of an agent that the run does not have nothing was judged, whatever holds of no steps. */
export function withoutAgent(absent: string | null, outcome: Outcome): Outcome {
  if (absent === null) return outcome
  const activations = outcome.verdict === 'pass' ? 0 : outcome.activations
  return { ...outcome, activations, absentNames: [absent, ...(outcome.absentNames ?? [])] }
}
