import type { Decision } from '../model/selector.ts'
import type { Attempt, SpanRef } from '../model/step.ts'
import { contentKey } from '../runs/index.ts'
import { retryAfterRead, type AttemptEvidence } from './attempt-evidence.ts'
import type { TryError } from './error-types.ts'
import type { Chain, ChainedTry } from './retry-chains.ts'
import { isFailed } from './step-selector.ts'

/** A bound that tries break, or what leaves open whether they do. */
export interface Breach {
  readonly reason: string
  readonly chain: Chain
  /** The tries that show it. */
  readonly tries: readonly ChainedTry[]
  readonly data: Readonly<Record<string, unknown>>
}

export interface RetryRules {
  readonly by: 'any' | 'runtime' | 'model'
  readonly onlyOn?: ((error: TryError) => Decision) | undefined
  readonly neverOn?: ((error: TryError) => Decision) | undefined
  readonly minBackoffNano?: number | undefined
  readonly respectsRetryAfter: boolean
  readonly growsBackoff: boolean
  readonly sameArgs?: 'require' | 'forbid' | undefined
}

/** Two tries that follow each other, and the time between. */
interface Retry {
  readonly before: ChainedTry
  readonly after: ChainedTry
  /** Nanoseconds; null where a time is missing. */
  readonly gap: number | null
}

export function retriesOf({ tries }: Chain, by: RetryRules['by']): readonly Retry[] {
  return tries.slice(1).flatMap((after, index) => {
    const before = tries[index]!
    return isCounted(after, by) ? [{ before, after, gap: gapBetween(before.attempt, after.attempt) }] : []
  })
}

export function isCounted({ by }: ChainedTry, asked: RetryRules['by']): boolean {
  return by !== null && (asked === 'any' || by === asked)
}

/** What retries of a chain break, and what is open of them. */
export function judgeRetries(
  chain: Chain,
  rules: RetryRules,
  evidence: AttemptEvidence,
): { readonly breaches: readonly Breach[]; readonly open: readonly Breach[] } {
  const breaches: Breach[] = []
  const open: Breach[] = []
  const found = (
    decision: Decision,
    [reason, unknown]: readonly [string, string],
    { before, after }: Retry,
    data: Breach['data'],
  ): void => {
    const tries = [before, after]
    if (decision === true) breaches.push({ reason, chain, tries, data })
    else if (decision === undefined) open.push({ reason: unknown, chain, tries, data })
  }
  const retries = retriesOf(chain, rules.by)
  for (const [index, retry] of retries.entries()) {
    const { before, after, gap } = retry
    if (isFailed(before.attempt.status)) {
      const error = evidence.errorOf(before.attempt)
      const data = { errorType: error.errorType, statusCode: error.statusCode }
      const kinds = ['not-retryable', 'error-unknown'] as const
      if (rules.neverOn !== undefined) found(rules.neverOn(error), kinds, retry, { ...data, rule: 'neverOn' })
      if (rules.onlyOn !== undefined) found(negate(rules.onlyOn(error)), kinds, retry, { ...data, rule: 'onlyOn' })
    }
    for (const { rule, least } of leastGaps(retry, retries[index - 1], rules, evidence)) {
      const decision = gap === null || least === null ? undefined : gap < least
      const data = { rule, gapMs: inMs(gap), leastMs: inMs(least) }
      found(decision, ['backoff-too-short', 'time-unknown'], retry, data)
    }
    if (rules.sameArgs !== undefined) {
      const [one, other] = [contentKey(chain.first.attempts[0].args), contentKey(after.attempt.args)]
      const isSame = one === null || other === null ? undefined : one === other
      const decision = rules.sameArgs === 'require' ? negate(isSame) : isSame
      found(decision, [rules.sameArgs === 'require' ? 'args-changed' : 'args-unchanged', 'content-unknown'], retry, {})
    }
  }
  return { breaches, open }
}

/** Jitter takes at most a quarter of a delay. Source: the SDKs of OpenAI and Anthropic. */
const leastGrowth = 0.75

function leastGaps(
  { before }: Retry,
  earlier: Retry | undefined,
  { minBackoffNano, respectsRetryAfter, growsBackoff }: RetryRules,
  evidence: AttemptEvidence,
): readonly { readonly rule: string; readonly least: number | null }[] {
  const least: { rule: string; least: number | null }[] = []
  if (minBackoffNano !== undefined) least.push({ rule: 'minBackoff', least: minBackoffNano })
  if (respectsRetryAfter) {
    const asked = retryAfterNano(before.attempt, evidence)
    if (asked !== undefined) least.push({ rule: 'respectRetryAfter', least: asked })
  }
  if (growsBackoff && earlier !== undefined) {
    least.push({ rule: 'backoff', least: earlier.gap === null ? null : Math.floor(earlier.gap * leastGrowth) })
  }
  return least
}

/** How long the answer to a try asks to wait; undefined where it does not ask, null where it is unknown. */
export function retryAfterNano(attempt: Attempt, evidence: AttemptEvidence): number | null | undefined {
  const asked = evidence.findLast(attempt, retryAfterRead)
  if (typeof asked === 'bigint')
    return attempt.endUnixNano === null ? null : Math.max(0, Number(asked - attempt.endUnixNano))
  return typeof asked === 'number' ? asked : undefined
}

function gapBetween({ endUnixNano: end }: Attempt, { startUnixNano: start }: Attempt): number | null {
  return end === null || start === null ? null : Number(start - end)
}

export function inMs(nano: number | null | undefined): number | null {
  return nano === null || nano === undefined ? null : nano / 1e6
}

function negate(decision: Decision): Decision {
  return decision === undefined ? undefined : !decision
}

export function spansOfTries(tries: readonly ChainedTry[]): readonly SpanRef[] {
  return tries.flatMap(({ attempt }) => attempt.spans.slice(0, 1))
}
