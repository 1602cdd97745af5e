import { z } from 'zod'

import type { Step } from '../model/step.ts'
import { exactCount, oneOrMore } from '../schema/index.ts'
import { argumentPath } from './argument-path.ts'
import { defineAssertion } from './assertion.ts'
import { selectSteps } from './count-steps.ts'
import { executionsOf, openExecutions, type Execution } from './executions.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { inMs } from './retry-rules.ts'
import { compileCallKey } from './same-calls.ts'
import { compileAnyOf, stepSelector } from './step-selector.ts'
import { listedIds } from './step-words.ts'
import type { TrajectoryRun } from './trajectory-run.ts'

const options = fullForm(() => ({
  of: oneOrMore(stepSelector).describe('Steps that are counted'),
  max: exactCount
    .min(1, 'is below 1: nothing could run; forbid the steps with `tool-not-used`')
    .describe('How many of them run at one instant at most'),
  key: z
    .array(argumentPath)
    .min(1, 'the list is empty')
    .optional()
    .describe('Arguments by whose values they are counted apart. Default: all together'),
}))

export const maxConcurrency = defineAssertion({
  id: 'max-concurrency',
  summary: 'Bounds how many steps run at one instant',
  scope: 'own',
  saysNever: true,
  options,
  compile({ of, max, key, scope = 'own' }, { agent, show }) {
    const selector = compileAnyOf(of, 'any')
    const keyOf = key === undefined ? () => '' : compileCallKey(key)
    return {
      content: { ...selector.content, ...(key === undefined ? {} : { args: true as const }) },
      check(run) {
        const scoped = run.within(scope, agent)
        const { sure, maybe } = selectSteps(scoped.steps, selector.selects)
        const activations = sure.length + maybe.length
        const groups = [...Map.groupBy(sure, keyOf)]
        const loose = [...maybe, ...groups.flatMap(([group, steps]) => (typeof group === 'string' ? [] : steps))]
        let isOpen = mayCrowd(loose, max)
        for (const [group, steps] of groups) {
          if (typeof group !== 'string') continue
          const crowd = firstCrowd(steps, max)
          if (crowd !== undefined) {
            const last = crowd.at(-1)!
            const data = {
              of: selector.words,
              max,
              at: inMs(Number(last.start - firstStart(run, last))),
              open: listedIds(crowd.map(({ step }) => step)),
              ...(key === undefined ? {} : { key: show(group) }),
            }
            return fail(activations, 'too-many', { data, counterexample: crowd.map(({ span }) => span) })
          }
          isOpen ||= mayCrowd([...steps, ...loose], max)
        }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(activations, holes)
        return isOpen ? open(activations, 'time-unknown', { data: { of: selector.words, max } }) : pass(activations)
      },
    }
  },
  describe(data, place) {
    if (data['reason'] === 'time-unknown') {
      return {
        message: `\`max-concurrency\` is undecided for ${place}: how many of ${String(data['of'])} run at one instant is not recorded`,
        help: 'record start, end and arguments of every step',
      }
    }
    const count = (data['open'] as readonly string[]).length
    return {
      message: `${place} runs ${count} of ${String(data['of'])} at one instant, expected at most ${String(data['max'])}`,
      help: 'put a limit on parallel calls where they are dispatched, or raise `max`',
    }
  },
})

function firstStart({ run }: TrajectoryRun, { start }: Execution): bigint {
  return run.spans.reduce((first, span) => ((span.startUnixNano ?? first) < first ? span.startUnixNano! : first), start)
}

/** Those that are open when there are first too many. */
function firstCrowd(steps: readonly Step[], max: number): readonly Execution[] | undefined {
  for (const [, openNow] of openExecutions(executionsOf(steps).timed)) if (openNow.length > max) return openNow
  return undefined
}

/** Whether there may be too many: what has no times may be open at any. */
function mayCrowd(steps: readonly Step[], max: number): boolean {
  const { length: untimed } = executionsOf(steps).untimed
  return untimed > max || firstCrowd(steps, max - untimed) !== undefined
}
