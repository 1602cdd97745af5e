import { scopeRun, type TrajectoryRun } from '../../assertions/index.ts'
import { splitRun, type Run, type RunRead, type RunSteps } from '../../runs/index.ts'
import { inputOf, inputRead } from './run-input.ts'
import { labelReads, labelsOf } from './run-labels.ts'
import { toolsRead } from './step-deriver.ts'

/** What is kept of spans for any trajectory. */
export const runReads: readonly RunRead[] = [...labelReads, toolsRead, inputRead]

/** The runs of agents in a trace: each has a trajectory of its own. */
export function splitIntoRuns(whole: Run, stepsOf: (run: Run) => RunSteps): readonly TrajectoryRun[] {
  const agents = agentSpans(stepsOf(whole))
  return splitRun(whole, ({ spanId }) => agents.has(spanId)).map((run) => createTrajectoryRun(run, stepsOf(run)))
}

function createTrajectoryRun(run: Run, steps: RunSteps): TrajectoryRun {
  const scopes = new Map<string, ReturnType<typeof scopeRun>>()
  const [caseId = null] = labelsOf(run).cases
  return {
    run,
    steps,
    caseId,
    input: inputOf(run),
    toolsOffered: offeredTo(run),
    within(scope, agent) {
      const key = `${scope}\n${agent ?? ''}`
      let found = scopes.get(key)
      if (found === undefined) scopes.set(key, (found = scopeRun(steps, scope, agent)))
      return found
    },
  }
}

function offeredTo(run: Run): ReadonlySet<string> | null {
  const found = run.spans.flatMap(({ values }) => (values.get(toolsRead.name) as readonly string[] | undefined) ?? [])
  const isSaid = run.spans.some(({ values }) => values.has(toolsRead.name))
  return isSaid ? new Set(found) : null
}

function agentSpans({ steps }: RunSteps): ReadonlySet<string> {
  return new Set(steps.flatMap(({ kind, spans }) => (kind === 'agent' ? spans.map(({ spanId }) => spanId) : [])))
}
