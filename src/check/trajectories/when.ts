import { compileStepNames, compileValueMatcher } from '../../assertions/index.ts'
import type { Decision } from '../../model/selector.ts'
import type { TrajectoryWhen } from '../../model/trajectory.ts'
import type { Run, RunRead, RunSteps } from '../../runs/index.ts'
import { compileSelector } from '../../selectors/index.ts'
import { entriesOf } from '../entries.ts'
import type { RunLabels } from './run-labels.ts'

/** What of a run a condition looks at. */
export interface RunFacts {
  readonly run: Run
  readonly steps: RunSteps
  readonly labels: RunLabels
  readonly toolsOffered: ReadonlySet<string> | null
  /** What the user asked; null where the run does not say. */
  readonly input: string | null
}

export interface CompiledWhen {
  readonly reads: readonly RunRead[]
  /** Undefined where the recording does not say whether the trajectory speaks of the run. */
  readonly test: (facts: RunFacts) => Decision
}

/** Compiles the condition of the trajectory at `path`: everything it gives must hold. */
export function compileWhen(when: TrajectoryWhen, path: string): CompiledWhen {
  const tests: ((facts: RunFacts) => Decision)[] = []
  const reads: RunRead[] = []
  const { agent, input, match, toolAvailable } = when
  if (agent !== undefined) {
    const isName = compileStepNames(agent)
    tests.push(({ steps }) => invokes(steps, isName))
  }
  for (const [key, label] of [
    ['case', 'cases'],
    ['tag', 'tags'],
    ['outcome', 'outcomes'],
    ['fault', 'faults'],
  ] as const) {
    const asked = when[key]
    if (asked === undefined) continue
    const names = typeof asked === 'string' ? [asked] : asked
    tests.push(({ labels }) =>
      names.some((name) =>
        key === 'fault' && name === 'none' ? labels.faults.length === 0 : labels[label].includes(name),
      ),
    )
  }
  if (toolAvailable !== undefined) {
    const names = typeof toolAvailable === 'string' ? [toolAvailable] : toolAvailable
    tests.push(({ toolsOffered }) => (toolsOffered === null ? undefined : names.some((name) => toolsOffered.has(name))))
  }
  if (input !== undefined) {
    const matcher = compileValueMatcher(input, 'superset')
    tests.push((facts) => (facts.input === null ? undefined : matcher(facts.input).length === 0))
  }
  if (match !== undefined) {
    const selector = compileSelector(match)
    const read: RunRead = {
      name: `when ${path}`,
      take(span) {
        const decision = selector.test(span)
        return decision === undefined ? 'open' : decision ? 'holds' : undefined
      },
    }
    reads.push(read)
    tests.push(({ run }) => {
      const found = entriesOf(run).map(({ values }) => values.get(read.name))
      return found.includes('holds') ? true : found.includes('open') ? undefined : false
    })
  }
  return {
    reads,
    test(facts) {
      let open = false
      for (const test of tests) {
        const decision = test(facts)
        if (decision === false) return false
        if (decision === undefined) open = true
      }
      return open ? undefined : true
    },
  }
}

/** Whether an agent of that name is invoked; a lost span may have been its. */
function invokes({ steps, completeness }: RunSteps, isName: (name: string) => boolean): Decision {
  if (steps.some(({ kind, name }) => kind === 'agent' && name !== null && isName(name))) return true
  if (steps.some(({ agent }) => agent !== null && isName(agent))) return true
  const isUnnamed = steps.some(({ kind, name }) => kind === 'agent' && name === null)
  return isUnnamed || completeness.extent === 'partial' ? undefined : false
}
