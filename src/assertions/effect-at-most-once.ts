import { z } from 'zod'

import { canonicalText } from '../model/canonical.ts'
import type { Attempt, Step } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import type { RunRead } from '../runs/index.ts'
import { oneOrMore } from '../schema/index.ts'
import { argumentPath, compileArgumentPath } from './argument-path.ts'
import { defineAssertion } from './assertion.ts'
import { createAttemptEvidence, sideEffectRead, statusCodeRead, type AttemptEvidence } from './attempt-evidence.ts'
import { selectSteps } from './count-steps.ts'
import { compileErrorKinds, errorKind } from './error-types.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { compileStepSelector, isFailed, stepName } from './step-selector.ts'

/** Errors by which a call was refused before it did anything. */
const refused = ['validation', 'permission', 400, 401, 403, 404, 422, 429]

const options = fullForm(() => ({
  tool: oneOrMore(stepName).describe('Name of the tool that has the effect, or of several'),
  key: z
    .array(argumentPath)
    .min(1, 'the list is empty')
    .describe('Paths into the arguments whose values say what the effect is on'),
  noEffectOn: z
    .array(errorKind)
    .min(1, 'the list is empty')
    .optional()
    .describe('Errors after which nothing was done. Default: validation, permission, 400, 401, 403, 404, 422, 429'),
  unknown: z
    .enum(['inconclusive', 'fail'])
    .optional()
    .describe('What a try whose effect is unknown makes of it, such as one that timed out. Default: inconclusive'),
  idempotencyKey: argumentPath
    .optional()
    .describe('Path into the arguments, or a span attribute: tries with one such key count once'),
}))

type Effect = 'done' | 'maybe' | 'none'

interface EffectTry {
  readonly attempt: Attempt
  readonly effect: Exclude<Effect, 'none'>
  /** Null where a path leads to nothing, or the arguments are not recorded. */
  readonly key: readonly Value[] | null
  readonly idempotencyKey: string | null
}

export const effectAtMostOnce = defineAssertion({
  id: 'effect-at-most-once',
  summary: 'Forbids that a tool has its effect twice on one thing, over all tries',
  scope: 'deep',
  saysNever: true,
  options,
  compile(given, { agent, show }) {
    const { tool, key, noEffectOn = refused, unknown = 'inconclusive', idempotencyKey, scope = 'deep' } = given
    const selector = compileStepSelector({ tool }, 'any')
    const paths = key.map(compileArgumentPath)
    const hasNoEffect = compileErrorKinds(noEffectOn)
    const keyPath = idempotencyKey === undefined ? undefined : compileArgumentPath(idempotencyKey)
    const keyRead: RunRead = {
      name: `idempotency key ${idempotencyKey}`,
      take: ({ attributes }) => attributes.get(idempotencyKey ?? ''),
    }
    const triesOf = (steps: readonly Step[], evidence: AttemptEvidence): readonly EffectTry[] =>
      steps.flatMap(({ attempts }) =>
        attempts.flatMap((attempt): EffectTry[] => {
          const effect = effectOf(attempt, evidence, hasNoEffect)
          if (effect === 'none') return []
          const values = paths.map((path) => path(attempt.args))
          const isKnown = values.every((found) => found !== null && found !== undefined)
          const said =
            keyPath === undefined ? undefined : (keyPath(attempt.args)?.[0] ?? evidence.find(attempt, keyRead))
          return [
            {
              attempt,
              effect,
              key: isKnown ? values.flatMap((found) => found ?? []) : null,
              idempotencyKey: said === undefined || said === null || said === '' ? null : canonicalText(said),
            },
          ]
        }),
      )
    return {
      content: { args: true },
      reads:
        idempotencyKey === undefined ? [statusCodeRead, sideEffectRead] : [statusCodeRead, sideEffectRead, keyRead],
      names: selector.literals,
      check(run) {
        const scoped = run.within(scope, agent)
        const { sure, maybe } = selectSteps(scoped.steps, selector.selects)
        const evidence = createAttemptEvidence(run.run, run.steps.steps)
        const tries = triesOf(sure, evidence)
        const activations = sure.reduce((sum, { attempts }) => sum + attempts.length, 0)
        const outcomes = [...groupByKey(tries)].map((group) => judgeKey(group, activations, unknown, show))
        const decisive =
          outcomes.find(({ verdict }) => verdict === 'fail') ??
          outcomes.find(({ verdict }) => verdict === 'inconclusive')
        if (decisive?.verdict === 'fail') return decisive
        const keyless = [...tries.filter((one) => one.key === null), ...triesOf(maybe, evidence)]
        if (keyless.length > 0) {
          const data = { key: null, done: countOf(keyless, 'done'), maybe: countOf(keyless, 'maybe') }
          return open(Math.max(1, activations), 'key-missing', { data, counterexample: spansOf(keyless.slice(0, 2)) })
        }
        if (decisive !== undefined) return decisive
        const holes = scoped.holes('tools')
        return holes.length > 0 ? openByGaps(activations, holes) : pass(activations)
      },
    }
  },
  describe(data, place) {
    const on = `on \`${String(data['key'])}\``
    switch (data['reason']) {
      case 'twice':
        return {
          message: `${place} has the effect ${on} ${String(data['done'])} times, expected at most once`,
          help: 'send one idempotency key with every try, or check whether it is done before doing it again',
        }
      case 'key-missing':
        return {
          message: `\`effect-at-most-once\` is undecided for ${place}: the arguments of a call do not say what its effect is on`,
          help: 'record the arguments of the tool, or correct the paths under `key`',
        }
      default:
        return {
          message: `whether ${place} has the effect ${on} more than once is unknown: ${String(data['done'])} of its tries did it, and ${String(data['maybe'])} may have`,
          help: 'read back what was done before trying again, or send one idempotency key with every try',
        }
    }
  },
})

/** What a harness marks is believed; else a call that did not fail did it, and one that was refused did not. */
function effectOf(
  attempt: Attempt,
  evidence: AttemptEvidence,
  hasNoEffect: ReturnType<typeof compileErrorKinds>,
): Effect {
  const marked = evidence.findLast(attempt, sideEffectRead)
  if (marked === 'committed') return 'done'
  if (marked === 'none') return 'none'
  if (marked === 'unknown') return 'maybe'
  // What is not executed yet may still be.
  if (attempt.status === 'pending') return 'maybe'
  if (!isFailed(attempt.status)) return 'done'
  return hasNoEffect(evidence.errorOf(attempt)) === true ? 'none' : 'maybe'
}

function groupByKey(tries: readonly EffectTry[]): Iterable<readonly EffectTry[]> {
  const known = tries.filter(({ key }) => key !== null)
  return Map.groupBy(known, ({ key }) => canonicalText(key)).values()
}

/** Tries with one idempotency key are one, and were done if any of them was. */
function judgeKey(
  tries: readonly EffectTry[],
  activations: number,
  unknown: 'inconclusive' | 'fail',
  show: (value: Value) => string,
): Outcome {
  const apart = [
    ...tries.filter(({ idempotencyKey }) => idempotencyKey === null),
    ...[...Map.groupBy(tries, ({ idempotencyKey }) => idempotencyKey)].flatMap(([key, same]) =>
      key === null ? [] : [same.find(({ effect }) => effect === 'done') ?? same[0]!],
    ),
  ]
  const done = apart.filter(({ effect }) => effect === 'done')
  const maybe = apart.filter(({ effect }) => effect === 'maybe')
  if (done.length + maybe.length < 2) return pass(activations)
  const key = tries[0]!.key!
  const data = { key: key.map((value) => show(value)).join(', '), done: done.length, maybe: maybe.length }
  if (done.length > 1) return fail(activations, 'twice', { data, counterexample: spansOf(done.slice(0, 2)) })
  const details = { data, counterexample: spansOf([...done, ...maybe].slice(0, 2)) }
  return unknown === 'fail' ? fail(activations, 'maybe-twice', details) : open(activations, 'maybe-twice', details)
}

function spansOf(tries: readonly EffectTry[]): readonly Attempt['spans'][number][] {
  return tries.flatMap(({ attempt }) => attempt.spans.slice(0, 1))
}

function countOf(tries: readonly EffectTry[], effect: Effect): number {
  return tries.filter((one) => one.effect === effect).length
}
