import { z } from 'zod'

import type { Decision } from '../model/selector.ts'
import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { executionsOf, openExecutions, overlapOf, type Execution } from './executions.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { compileAnyOf, stepSelector } from './step-selector.ts'

const calls = oneOrMore(stepSelector).describe('Steps of which no two run at the same time, whichever they are')
const full = fullForm(() => ({ calls }))

const listedOverlaps = 5

export const sequential = defineAssertion({
  id: 'sequential',
  summary: 'Forbids that steps run at the same time',
  scope: 'own',
  saysNever: true,
  options: z.union([full, calls.transform((given): z.output<typeof full> => ({ calls: given }))]),
  compile({ calls: given, scope = 'own' }, { agent }) {
    const selector = compileAnyOf(given, 'any')
    return {
      content: selector.content,
      check(run) {
        const scoped = run.within(scope, agent)
        const { sure, maybe } = selectSteps(scoped.steps, selector.selects)
        const { timed, untimed } = executionsOf([...sure, ...maybe])
        const isSure = new Set(sure)
        const activations = sure.length + maybe.length
        const overlaps: { readonly pair: readonly [Execution, Execution]; readonly ns: number }[] = []
        let doubt: 'order-unknown' | 'content-unknown' | undefined
        for (const [one, others] of openExecutions(timed)) {
          if (overlaps.length === listedOverlaps) break
          for (const other of others) {
            if (other.step === one.step || overlaps.length === listedOverlaps) continue
            const decision = overlap(other.step, one.step, run.steps.order)
            if (decision === false) continue
            if (decision === undefined) doubt ??= 'order-unknown'
            else if (!isSure.has(one.step) || !isSure.has(other.step)) doubt ??= 'content-unknown'
            else overlaps.push({ pair: [other, one], ns: Number(overlapOf([other, one])) })
          }
        }
        const data = {
          calls: selector.words,
          overlaps: overlaps.map(({ pair, ns }) => ({ steps: pair.map(({ step }) => step.name ?? step.kind), ns })),
        }
        const [first] = overlaps
        if (first !== undefined) {
          return fail(activations, 'overlap', { data, counterexample: first.pair.map(({ span }) => span) })
        }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(activations, holes, { data })
        if (untimed.length > 0 && activations > 1) {
          return open(activations, 'time-unknown', { data, counterexample: spansOf(untimed) })
        }
        return doubt === undefined ? pass(activations) : open(activations, doubt, { data })
      },
    }
  },
  describe(data, place) {
    const [first] = data['overlaps'] as readonly { readonly steps: readonly string[]; readonly ns: number }[]
    if (first === undefined) {
      return {
        message: `\`sequential\` is undecided for ${place}: the recording does not say whether ${String(data['calls'])} ran at the same time`,
        help: 'record start and end of every step, with one clock',
      }
    }
    const [one, other] = first.steps
    return {
      message: `${place} runs \`${one}\` and \`${other}\` at the same time, for ${first.ns / 1e6} ms`,
      help: 'await the one before the other starts, or switch parallel tool calls off',
    }
  },
})

/** Of two stretches that overlap: what contains the other does not run beside it, and clocks may be wrong. */
function overlap(one: Step, other: Step, order: StepOrder): Decision {
  if (order.contains(one, other) || order.contains(other, one)) return false
  if (order.isSameTurn(one, other)) return true
  return order.decide(one, other) === undefined || order.decide(other, one) === undefined ? undefined : true
}
