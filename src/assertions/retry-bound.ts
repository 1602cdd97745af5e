import { z } from 'zod'

import { durationNano } from '../model/duration.ts'
import type { Gap, SpanRef } from '../model/step.ts'
import { duration, exactCount, filledIn } from '../schema/index.ts'
import { argumentPath } from './argument-path.ts'
import { defineAssertion } from './assertion.ts'
import { createAttemptEvidence, retryAfterRead, statusCodeRead, type AttemptEvidence } from './attempt-evidence.ts'
import { selectSteps } from './count-steps.ts'
import { compileErrorKinds, errorKind } from './error-types.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { compileChains, type Chain, type ChainedTry } from './retry-chains.ts'
import {
  inMs,
  isCounted,
  judgeRetries,
  retriesOf,
  retryAfterNano,
  spansOfTries,
  type Breach,
  type RetryRules,
} from './retry-rules.ts'
import { compileStepSelector, stepSelector } from './step-selector.ts'

const layers = ['agent', 'sdk', 'wire', 'any'] as const
type Layer = (typeof layers)[number]

const kindList = z.array(errorKind).min(1, 'the list is empty')
const tries = z.int('is no whole number').min(1, 'is below 1: the first try counts')

const rules = {
  maxAttempts: tries.optional().describe('Tries of one step, the first included'),
  total: exactCount.optional().describe('Retries of all steps of the run'),
  onlyOn: kindList
    .optional()
    .describe('Errors that may be tried again: types, status codes, `5xx`, or words such as `timeout`'),
  neverOn: kindList.optional().describe('Errors that must not be tried again'),
  minBackoff: duration.optional().describe("Least time from a try's end to the next one's start"),
  respectRetryAfter: z.boolean().optional().describe('That time is at least what the answer asked for'),
  backoff: z
    .literal('increasing')
    .optional()
    .describe('Each of these times is at least the one before, up to jitter of a quarter'),
  sameArgs: z.enum(['require', 'forbid']).optional().describe('Whether a retry has the arguments of the first try'),
  amplification: z.number().min(1, 'is below 1').optional().describe('Tries on the wire for one step, over all layers'),
}

const options = fullForm(() => ({
  ...rules,
  tool: stepSelector.optional().describe('Which steps. Default: all tool and model calls'),
  by: z.enum(['any', 'runtime', 'model']).optional().describe('Whose retries count. Default: any'),
  layer: z.enum(layers).optional().describe('Whose tries count. Default: agent, those that show as steps'),
  retryIdentity: z
    .union([z.enum(['args', 'tool']), z.array(argumentPath).min(1, 'the list is empty')])
    .optional()
    .describe('What makes a call after a failure a retry: equal arguments (default), the same tool, or some arguments'),
})).refine(
  (value) =>
    (Object.keys(rules) as (keyof typeof rules)[]).some((key) => value[key] !== undefined && value[key] !== false),
  filledIn('bounds nothing: give `maxAttempts`, `total` or another rule'),
)

export const retryBound = defineAssertion({
  id: 'retry-bound',
  summary: 'Bounds how often and when a step is tried again',
  scope: 'deep',
  options,
  compile(given, { agent }) {
    const { scope = 'deep', layer = 'agent', by = 'any', retryIdentity = 'args', tool } = given
    const selector = compileStepSelector(tool ?? { kind: ['tool', 'model'] }, 'any')
    const chainsOf = compileChains(retryIdentity)
    const ofRetries: RetryRules = {
      by,
      onlyOn: given.onlyOn && compileErrorKinds(given.onlyOn),
      neverOn: given.neverOn && compileErrorKinds(given.neverOn),
      minBackoffNano: given.minBackoff === undefined ? undefined : durationNano(given.minBackoff),
      respectsRetryAfter: given.respectRetryAfter === true,
      growsBackoff: given.backoff !== undefined,
      sameArgs: given.sameArgs,
    }
    const limits: Limits = { ...given, layer, by }
    const asksBelow =
      (layer !== 'agent' && (given.maxAttempts ?? given.total) !== undefined) || given.amplification !== undefined
    return {
      content: { ...selector.content, ...(Array.isArray(retryIdentity) ? { args: true as const } : {}) },
      reads: [statusCodeRead, retryAfterRead],
      check(run) {
        const scoped = run.within(scope, agent)
        const { sure, maybe } = selectSteps(scoped.steps, selector.selects)
        const chains = chainsOf(sure, maybe, run.steps.order)
        const evidence = createAttemptEvidence(run.run, run.steps.steps)
        const activations = sure.length + maybe.length
        const outcomeOf = (breach: Breach, isProven: boolean): Outcome => {
          const data = { ...dataOf(breach.chain, by, evidence), ...breach.data }
          const details = { data, counterexample: spansOfTries(breach.tries) }
          return isProven ? fail(activations, breach.reason, details) : open(activations, breach.reason, details)
        }
        const known = judge(chains.sure, limits, ofRetries, evidence)
        const [breach] = known.breaches
        if (breach !== undefined) return outcomeOf(breach, true)
        const possible = chains.possible === chains.sure ? known : judge(chains.possible, limits, ofRetries, evidence)
        const [maybeBreach] = [
          ...possible.breaches.map((one) => ({ ...one, reason: 'content-unknown' })),
          ...possible.open,
        ]
        if (maybeBreach !== undefined) return outcomeOf(maybeBreach, false)
        const hidden = asksBelow ? hiddenTries(chains.possible, scoped.gaps('attempts'), layer) : []
        const lost = scoped.gaps('attempts').filter((gap) => gap.layer === 'agent')
        const holes = [...scoped.holes('tools'), ...hidden, ...lost]
        return holes.length > 0 ? openByGaps(activations, holes) : pass(activations)
      },
    }
  },
  describe(data, place) {
    const step = `${String(data['kind'])} ${typeof data['step'] === 'string' ? `\`${data['step']}\`` : 'without a name'}`
    const [value, limit] = [String(data['value']), String(data['limit'])]
    switch (data['reason']) {
      case 'too-many-attempts':
        return {
          message: `${place} tries ${step} ${value} times at layer \`${String(data['layer'])}\`, expected at most ${limit}`,
          help: 'lower the retries of that layer, or raise `maxAttempts`',
        }
      case 'amplification-exceeded':
        return {
          message: `${place} sends ${value} requests for one ${step}, over all layers, expected at most ${limit}`,
          help: 'retry in one layer only, or raise `amplification`',
        }
      case 'total-exceeded':
        return {
          message: `${place} has ${value} retries, expected at most ${limit}`,
          help: 'share one retry budget among all steps, or raise `total`',
        }
      case 'not-retryable': {
        const error = data['errorType'] ?? data['statusCode']
        return {
          message: `${place} tries ${step} again after error \`${String(error)}\`, which \`${String(data['rule'])}\` rules out`,
          help: 'stop at permanent errors, or change the list',
        }
      }
      case 'backoff-too-short':
        return {
          message: `${place} tries ${step} again after ${String(data['gapMs'])} ms, where \`${String(data['rule'])}\` asks for ${String(data['leastMs'])} ms`,
          help: 'wait before the retry as long as the answer asks, and longer each time',
        }
      case 'args-changed':
        return {
          message: `${place} tries ${step} again with other arguments`,
          help: 'repeat the call as it was, or drop `sameArgs`',
        }
      case 'args-unchanged':
        return {
          message: `${place} tries ${step} again with the same arguments`,
          help: 'have the agent correct the call first, or drop `sameArgs`',
        }
      case 'error-unknown':
        return {
          message: `\`retry-bound\` is undecided for ${place}: ${step} is tried again after an error of unknown type`,
          help: 'set `error.type`, and `http.response.status_code` on the request, when a call fails',
        }
      default:
        return {
          message: `\`retry-bound\` is undecided for ${place}: the times between tries of ${step} are not recorded`,
          help: 'record start and end of every try',
        }
    }
  },
})

interface Limits {
  readonly layer: Layer
  readonly by: RetryRules['by']
  readonly maxAttempts?: number | undefined
  readonly total?: number | undefined
  readonly amplification?: number | undefined
}

function judge(
  chains: readonly Chain[],
  limits: Limits,
  ofRetries: RetryRules,
  evidence: AttemptEvidence,
): { readonly breaches: readonly Breach[]; readonly open: readonly Breach[] } {
  const breaches = [...tooMany(chains, limits), ...tooManyInAll(chains, limits)]
  const undecided: Breach[] = []
  for (const chain of chains) {
    if (chain.tries.length < 2) continue
    const found = judgeRetries(chain, ofRetries, evidence)
    for (const one of found.breaches) breaches.push(one)
    for (const one of found.open) undecided.push(one)
  }
  return { breaches, open: undecided }
}

function tooMany(chains: readonly Chain[], { layer, by, maxAttempts, amplification }: Limits): readonly Breach[] {
  const breaches: Breach[] = []
  for (const chain of chains) {
    const exceed = (reason: string, at: string, value: number, limit: number, shown: readonly ChainedTry[]): void => {
      if (value > limit) breaches.push({ reason, chain, tries: shown, data: { layer: at, value, limit } })
    }
    if (maxAttempts !== undefined && (layer === 'agent' || layer === 'any')) {
      const value = triesOfAgent(chain, by)
      exceed('too-many-attempts', 'agent', value, maxAttempts, chain.tries.slice(0, maxAttempts + 1))
    }
    if (maxAttempts !== undefined && layer !== 'agent') {
      const most = chain.tries.reduce((one, other) => (triesBelow(other) > triesBelow(one) ? other : one))
      exceed('too-many-attempts', layer === 'any' ? 'sdk or wire' : layer, triesBelow(most), maxAttempts, [most])
    }
    if (amplification !== undefined) {
      exceed('amplification-exceeded', 'any', triesOnWire(chain), amplification, chain.tries)
    }
  }
  return breaches
}

function tooManyInAll(chains: readonly Chain[], { layer, by, total }: Limits): readonly Breach[] {
  if (total === undefined) return []
  let value = 0
  const shown: ChainedTry[] = []
  let crossing: { readonly chain: Chain; readonly shown: readonly ChainedTry[] } | undefined
  for (const chain of chains) {
    const retries = retriesInAll(chain, layer, by)
    if (retries === 0) continue
    value += retries
    for (const one of chain.tries) shown.push(one)
    if (value > total) crossing ??= { chain, shown: [...shown] }
  }
  if (crossing === undefined) return []
  const [crossedAt] = spansOfTries(crossing.chain.tries.slice(-1)) as [SpanRef]
  const data = { layer, value, limit: total, crossedAt: crossedAt.spanId }
  return [{ reason: 'total-exceeded', chain: crossing.chain, tries: crossing.shown, data }]
}

function retriesInAll(chain: Chain, layer: Layer, by: RetryRules['by']): number {
  if (layer === 'agent') return triesOfAgent(chain, by) - 1
  if (layer === 'any') return triesOnWire(chain) - 1
  return triesOnWire(chain) - chain.tries.length
}

/** A try that the recording numbers and does not hold was one too. */
function triesOfAgent({ tries: all }: Chain, by: RetryRules['by']): number {
  const counted = 1 + all.filter((one) => isCounted(one, by)).length
  const last = all.at(-1)!.attempt.index
  return by === 'any' && all.length === all.at(-1)!.step.attempts.length ? Math.max(counted, last) : counted
}

function triesBelow({ below }: ChainedTry): number {
  return below ?? 1
}

function triesOnWire({ tries: all }: Chain): number {
  return all.reduce((sum, one) => sum + triesBelow(one), 0)
}

/** Holes of the layers that are asked for, where a model call is among the steps. */
function hiddenTries(chains: readonly Chain[], gaps: readonly Gap[], layer: Layer): readonly Gap[] {
  const isHidden = chains.some(({ tries: all }) =>
    all.some(({ step, below }) => step.kind === 'model' && below === null),
  )
  if (!isHidden) return []
  return gaps.filter((gap) => (layer === 'sdk' || layer === 'wire' ? gap.layer === layer : gap.layer !== 'agent'))
}

const listedTries = 20

function dataOf(chain: Chain, by: RetryRules['by'], evidence: AttemptEvidence): Readonly<Record<string, unknown>> {
  const gaps = new Map(retriesOf(chain, by).map(({ after, gap }) => [after, gap]))
  return {
    step: chain.first.name,
    kind: chain.first.kind,
    attempts: chain.tries.slice(0, listedTries).map((one) => ({
      span: one.attempt.spans[0]?.spanId ?? null,
      status: one.attempt.status,
      errorType: one.attempt.errorType,
      gapMs: inMs(gaps.get(one)),
      retryAfterMs: inMs(retryAfterNano(one.attempt, evidence)),
    })),
  }
}
