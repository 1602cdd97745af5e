import type { Run, RunSpan } from '../../runs/index.ts'
import { readOf } from '../trajectory-run.ts'
import { clockRead } from './span-tests.ts'
import type { Answers, SpanTree } from './span-tree.ts'
import { indexIntervals, type Certainty, type IntervalIndex, type Timed } from './interval-index.ts'
import { no, unsure, yes, type Ternary } from './ternary.ts'

export type TimeRelation = 'before' | 'after' | 'overlaps'

/** How far the clocks of two processes may be apart. */
const clockSkewNano = 50_000_000n

/**
 * For each span whether it stands in that relation to another span that is what is asked. Times of one clock are taken as they
 * are, to its precision; those of two are apart only beyond the skew. Time is n log n in the spans.
 */
export function ofTimes(run: Run, tree: SpanTree, relation: TimeRelation, asked: Answers): Answers {
  let precision = 0n
  const timed = tree.spans.map((span, at) => {
    const [clock, step] = readOf(run, span, clockRead) as readonly [string, number]
    if (step > 1 && BigInt(step) > precision) precision = BigInt(step)
    return timesOf(span, at, clock)
  })
  const tolerances = { own: precision, other: clockSkewNano > precision ? clockSkewNano : precision }
  const index = (isIn: (answer: number) => boolean): IntervalIndex =>
    indexIntervals(timed.filter((one) => one !== undefined && isIn(asked[one.at]!)) as Timed[], tolerances)
  const sure = index((answer) => answer === yes)
  const possible = index((answer) => answer !== no)
  const count = asked.reduce((sum, answer) => sum + (answer === no ? 0 : 1), 0)
  // A span without times may stand in any relation to any other.
  const untimed = timed.reduce((sum, one, at) => sum + (one === undefined && asked[at] !== no ? 1 : 0), 0)
  const ask = ({ isBefore, isAfter, overlaps }: IntervalIndex, one: Timed, certainty: Certainty): boolean =>
    relation === 'before'
      ? isBefore(one, certainty)
      : relation === 'after'
        ? isAfter(one, certainty)
        : overlaps(one, certainty)
  return Uint8Array.from(timed, (one, at): Ternary => {
    if (tree.hasHoles && (one === undefined || !ask(sure, one, 'surely'))) return unsure
    if (one === undefined) return count > (asked[at] === no ? 0 : 1) ? unsure : no
    if (ask(sure, one, 'surely')) return yes
    return untimed > 0 || ask(possible, one, 'possibly') ? unsure : no
  })
}

function timesOf({ startUnixNano, endUnixNano }: RunSpan, at: number, clock: string): Timed | undefined {
  if (startUnixNano === null || endUnixNano === null || endUnixNano < startUnixNano) return undefined
  return { at, start: startUnixNano, end: endUnixNano, clock }
}
