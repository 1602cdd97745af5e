import { z } from 'zod'

import type { SpanRef, Step } from '../model/step.ts'
import { defineAssertion } from './assertion.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { startsAfter } from './plan/observe-steps.ts'
import { findCarriers, keepsNoEvents, planReads, readCarrier } from './plan/plan-carriers.ts'
import { describePlanProblem } from './plan/plan-evidence.ts'

const full = fullForm(() => ({
  before: z.enum(['first-tool', 'end']).optional().describe('By when it must stand. Default: first-tool'),
  min: z.int('is no whole number').min(1, 'is below 1').optional().describe('How many plans, by id. Default: 1'),
}))

interface Emitted {
  readonly id: string
  readonly version: number
  readonly at: bigint | null
  readonly step: Step | null
  readonly span: SpanRef
}

export const planEmitted = defineAssertion({
  id: 'plan-emitted',
  summary: 'Requires that a run says its plan, before it acts',
  scope: 'own',
  options: z.union([full, z.literal(true).transform((): z.output<typeof full> => ({}))]),
  compile({ before = 'first-tool', min = 1, scope = 'own' }, { agent }) {
    return {
      reads: planReads,
      check(run) {
        const scoped = run.within(scope, agent)
        const { found, silent } = findCarriers(run, scoped)
        const tools = before === 'end' ? [] : scoped.steps.filter(({ kind }) => kind === 'tool')
        const plans = new Map<string, Emitted>()
        const problems: { readonly reason: string; readonly detail: string; readonly span: SpanRef }[] = []
        for (const carrier of found) {
          if (carrier.kind !== 'emitted') continue
          const read = readCarrier(carrier)
          const { at, step, span } = carrier
          if (!('emitted' in read)) problems.push({ reason: read.reason, detail: read.message, span })
          else if (!plans.has(read.emitted.id)) {
            const { id, version } = read.emitted
            plans.set(id, { id, version, at, step, span })
          }
        }
        for (const { spans } of silent) {
          problems.push({
            reason: 'plan-unreadable',
            detail: 'a planning step says nothing of its plan',
            span: spans[0]!,
          })
        }
        let [sure, maybe] = [0, 0]
        for (const plan of plans.values()) {
          const isEarly = tools.map((tool) => startsAfter(tool, plan, run))
          if (isEarly.every((one) => one === true)) sure++
          else if (!isEarly.includes(false)) maybe++
        }
        const data = {
          plans: [...plans.values()].slice(0, 20).map(({ id, version, span }) => ({ id, version, span: span.spanId })),
          count: sure,
          min,
          before,
        }
        const details = { data, counterexample: [...plans.values()].map(({ span }) => span) }
        if (sure >= min) return pass(1)
        const holes = scoped.holes()
        if (holes.length > 0) return openByGaps(1, holes, details)
        const [problem] = problems
        if (problem !== undefined) {
          const { reason, detail, span } = problem
          return open(1, reason, { data: { ...data, detail }, counterexample: [span] })
        }
        if (keepsNoEvents(run.run)) {
          return open(1, 'plan-unreadable', {
            data: { ...data, detail: 'the format of the recording keeps no events' },
          })
        }
        if (sure + maybe >= min) {
          const detail = 'nothing tells whether its plan stood before its first tool call'
          return open(1, 'plan-unreadable', { ...details, data: { ...data, detail } })
        }
        return fail(1, plans.size === 0 ? 'not-emitted' : plans.size < min ? 'too-few' : 'too-late', details)
      },
    }
  },
  describe(data, place) {
    const problem = describePlanProblem('plan-emitted', data, place)
    if (problem !== undefined) return problem
    const help = 'record the plan in a `spanpact.plan.emitted` event before the first tool is called'
    const { reason, count, min } = data
    if (reason === 'not-emitted') return { message: `${place} says no plan, expected one`, help }
    if (reason === 'too-late')
      return { message: `${place} says its plan after its first tool call, expected it before`, help }
    return { message: `${place} says ${String(count)} plans, expected at least ${String(min)}`, help }
  },
})
