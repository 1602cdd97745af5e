import { z } from 'zod'

import { factsOf, userTextsOf, userTextsOfLogs } from '../dialects/index.ts'
import type { Step } from '../model/step.ts'
import type { RunRead } from '../runs/index.ts'
import { exactCount, filledIn } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { planReads } from './plan/plan-carriers.ts'
import { describePlanProblem, withoutPlan } from './plan/plan-evidence.ts'
import { createPlanFinder, sourceShape, type SourcedVersion } from './plan/plan-source.ts'
import { isFailed } from './step-selector.ts'
import type { ScopedRun, TrajectoryRun } from './trajectory-run.ts'

const full = fullForm(() => ({
  max: exactCount.optional().describe('At most this many versions after the first'),
  requireTrigger: z
    .boolean()
    .optional()
    .describe('Each needs a failed step, or new user input, since the version before'),
  extract: sourceShape.extract,
})).refine(
  ({ max, requireTrigger }) => max !== undefined || requireTrigger === true,
  filledIn('needs `max`, or `requireTrigger: true`'),
)

/** How many messages of the user a span holds. */
const messagesRead: RunRead = {
  name: 'user messages',
  take: (span) => userTextsOf(span, () => factsOf(span)?.kind)?.length,
}

export const replanBound = defineAssertion({
  id: 'replan-bound',
  summary: 'Bounds how often a run plans anew, and why',
  scope: 'own',
  isOptional: true,
  options: full,
  compile({ max, requireTrigger = false, extract, scope = 'own' }, { agent }) {
    const finder = createPlanFinder({ extract })
    return {
      content: finder.content,
      reads: [...planReads, ...(requireTrigger ? [messagesRead] : [])],
      check(run) {
        const scoped = run.within(scope, agent)
        const plan = finder.find(run, scoped)
        const holes = scoped.holes()
        if ('reason' in plan) {
          if (plan.isAbsent !== true) return withoutPlan(plan)
          return holes.length > 0 ? openByGaps(0, holes) : pass(0)
        }
        const { versions } = plan
        const replans = versions.length - 1
        const activations = max === undefined ? replans : Math.max(1, replans)
        const found = requireTrigger
          ? versions
              .slice(1)
              .map((version, index) => ({ version, trigger: triggerOf(run, scoped, versions[index]!, version) }))
          : []
        const untriggered = found.filter(({ trigger }) => trigger === false).map(({ version }) => version)
        const data = {
          versions: versions.map(({ version }) => version),
          replans,
          max: max ?? null,
          untriggered: untriggered.map(({ version }) => version),
        }
        const at = (some: readonly SourcedVersion[]) => some.flatMap(({ span }) => (span === null ? [] : [span]))
        if (max !== undefined && replans > max) {
          return fail(activations, 'too-many', { data, counterexample: at(versions.slice(0, max + 2)) })
        }
        const counterexample = at(untriggered)
        if (untriggered.length > 0 && holes.length === 0)
          return fail(activations, 'untriggered', { data, counterexample })
        if (holes.length > 0) return openByGaps(activations, holes, { data })
        const [unknown] = found.filter(({ trigger }) => trigger === undefined)
        if (unknown === undefined) return pass(activations)
        return open(activations, 'trigger-unknown', {
          data: { ...data, version: unknown.version.version },
          counterexample: at([unknown.version]),
        })
      },
    }
  },
  describe(data, place) {
    const problem = describePlanProblem('replan-bound', data, place)
    if (problem !== undefined) return problem
    const { reason, replans, max, untriggered, version } = data
    if (reason === 'trigger-unknown') {
      return {
        message: `\`replan-bound\` is undecided for ${place}: nothing recorded shows what version ${String(version)} of its plan answers`,
        help: 'record the messages of the user, and the times of steps',
      }
    }
    if (reason === 'untriggered') {
      return {
        message: `${place} plans anew without a failed step or new user input: version ${String((untriggered as readonly number[])[0])}`,
        help: 'keep the agent to its plan until something makes it change it',
      }
    }
    return {
      message: `${place} plans anew ${String(replans)} times, expected at most ${String(max)}`,
      help: 'find out why the plan does not hold, or raise `max`',
    }
  },
})

/** Whether something between two versions gave reason for the later one; undefined where that is not recorded. */
function triggerOf(
  run: TrajectoryRun,
  scoped: ScopedRun,
  before: SourcedVersion,
  after: SourcedVersion,
): boolean | undefined {
  const from = before.at
  const to = after.at
  if (typeof from !== 'bigint' || typeof to !== 'bigint') return undefined
  const isBetween = (at: bigint | null): boolean => at !== null && at > from && at <= to
  // A failed try that succeeds after the new plan was a failure when it was made.
  const hasFailed = scoped.steps.some(({ attempts }) =>
    attempts.some(({ status, endUnixNano }) => isFailed(status) && isBetween(endUnixNano)),
  )
  if (hasFailed || invocations(run).some(({ startUnixNano }) => isBetween(startUnixNano))) return true
  let [earlier, later] = [0, 0]
  let hasMessages = false
  for (const { values, logEvents, startUnixNano } of run.run.spans) {
    const count = (values.get(messagesRead.name) as number | undefined) ?? userTextsOfLogs(logEvents)?.length
    if (count === undefined || startUnixNano === null) continue
    hasMessages = true
    if (startUnixNano <= from) earlier = Math.max(earlier, count)
    else if (startUnixNano <= to) later = Math.max(later, count)
  }
  if (later > earlier && earlier > 0) return true
  const hasUnknownEnd = scoped.steps.some(({ attempts }) =>
    attempts.some(({ status, endUnixNano }) => isFailed(status) && endUnixNano === null),
  )
  // It says that the user said more, and no message is recorded that could show it.
  return hasUnknownEnd || (after.reason === 'new-input' && !hasMessages) ? undefined : false
}

/** Each outermost invocation of an agent is one message of its user. */
function invocations({ steps }: TrajectoryRun): readonly Step[] {
  return steps.steps.filter(({ kind, scope }) => kind === 'agent' && scope === null)
}
