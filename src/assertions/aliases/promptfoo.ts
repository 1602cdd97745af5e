import type { Alias } from './alias.ts'
import {
  negated,
  skillNotUsed,
  skillUsed,
  stepCount,
  toolArgsMatch,
  toolNotUsed,
  toolSequence,
  toolUsed,
} from './promptfoo-steps.ts'
import { cost, goalSuccess, latency, traceErrorSpans, traceSpanCount, traceSpanDuration } from './promptfoo-traces.ts'

const others = [
  toolArgsMatch,
  toolSequence,
  stepCount,
  goalSuccess,
  traceSpanCount,
  traceSpanDuration,
  traceErrorSpans,
  cost,
  latency,
]

/** promptfoo's names, also as `{ type, value }`; each has its opposite with the prefix `not-`. */
export const promptfoo: readonly Alias[] = [
  toolUsed,
  toolNotUsed,
  skillUsed,
  skillNotUsed,
  ...others.flatMap((alias) => [alias, negated(alias)]),
]
