/** A span with its times, and whose clock they are of. */
export interface Timed {
  readonly at: number
  readonly start: bigint
  readonly end: bigint
  readonly clock: string
}

/** `possibly`: the tolerances do not rule it out. */
export type Certainty = 'surely' | 'possibly'

/** Below what difference two times have no order, in nanoseconds. */
export interface Tolerances {
  /** Of one clock: what its precision leaves open. */
  readonly own: bigint
  readonly other: bigint
}

/** Answers whether some interval, other than the one asked for, stands in a relation to it; each in logarithmic time. */
export interface IntervalIndex {
  /** The interval ends before some other one starts. Two instants at one time are unordered. */
  readonly isBefore: (one: Timed, certainty: Certainty) => boolean
  readonly isAfter: (one: Timed, certainty: Certainty) => boolean
  /** They share more than an end. */
  readonly overlaps: (one: Timed, certainty: Certainty) => boolean
}

export function indexIntervals(all: readonly Timed[], tolerances: Tolerances): IntervalIndex {
  const byClock = new Map([...Map.groupBy(all, ({ clock }) => clock)].map(([clock, own]) => [clock, group(own, atOf)]))
  const whole = group(all, ({ clock }) => clock)
  const ask = (one: Timed, holds: (among: Group, label: unknown, tolerance: bigint) => boolean): boolean => {
    const own = byClock.get(one.clock)
    // Of its own clock all but itself, of all others all.
    return (
      (own !== undefined && holds(own, one.at, tolerances.own)) ||
      (byClock.size > (own === undefined ? 0 : 1) && holds(whole, one.clock, tolerances.other))
    )
  }
  return {
    isBefore: (one, certainty) =>
      ask(one, (among, label, tolerance) => {
        const next = other(among.latest, label)
        return next !== undefined && follows(one, next, tolerance, certainty)
      }),
    isAfter: (one, certainty) =>
      ask(one, (among, label, tolerance) => {
        const previous = other(among.earliest, label)
        return previous !== undefined && follows(previous, one, tolerance, certainty)
      }),
    overlaps: (one, certainty) =>
      ask(one, (among, label, tolerance) => {
        const margin = certainty === 'surely' || tolerance === 0n ? (tolerance > 1n ? tolerance : 1n) : 1n - tolerance
        const longest = other(among.longestUpTo(one.end - margin), label)
        return longest !== undefined && longest.end >= one.start + margin
      }),
  }
}

function follows(earlier: Timed, later: Timed, tolerance: bigint, certainty: Certainty): boolean {
  const gap = later.start - earlier.end
  if (tolerance > 0n) return certainty === 'surely' ? gap >= tolerance : gap > -tolerance
  return gap > 0n || (gap === 0n && !(earlier.start === earlier.end && later.start === later.end))
}

/** The best interval, and the best of those with another label: whoever asks leaves out one label. */
type BestTwo = readonly [] | readonly [Timed] | readonly [Timed, Timed]
type Label = (one: Timed) => unknown

interface Group {
  readonly label: Label
  /** That start last; of equal ones those that end last. */
  readonly latest: Labelled
  /** That end first; of equal ones those that start first. */
  readonly earliest: Labelled
  /** That end last, of those that start up to a time. */
  readonly longestUpTo: (time: bigint) => Labelled
}

interface Labelled {
  readonly best: BestTwo
  readonly label: Label
}

const atOf: Label = ({ at }) => at

function group(all: readonly Timed[], label: Label): Group {
  const byStart = all.toSorted((left, right) => compare(left.start, right.start))
  const prefixes: BestTwo[] = []
  const pick = (isBetter: (one: Timed, than: Timed) => boolean): Labelled => ({
    best: all.reduce((best: BestTwo, one) => better(best, one, label, isBetter), []),
    label,
  })
  const endsLater = (one: Timed, than: Timed): boolean => one.end > than.end
  for (const one of byStart) prefixes.push(better(prefixes.at(-1) ?? [], one, label, endsLater))
  return {
    label,
    latest: pick((one, than) => one.start > than.start || (one.start === than.start && one.end > than.end)),
    earliest: pick((one, than) => one.end < than.end || (one.end === than.end && one.start < than.start)),
    longestUpTo(time) {
      let [low, high] = [0, byStart.length]
      while (low < high) {
        const middle = (low + high) >>> 1
        if (byStart[middle]!.start <= time) low = middle + 1
        else high = middle
      }
      return { best: prefixes[low - 1] ?? [], label }
    },
  }
}

function better(best: BestTwo, one: Timed, label: Label, isBetter: (one: Timed, than: Timed) => boolean): BestTwo {
  const [first, second] = best
  if (first === undefined) return [one]
  if (isBetter(one, first))
    return label(one) === label(first) ? (second === undefined ? [one] : [one, second]) : [one, first]
  if (label(one) === label(first) || (second !== undefined && !isBetter(one, second))) return best
  return [first, one]
}

function other({ best, label }: Labelled, leftOut: unknown): Timed | undefined {
  return best.find((one) => label(one) !== leftOut)
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0
}
