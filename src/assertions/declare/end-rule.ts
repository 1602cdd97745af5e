import { z } from 'zod'

import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Assertion } from '../assertion.ts'
import { spansOf } from '../count-steps.ts'
import { fullForm } from '../options.ts'
import { fail, open, openByGaps, pass, type Outcome } from '../outcome.ts'
import { compileStepSelector, stepSelector, type CompiledStepSelector } from '../step-selector.ts'
import type { ScopedRun, TrajectoryRun } from '../trajectory-run.ts'
import { isAction } from './between.ts'

const full = fullForm(() => ({ step: stepSelector.describe('The step that is asked for there') }))
type Options = z.output<typeof full>

/** Options, judgement and words of a rule about the first, or the last, step of a run: nothing is before it, or after it. */
export function endRule<Id extends string>(id: Id, end: 'first' | 'last') {
  return {
    id,
    scope: 'own',
    options: z.union([full, stepSelector.transform((step): Options => ({ step }))]),
    compile({ step, scope = 'own' }: Options, { agent }) {
      const selector = compileStepSelector(step)
      return {
        content: selector.content,
        check: (run) => judge(run, run.within(scope, agent), selector, end),
      }
    },
    describe({ reason, step, ends }, place) {
      if (reason === 'order-unknown') {
        return {
          message: `\`${id}\` is undecided for ${place}: the recording does not say which step came ${end}`,
          help: 'record start and end of every step',
        }
      }
      const found = (ends as readonly string[]).map((name) => `\`${name}\``).join(', ')
      return {
        message: `the ${end} step of ${place} is ${found === '' ? 'none' : found}, expected ${String(step)}`,
        help: `have the agent call ${String(step)} ${end}, or name the step that is meant`,
      }
    },
  } satisfies Partial<Assertion<Id, Options>>
}

const listedEnds = 5

function judge(run: TrajectoryRun, scoped: ScopedRun, selector: CompiledStepSelector, end: 'first' | 'last'): Outcome {
  const holes = scoped.holes('tools')
  const isSeen = scoped.extent('tools') === 'complete' || (scoped.extent('tools') === 'prefix' && end === 'first')
  // Models and plans surround what an agent does, unless one of them is asked for.
  const steps = scoped.steps.filter((step) => isAction(step) || selector.kinds.has(step.kind))
  const isEnd = endTest(run, steps, end)
  const data = { step: selector.words }
  if (!isSeen || (holes.length > 0 && steps.length === 0)) return openByGaps(1, holes, { data })
  let doubt: 'order-unknown' | 'content-unknown' | undefined
  for (const step of steps) {
    const selects = selector.selects(step)
    const ends = selects === false ? false : isEnd(step)
    if (ends === true && selects === true) return pass(1)
    if (ends !== false) doubt ??= ends === undefined ? 'order-unknown' : 'content-unknown'
  }
  if (doubt !== undefined) return open(1, doubt, { data })
  // A call that is asked for and not there yet may stand beside what came first.
  if (holes.some(({ facet }) => facet === 'calls')) return openByGaps(1, holes, { data })
  const ends: Step[] = []
  for (const step of end === 'first' ? steps : steps.toReversed()) {
    if (isEnd(step) === true) ends.push(step)
    if (ends.length === listedEnds) break
  }
  return fail(1, steps.length === 0 ? 'none' : 'other', {
    data: { ...data, ends: ends.map(({ name, kind }) => name ?? kind) },
    counterexample: spansOf(ends.slice(0, 1)),
  })
}

/** Whether no step is on that side of a step. */
function endTest(
  { steps: { order } }: TrajectoryRun,
  steps: readonly Step[],
  end: 'first' | 'last',
): (step: Step) => Decision {
  const reach = order.reach(steps, end === 'first' ? 'before' : 'after')
  return (step) => {
    let isEnd: Decision = true
    for (const other of reach(step)) {
      const isBeyond = end === 'first' ? order.decide(other, step) : order.decide(step, other)
      if (isBeyond === true) return false
      if (isBeyond === undefined) isEnd = undefined
    }
    return isEnd
  }
}
