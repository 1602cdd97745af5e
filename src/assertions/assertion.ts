import type { ZodType } from 'zod'

import type { FindingData, Severity } from '../model/finding.ts'
import type { Price } from '../model/price.ts'
import type { Value } from '../model/value.ts'
import type { CountedUsage, RunRead } from '../runs/index.ts'
import { describeCommon, type Description } from './common-reasons.ts'
import type { Judge } from './judge.ts'
import type { CommonOptions, ScopeOption } from './options.ts'
import type { Outcome, Sighting } from './outcome.ts'
import type { TrajectoryRun } from './trajectory-run.ts'

/** What an assertion may use while it is compiled and asked. */
export interface AssertionContext {
  /** Of the trajectory's `when`; null: the root agent. */
  readonly agent: string | null
  /**
   * Renders what a run recorded of arguments, results or messages: redacted unless the user asked for values. Everything of
   * that kind in an outcome's data has gone through it.
   */
  readonly show: (value: Value) => string
  /** A keyed hash that tells equal values, for what may not be shown even to a user who asked for values. */
  readonly hash: (value: Value) => string
  readonly priceOf: (call: CountedUsage) => Price | undefined
  /** Runs of a recording that the options name; loaded before anything is checked. */
  readonly golden: (path: string) => readonly TrajectoryRun[]
  /** The judge of a file that the options name; loaded before anything is checked, undefined where that failed. */
  readonly judge: (path: string) => Judge | undefined
}

/** How much of the content of steps an assertion reads; everything else of arguments and results is kept as a digest. */
export interface ContentNeeds {
  readonly args?: true
  readonly result?: true
}

/** An assertion with its options, ready for runs. */
export interface CompiledAssertion {
  readonly content?: ContentNeeds
  /** What is kept of every span for it, beside steps. */
  readonly reads?: readonly RunRead[]
  /** Literal tool names in it that must occur in some run. */
  readonly names?: readonly string[]
  /** Judges one run. A promise is waited for where recordings are checked, and never where spans in memory are. */
  readonly check: (run: TrajectoryRun) => Outcome | Promise<Outcome>
  /**
   * Judges, once, what the runs of the invocation show together: the sightings of all their outcomes, ordered by recording,
   * start and span, whatever the order of the runs.
   */
  readonly across?: (sightings: readonly Sighting[]) => readonly OutcomeAcross[]
}

/** An outcome over several runs; the finding points at one sighting. */
export interface OutcomeAcross extends Outcome {
  readonly at: Sighting
}

/** Something that a run must do, proven or refuted by its steps. */
export interface Assertion<
  Id extends string = string,
  Options extends CommonOptions = CommonOptions,
  Written = unknown,
> {
  readonly id: Id
  /** One line, "Requires …", "Forbids …", "Bounds …". */
  readonly summary: string
  readonly severity: Severity
  /** Shape of what the contract says: short and full form; parsing gives the full one. */
  readonly options: ZodType<Options, Written>
  /** Scope unless the options say another. */
  readonly scope: ScopeOption
  /** A run may give it nothing to judge without a word: it speaks of what need not happen. */
  readonly isOptional?: true
  /** What breaks it must never happen: of repeated runs, one that does refutes it, whatever pass rate is claimed. */
  readonly saysNever?: true
  /** Recordings that the options name, relative to the contract. */
  readonly goldens?: (options: Options) => readonly string[]
  /** Files with judges that the options name, relative to the contract. */
  readonly judges?: (options: Options) => readonly string[]
  readonly compile: (options: Options, context: AssertionContext) => CompiledAssertion
  /** Words for the reasons of its own; those that any assertion may give are worded for all. */
  readonly describe: (data: FindingData, place: string) => Description
  /** Page of the finding. */
  readonly docs: string
}

/** Identity helper: supplies types and keeps the id literal. A user's own assertion is the same record. */
export function defineAssertion<const Id extends string, Options extends CommonOptions, Written>(
  assertion: Omit<Assertion<Id, Options, Written>, 'docs' | 'severity'> & {
    readonly severity?: Severity
    readonly docs?: string
  },
): Assertion<Id, Options, Written> {
  return {
    severity: 'error',
    docs: `docs/assertions/${assertion.id}.md`,
    ...assertion,
    describe: (data, place) => describeCommon(assertion.id, data, place) ?? assertion.describe(data, place),
  }
}
