import { z } from 'zod'

import type { Step } from '../model/step.ts'
import { defineAssertion } from './assertion.ts'
import { spansOf } from './count-steps.ts'
import { executionsOf, openExecutions, overlapOf, type Execution } from './executions.ts'
import { pairMost } from './matching/bipartite.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { compileStepSelector, stepSelector, type CompiledStepSelector } from './step-selector.ts'

const options = fullForm(() => ({
  calls: z
    .array(stepSelector)
    .min(2, 'has fewer than two steps')
    .describe('Steps that belong together, each another one'),
  basis: z
    .enum(['turn', 'time'])
    .optional()
    .describe('turn: one model output asks for all of them (default); time: all run at one instant'),
}))

/** Which of the calls some steps can be, each another one. */
interface Fit {
  readonly steps: readonly Step[]
  /** Calls that none is left for. */
  readonly missing: readonly string[]
}

export const parallel = defineAssertion({
  id: 'parallel',
  summary: 'Requires that steps are asked for, or run, together',
  scope: 'own',
  options,
  compile({ calls, basis = 'turn', scope = 'own' }, { agent }) {
    const selectors = calls.map((call) => compileStepSelector(call))
    const tools = selectors.flatMap(({ literals }) => literals)
    return {
      content: Object.assign({}, ...selectors.map(({ content }) => content)),
      names: tools,
      check(run) {
        const scoped = run.within(scope, agent)
        const known = fitter(selectors, false)
        const possible = fitter(selectors, true)
        const steps = scoped.steps.filter((step) => selectors.some(({ selects }) => selects(step) !== false))
        const isThere = possible(steps).missing.length === 0
        const { together, loose } = basis === 'turn' ? byTurn(steps) : byTime(steps)
        const fewLoose = enoughOf(loose, selectors)

        let best: Fit = isThere ? known([]) : known(steps)
        let couldFit = possible(fewLoose).missing.length === 0
        let overlapNs = 0
        for (const group of isThere ? together : []) {
          const fit = known(group.steps)
          if (fit.missing.length === 0) return pass(1)
          if (fit.missing.length < best.missing.length) [best, overlapNs] = [fit, group.overlapNs]
          couldFit ||= possible([...group.steps, ...fewLoose]).missing.length === 0
        }
        const absentNames = selectors.flatMap(({ literals, names }) =>
          scoped.steps.some((step) => names(step) !== false) ? [] : literals,
        )
        const data = {
          basis,
          calls: selectors.map(({ words }) => words),
          missing: best.missing,
          ...(basis === 'time'
            ? { overlapNs }
            : { turns: steps.map(({ name, kind, turn }) => ({ step: name ?? kind, turn })).slice(0, listedSteps) }),
        }
        const details = { data, absentNames, counterexample: spansOf(best.steps) }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(1, holes, details)
        return couldFit ? open(1, `${basis}-unknown`, details) : fail(1, 'apart', details)
      },
    }
  },
  describe(data, place) {
    const calls = (data['calls'] as readonly string[]).join(', ')
    if (data['reason'] === 'turn-unknown') {
      return {
        message: `\`parallel\` is undecided for ${place}: which model output asked for ${calls} is not recorded`,
        help: 'record call ids in the model output and on the tools, or use `basis: time`',
      }
    }
    if (data['reason'] === 'time-unknown') {
      return {
        message: `\`parallel\` is undecided for ${place}: when ${calls} ran is not recorded`,
        help: 'record start and end of every step, or use `basis: turn`',
      }
    }
    const missing = (data['missing'] as readonly string[]).join(', ')
    return {
      message:
        data['basis'] === 'turn'
          ? `no model output of ${place} asks for ${calls} together: ${missing} not with the others`
          : `${place} does not run ${calls} at one instant: ${missing} not with the others`,
      help: 'let the model ask for several calls at once, and dispatch them together',
    }
  },
})

const listedSteps = 20

interface Together {
  readonly steps: readonly Step[]
  readonly overlapNs: number
}

/** Steps that certainly belong together, and those of which nobody can say. */
interface Grouped {
  readonly together: Iterable<Together>
  readonly loose: readonly Step[]
}

function byTurn(steps: readonly Step[]): Grouped {
  const asked = Map.groupBy(steps, ({ requestedBy }) => requestedBy)
  const loose = asked.get(null) ?? []
  asked.delete(null)
  return { together: [...asked.values()].map((group) => ({ steps: group, overlapNs: 0 })), loose }
}

function byTime(steps: readonly Step[]): Grouped {
  const { timed, untimed } = executionsOf(steps)
  return { together: instants(timed), loose: untimed }
}

function* instants(timed: readonly Execution[]): Iterable<Together> {
  for (const [, openNow] of openExecutions(timed)) {
    yield {
      steps: [...new Set(openNow.map(({ step }) => step))],
      overlapNs: openNow.length < 2 ? 0 : Number(overlapOf(openNow)),
    }
  }
}

/** As many steps as can matter: of those that one call can be, no more than there are calls. */
function enoughOf(steps: readonly Step[], selectors: readonly CompiledStepSelector[]): readonly Step[] {
  return [
    ...new Set(
      selectors.flatMap(({ selects }) => steps.filter((step) => selects(step) !== false).slice(0, selectors.length)),
    ),
  ]
}

function fitter(selectors: readonly CompiledStepSelector[], isLenient: boolean): (steps: readonly Step[]) => Fit {
  const takes = selectors.map(({ selects }) => {
    const known = new Map<Step, boolean>()
    return (step: Step): boolean => {
      let takesIt = known.get(step)
      if (takesIt === undefined) {
        const decision = selects(step)
        known.set(step, (takesIt = decision === true || (isLenient && decision === undefined)))
      }
      return takesIt
    }
  })
  return (steps) => {
    const partners = takes.map((test) => steps.flatMap((step, index) => (test(step) ? [index] : [])))
    const pairs = pairMost(selectors.length, steps.length, (left) => partners[left]!)
    const paired = new Set(pairs.map(([left]) => left))
    return {
      steps: pairs.map(([, right]) => steps[right]!),
      missing: selectors.flatMap(({ words }, index) => (paired.has(index) ? [] : [words])),
    }
  }
}
