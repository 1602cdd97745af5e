import type { Decision } from '../model/selector.ts'
import type { Step } from '../model/step.ts'
import { createBetween, isAction } from './declare/between.ts'
import { sharesKey, type Key } from './declare/correlation.ts'
import { both } from './declare/decisions.ts'
import { createParty } from './declare/party.ts'
import { createPartnerSearch, type Relation } from './declare/partners.ts'
import type { Failure } from './failures.ts'
import { isFailed } from './step-selector.ts'
import type { ScopedRun, TrajectoryRun } from './trajectory-run.ts'

export interface RecoveryRule {
  /** Whether a step recovers from what failed; undefined: any step of the same kind and name that did not fail. */
  readonly takes: ((step: Step) => Decision) | undefined
  /** How many steps later at most, model calls and plans not counted; infinity for any. */
  readonly within: number
  readonly ask: () => boolean
}

export interface Recovery {
  readonly decision: Decision
  /** What recovers, or is nearest to it. */
  readonly step: Step | null
  readonly relation: Relation
}

/** Finds what recovers from failures; null where none is asked for: the step was tried again and is no failed one. */
export function createRecoverySearch(
  { steps: { order } }: TrajectoryRun,
  scoped: ScopedRun,
  { takes, within, ask }: RecoveryRule,
): (failure: Failure) => Recovery | null {
  const selects = takes ?? ((step: Step) => didNotFail(step))
  const keyOf = ({ kind, name }: Step): Key =>
    takes === undefined ? (name === null ? undefined : JSON.stringify([kind, name])) : ''
  const actions = scoped.steps.filter(isAction)
  const timed = actions.filter(({ startUnixNano, endUnixNano }) => startUnixNano !== null && endUnixNano !== null)
  const between = createBetween(
    order,
    'after',
    createParty(
      actions,
      () => true,
      () => '',
    ),
    () => '',
    ask,
  )
  const search = createPartnerSearch({
    order,
    direction: 'after',
    partners: createParty(scoped.steps, selects, keyOf),
    keyOf,
    takesConcurrent: false,
    limitNano: Number.POSITIVE_INFINITY,
    between: within === Number.POSITIVE_INFINITY ? [] : [{ steps: between, limit: within }],
    fits: () => true,
    ask,
  })
  return (failure) => {
    const { step, success } = failure
    if (success !== null) {
      const replaces = (other: Step): Decision => both(sharesKey(keyOf(step), keyOf(other)), selects(other))
      return recoveredByTrying(failure, replaces, within, timed)
    }
    const { decision, partner } = search.find(step)
    if (decision !== false) return { decision, step: partner, relation: 'none' }
    const lack = search.explain(step)
    return { decision, step: lack.partner, relation: lack.relation }
  }
}

/** A step whose last try did not fail recovers by itself, where it is one that recovers. */
function recoveredByTrying(
  { step, attempt, success }: Failure,
  replaces: (step: Step) => Decision,
  within: number,
  timed: readonly Step[],
): Recovery | null {
  const takes = replaces(step)
  if (takes === false) return null
  if (within === Number.POSITIVE_INFINITY) return { decision: takes, step, relation: 'none' }
  const [from, to] = [attempt.endUnixNano, success!.startUnixNano]
  if (from === null || to === null) return { decision: undefined, step, relation: 'none' }
  const meanwhile = startedIn(timed, from, to, step, within)
  const earlier = meanwhile.find((other) => replaces(other) === true)
  if (earlier !== undefined) return { decision: true, step: earlier, relation: 'none' }
  return meanwhile.length < within
    ? { decision: takes, step, relation: 'none' }
    : { decision: false, step, relation: 'too-late' }
}

/** Up to `limit` of the steps, sorted by start, that began and ended in that time. */
function startedIn(timed: readonly Step[], from: bigint, to: bigint, except: Step, limit: number): readonly Step[] {
  let [low, high] = [0, timed.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timed[middle]!.startUnixNano! < from) low = middle + 1
    else high = middle
  }
  const found: Step[] = []
  for (let at = low; at < timed.length && timed[at]!.startUnixNano! <= to && found.length < limit; at++) {
    if (timed[at] !== except && timed[at]!.endUnixNano! <= to) found.push(timed[at]!)
  }
  return found
}

function didNotFail({ status }: Step): Decision {
  return status === 'pending' ? undefined : !isFailed(status)
}
