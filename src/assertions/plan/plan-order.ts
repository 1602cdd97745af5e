import { addBit, addBits, createBits, hasBit, type Bits } from './bits.ts'

export interface StepOrder {
  /** Every step after those it comes after, otherwise as listed. */
  readonly order: readonly number[]
  /** Whether a step, by its place in the list, must come before another, directly or not. */
  readonly precedes: (one: number, other: number) => boolean
}

/** Sorts steps by what each comes after and closes that relation, or names the steps of one circle. */
export function orderSteps(after: readonly (readonly number[])[]): StepOrder | { readonly cycle: readonly number[] } {
  const order: number[] = []
  const before: (Bits | undefined)[] = after.map(() => undefined)
  const isReady = (step: number): boolean =>
    before[step] === undefined && after[step]!.every((other) => before[other] !== undefined)
  const nextReady = (): number => after.findIndex((_, step) => isReady(step))
  for (let next = nextReady(); next !== -1; next = nextReady()) {
    const bits = createBits(after.length)
    for (const other of after[next]!) {
      addBit(bits, other)
      addBits(bits, before[other]!)
    }
    before[next] = bits
    order.push(next)
  }
  if (order.length < after.length) return { cycle: findCycle(after, (step) => before[step] === undefined) }
  return { order, precedes: (one, other) => hasBit(before[other]!, one) }
}

/** Each step that is stuck comes after another that is: following those must meet itself. */
function findCycle(after: readonly (readonly number[])[], isStuck: (step: number) => boolean): number[] {
  const walked: number[] = []
  let step = after.findIndex((_, index) => isStuck(index))
  while (!walked.includes(step)) {
    walked.push(step)
    step = after[step]!.find(isStuck)!
  }
  return walked.slice(walked.indexOf(step)).reverse()
}
