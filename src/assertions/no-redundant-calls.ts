import { z } from 'zod'

import type { Step } from '../model/step.ts'
import { oneOrMore } from '../schema/index.ts'
import { argumentPath } from './argument-path.ts'
import { defineAssertion } from './assertion.ts'
import { createAttemptEvidence, statusCodeRead } from './attempt-evidence.ts'
import { selectSteps } from './count-steps.ts'
import { compileErrorKinds, errorKind } from './error-types.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { createRedundancyJudge, type Judged, type Redundancy } from './redundancy.ts'
import { compileCallKey, groupSameCalls } from './same-calls.ts'
import { createSeparation } from './separation.ts'
import { compileAnyOf, compileStepNames, listOf, stepName, stepSelector } from './step-selector.ts'
import { listedIds } from './step-words.ts'

/** Errors that the same call gets again. */
const permanent = ['validation', 'permission', 'not-found']

const full = fullForm(() => ({
  exempt: oneOrMore(stepName).optional().describe('Tools that may be called again, such as those that poll'),
  key: z
    .array(argumentPath)
    .min(1, 'the list is empty')
    .optional()
    .describe('Arguments that make calls of a tool equal. Default: all'),
  resetBy: oneOrMore(stepSelector)
    .optional()
    .describe('Steps after which a call may bring something new, such as those that write. Default: none'),
  neverOn: z
    .array(errorKind)
    .min(1, 'the list is empty')
    .optional()
    .describe('Errors after which the same call is redundant too. Default: validation, permission, not-found'),
}))

export const noRedundantCalls = defineAssertion({
  id: 'no-redundant-calls',
  summary: 'Forbids calls that were made before',
  scope: 'own',
  saysNever: true,
  options: z.union([full, z.literal(true).transform((): z.output<typeof full> => ({}))]),
  compile(given, { agent, show }) {
    const { exempt, key, resetBy = [], neverOn = permanent, scope = 'own', stateCap = defaultStateCap } = given
    const isExempt = exempt === undefined ? () => false : compileStepNames(exempt)
    const resets = compileAnyOf(resetBy, 'any')
    const keyOf = compileCallKey(key)
    const isPermanent = compileErrorKinds(neverOn)
    return {
      content: { ...resets.content, args: true },
      reads: [statusCodeRead],
      check(run) {
        const scoped = run.within(scope, agent)
        const { order } = run.steps
        const calls = scoped.steps.filter(({ kind, name }) => kind === 'tool' && (name === null || !isExempt(name)))
        const evidence = createAttemptEvidence(run.run, run.steps.steps)
        let asked = 0
        const ask = (): boolean => ++asked <= stateCap
        const resetting = selectSteps(scoped.steps, resets.selects)
        const judge = createRedundancyJudge({
          order,
          ask,
          keyOf,
          separate: createSeparation(resetting, order, ask),
          staysFailed: (attempt) => isPermanent(evidence.errorOf(attempt)),
        })
        let doubt: Redundancy | undefined
        // A lost step may be one after which the call brought something new.
        const isProof = listOf(resetBy).length === 0 || scoped.extent('tools') !== 'partial'
        const settle = (judged: Judged, same: readonly Step[]): ReturnType<typeof fail> | undefined => {
          doubt ??= judged.doubt
          if (judged.proven === undefined || !isProof) return undefined
          const { reason, spans } = judged.proven
          const [{ name, args, attempts }] = same as readonly [Step]
          const data = {
            tool: name,
            count: same.length === 1 ? attempts.length : same.length,
            calls: listedIds(same),
            args: 'value' in args ? show(args.value) : null,
          }
          return fail(calls.length, reason, { data, counterexample: spans })
        }
        const groups = groupSameCalls(calls, keyOf)
        for (const step of calls) {
          const failed = settle(judge.tries(step), [step])
          if (failed !== undefined) return failed
        }
        for (const same of groups.flatMap(({ keyed }) => keyed)) {
          const active: Step[] = []
          for (const later of same) {
            for (let index = active.length - 1; index >= 0; index--) {
              const judged = judge.pair(active[index]!, later, true)
              const failed = settle(judged, same)
              if (failed !== undefined) return failed
              if (judged.isApart === true) active.splice(index, 1)
            }
            active.push(later)
          }
        }
        for (const { keyless, all } of groups) {
          for (const one of keyless) {
            for (const other of doubt === undefined ? all : []) {
              if (one === other) continue
              const isLater = order.before(other, one)
              doubt ??= judge.pair(isLater ? other : one, isLater ? one : other, undefined).doubt
              if (doubt !== undefined) break
            }
          }
        }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(calls.length, holes)
        if (asked > stateCap) return open(calls.length, 'state-cap', { data: { states: stateCap } })
        if (doubt === undefined) return pass(calls.length)
        const data = { tool: doubt.calls[0]!.name }
        return open(calls.length, doubt.reason, { data, counterexample: doubt.spans })
      },
    }
  },
  describe(data, place) {
    const tool = `\`${String(data['tool'])}\``
    const undecided = `\`no-redundant-calls\` is undecided for ${place}: `
    switch (data['reason']) {
      case 'repeated':
        return {
          message: `${place} calls ${tool} ${String(data['count'])} times for the same, expected once`,
          help: 'keep what the first call returned, or name what makes another one worthwhile under `resetBy` or `exempt`',
        }
      case 'permanent-error':
        return {
          message: `${place} calls ${tool} again after an error that stays, ${String(data['count'])} times in all`,
          help: 'have the agent correct the call or give up, or narrow `neverOn`',
        }
      case 'key-missing':
        return {
          message: `${undecided}a call of ${tool} does not have the arguments under \`key\``,
          help: 'correct the paths under `key`, or record the arguments',
        }
      case 'order-unknown':
        return {
          message: `${undecided}the recording does not say what came between two calls of ${tool}`,
          help: 'record start and end of every step',
        }
      default:
        return {
          message: `${undecided}what became of a call of ${tool} that was repeated is not recorded`,
          help: 'set `error.type` when a call fails, and record every call to its end',
        }
    }
  },
})
