import type { Step } from '../../../src/model/step.ts'

/** A step as the definition of the order needs it, with what surrounds it written out. */
export interface OrderedStep {
  readonly step: Step
  /** The step or workflow directly around it, then the one around that. */
  readonly around: readonly string[]
  /** Turn of a step of that id, in the scope it is directly in. */
  readonly resource: number
  readonly precisionNano: bigint
}

/** The definition of `before`, word for word, over all pairs; `nodes` are steps and workflows by id. */
export function beforeOracle(
  steps: readonly OrderedStep[],
  clockSkewNano: bigint,
): (one: OrderedStep, other: OrderedStep) => boolean {
  const byId = new Map(steps.map((one) => [one.step.id, one]))
  const chain = (one: OrderedStep): string[] => [one.step.id, ...one.around]
  const requester = (id: string): string | null => byId.get(id)?.step.requestedBy ?? null

  /** Both chains without what contains both. */
  const apart = (one: OrderedStep, other: OrderedStep): [string[], string[]] => [
    chain(one).filter((id) => !chain(other).includes(id)),
    chain(other).filter((id) => !chain(one).includes(id)),
  ]
  const contains = (outer: OrderedStep, inner: OrderedStep): boolean => chain(inner).includes(outer.step.id)
  const sameTurn = (one: OrderedStep, other: OrderedStep): boolean => {
    const outermostAsked = (ids: readonly string[]): string | null =>
      ids.map(requester).findLast((asker) => asker !== null) ?? null
    const [left, right] = apart(one, other).map(outermostAsked)
    return left !== null && left === right
  }
  const asks = (one: OrderedStep, other: OrderedStep): boolean =>
    chain(other).some((id) => requester(id) === one.step.id)
  const tolerance = (one: OrderedStep, other: OrderedStep): bigint => {
    const precision = one.precisionNano > other.precisionNano ? one.precisionNano : other.precisionNano
    const rounded = precision > 1n ? precision : 0n
    const skew = one.resource === other.resource ? 0n : clockSkewNano
    return rounded > skew ? rounded : skew
  }
  /** Undefined: the times do not tell. */
  const byTime = (one: OrderedStep, other: OrderedStep): boolean | undefined => {
    const [a, b] = [one.step, other.step]
    const limit = tolerance(one, other)
    for (const { startUnixNano, endUnixNano } of [a, b]) {
      if (startUnixNano !== null && endUnixNano !== null && endUnixNano < startUnixNano) return undefined
    }
    const forward = a.endUnixNano === null || b.startUnixNano === null ? null : b.startUnixNano - a.endUnixNano
    const backward = b.endUnixNano === null || a.startUnixNano === null ? null : a.startUnixNano - b.endUnixNano
    const isForward = forward !== null && forward >= limit
    const isBackward = backward !== null && backward >= limit
    if (isForward || isBackward) return isForward && !isBackward
    if (forward === null || backward === null) return undefined
    return forward < 0n && -forward >= limit && backward < 0n && -backward >= limit ? false : undefined
  }
  const turnOf = (ids: readonly string[]): number | null => byId.get(ids.at(-1)!)?.step.turn ?? null

  return (one, other) => {
    if (contains(one, other) || contains(other, one)) return false
    if (sameTurn(one, other)) return false
    if (asks(one, other) !== asks(other, one)) return asks(one, other)
    const told = byTime(one, other)
    if (told !== undefined) return told
    const [left, right] = apart(one, other).map(turnOf)
    return left != null && right != null && left < right
  }
}
