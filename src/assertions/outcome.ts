import type { FindingData, Verdict } from '../model/finding.ts'
import type { Gap, SpanRef } from '../model/step.ts'

/** What an assertion says of one run. */
export interface Outcome {
  readonly verdict: Verdict
  /** How many times the run gave the assertion something to judge; 0: the run says nothing of it. */
  readonly activations: number
  /** Which way it broke, or what leaves it open: a word of the assertion's page. */
  readonly reason?: string
  readonly data?: FindingData
  /** The fewest spans that show it; the finding points at the first one. */
  readonly counterexample?: readonly SpanRef[]
  /** The holes of the evidence that leave it open. */
  readonly gaps?: readonly Gap[]
  /** Literal tool names that had to occur and do not in this run: wrong names, where no run of the invocation has them. */
  readonly absentNames?: readonly string[]
}

export function pass(activations: number): Outcome {
  return { verdict: 'pass', activations }
}

type Details = Omit<Outcome, 'verdict' | 'activations' | 'reason'>

export function fail(activations: number, reason: string, details: Details = {}): Outcome {
  return { verdict: 'fail', activations, reason, ...details }
}

/** Evidence that neither proves nor refutes. */
export function open(activations: number, reason: string, details: Details = {}): Outcome {
  return { verdict: 'inconclusive', activations, reason, ...details }
}

/** Holes in the evidence leave it open. */
export function openByGaps(activations: number, gaps: readonly Gap[], details: Details = {}): Outcome {
  return open(activations, 'evidence-incomplete', { ...details, gaps })
}
