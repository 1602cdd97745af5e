import type { Step } from '../../../src/model/step.ts'
import type { TrajectoryRun } from '../../../src/assertions/index.ts'

export interface PairOptions {
  readonly on?: 'key'
  readonly withinMs?: number
  readonly withinSteps?: number
  readonly concurrent?: 'violation' | 'allowed'
}

/** What the rules say of `a` and `b`, word for word, over all pairs and triples; true: satisfied. */
export function pairwise(id: string, { steps: { steps, order } }: TrajectoryRun, options: PairOptions): boolean {
  const isFailed = ({ status }: Step): boolean => status === 'error' || status === 'cancelled'
  const named = (name: string): Step[] => steps.filter((step) => step.kind === 'tool' && step.name === name)
  const [a, b] = [named('a'), named('b')]
  const good = (some: readonly Step[]): Step[] => some.filter((step) => !isFailed(step))
  const actions = steps.filter(({ kind }) => kind !== 'model' && kind !== 'agent')
  const keyOf = ({ args }: Step): unknown =>
    'value' in args ? (args.value as Record<string, unknown>)['key'] : undefined
  const agrees = (one: Step, other: Step): boolean =>
    options.on === undefined || (keyOf(one) !== undefined && keyOf(one) === keyOf(other))
  const between = (one: Step, other: Step, some: readonly Step[]): Step[] =>
    some.filter((step) => order.before(one, step) && order.before(step, other))
  const isForbidding = id.startsWith('not-')
  const takesConcurrent = options.concurrent === (isForbidding ? 'violation' : 'allowed')
  const isClose = (one: Step, other: Step): boolean =>
    (options.withinMs === undefined ||
      other.startUnixNano! - one.endUnixNano! <= BigInt(options.withinMs) * 1_000_000n) &&
    (options.withinSteps === undefined || between(one, other, actions).length < options.withinSteps)
  /** `one` first, then `other`. */
  const arePartners = (one: Step, other: Step): boolean =>
    one !== other &&
    agrees(one, other) &&
    (takesConcurrent ? !order.before(other, one) : order.before(one, other)) &&
    isClose(one, other)
  const respond = (isFree: (one: Step, other: Step) => boolean): boolean =>
    a.every((one) => good(b).some((other) => arePartners(one, other) && isFree(one, other)))
  const precede = (isFree: (one: Step, other: Step) => boolean): boolean =>
    b.every((other) => good(a).some((one) => arePartners(one, other) && isFree(one, other)))
  const always = (): boolean => true
  const isOnlyA = (one: Step, other: Step): boolean =>
    between(
      one,
      other,
      a.filter((step) => agrees(step, one)),
    ).length === 0
  const isOnlyB = (one: Step, other: Step): boolean =>
    between(
      one,
      other,
      b.filter((step) => agrees(step, other)),
    ).length === 0
  const isNext = (one: Step, other: Step): boolean => between(one, other, actions).length === 0
  const forbid = (isFree: (one: Step, other: Step) => boolean): boolean =>
    !a.some((one) =>
      b.some((other) => !(isFailed(one) && isFailed(other)) && arePartners(one, other) && isFree(one, other)),
    )
  const answered = (some: readonly Step[], others: readonly Step[]): boolean =>
    some.every((one) => good(others).some((other) => agrees(one, other)))
  const pairs = (some: readonly Step[], others: readonly Step[]): boolean =>
    some.some((one) => others.some((other) => agrees(one, other)))
  const ends = (isEnd: (step: Step) => boolean): boolean =>
    actions.some((step) => isEnd(step) && good(a).includes(step))
  switch (id) {
    case 'response':
      return respond(always)
    case 'precedence':
      return precede(always)
    case 'succession':
      return respond(always) && precede(always)
    case 'alternate-response':
      return respond(isOnlyA)
    case 'alternate-precedence':
      return precede(isOnlyB)
    case 'alternate-succession':
      return respond(isOnlyA) && precede(isOnlyB)
    case 'chain-response':
      return respond(isNext)
    case 'chain-precedence':
      return precede(isNext)
    case 'chain-succession':
      return respond(isNext) && precede(isNext)
    case 'not-succession':
      return forbid(always)
    case 'not-chain-succession':
      return forbid(isNext)
    case 'responded-existence':
      return answered(a, b)
    case 'co-existence':
      return answered(a, b) && answered(b, a)
    case 'not-co-existence':
      return !pairs(a, good(b)) && !pairs(good(a), b)
    case 'exclusive-choice':
      return good([...a, ...b]).length > 0 && !pairs(good(a), good(b))
    case 'init':
      return ends((step) => !actions.some((other) => order.before(other, step)))
    case 'last':
      return ends((step) => !actions.some((other) => order.before(step, other)))
    default:
      throw new Error(id)
  }
}
