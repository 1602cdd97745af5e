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
  /**
   * Literal tool names, and agents as `scope` names them, that had to occur and do not in this run: wrong names, where no
   * run of the invocation has them.
   */
  readonly absentNames?: readonly string[]
  /** Parts of its options that this run gave nothing to judge. */
  readonly resting?: readonly RestingPart[]
  /** What of this run counts over all runs of the invocation: `across` of the compiled assertion judges it. */
  readonly sightings?: readonly Sighting[]
}

/** A part of an assertion's options that a run gave nothing to judge; one that rests in every run is said once. */
export interface RestingPart {
  /** Its key below the item, `phases.rerank`. */
  readonly part: string
  /** Why, as the end of "is idle: …". */
  readonly reason: string
  /** It may rest in every run; otherwise that leaves it undecided. */
  readonly isIdle: boolean
}

/** Something seen in one run that is judged with what other runs show. */
export interface Sighting {
  readonly span: SpanRef
  readonly facts: FindingData
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
