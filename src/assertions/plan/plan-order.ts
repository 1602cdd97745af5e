import { addBit, addBits, createBits, hasBit, includesBits, type Bits } from '../bits.ts'

export interface StepOrder {
  /** Every step after those it comes after, otherwise as listed. */
  readonly order: readonly number[]
  /** Whether a step, by its place in the list, must come before another, directly or not. */
  readonly precedes: (one: number, other: number) => boolean
}

/** Sorts steps by what each comes after and closes that relation, or names the steps of one circle. */
export function orderSteps(after: readonly Bits[]): StepOrder | { readonly cycle: readonly number[] } {
  const order: number[] = []
  const done = createBits(after.length)
  const before = after.map((bits) => bits.slice())
  const nextReady = (): number => after.findIndex((bits, step) => !hasBit(done, step) && includesBits(done, bits))
  for (let next = nextReady(); next !== -1; next = nextReady()) {
    for (const other of order) if (hasBit(after[next]!, other)) addBits(before[next]!, before[other]!)
    addBit(done, next)
    order.push(next)
  }
  if (order.length < after.length) return { cycle: findCycle(after, (step) => !hasBit(done, step)) }
  return { order, precedes: (one, other) => hasBit(before[other]!, one) }
}

/** Each step that is stuck comes after another that is: following those must meet itself. */
function findCycle(after: readonly Bits[], isStuck: (step: number) => boolean): number[] {
  const walked: number[] = []
  let step = after.findIndex((_, index) => isStuck(index))
  while (!walked.includes(step)) {
    walked.push(step)
    const bits = after[step]!
    step = after.findIndex((_, index) => isStuck(index) && hasBit(bits, index))
  }
  return walked.slice(walked.indexOf(step)).toReversed()
}
