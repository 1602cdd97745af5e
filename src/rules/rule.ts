import type { ZodType } from 'zod'

import type { AttributeClause, Contract, EventClause, Sensitivity, SpanClause, TraceClause } from '../model/contract.ts'
import type { FindingData, Severity } from '../model/finding.ts'
import type { LackingPart, Span } from '../model/span.ts'
import type { Attributes, Value } from '../model/value.ts'
import type { ContractRun, RunRead, RunSpan } from '../runs/index.ts'

/** One fact that breaks a clause. `undecided`: evidence is lost, so the clause is neither met nor broken. */
export interface Fact {
  readonly data: FindingData
  readonly undecided?: boolean
  /** Facts of one clause about different subjects (an unknown key, an unknown name) are different findings. */
  readonly subject?: string
  /** Below the path of the clause, `.email`: the part of it that the fact breaks, and that can be accepted alone. */
  readonly path?: string
}

/** A fact about a run; `span` is where it shows, absent when it is about the run as a whole. */
export interface RunFact extends Fact {
  readonly span?: RunSpan
}

export type Facts<F extends Fact = Fact> = F | readonly F[] | undefined

/** What `describe` makes of a fact: one sentence, and the concrete edit. */
export interface Description {
  readonly message: string
  readonly help: string
}

/** What a rule may use while it compiles a clause. */
export interface CompileContext {
  readonly contract: Contract
  /** Now, for sunsets: milliseconds since the epoch. */
  readonly now: number
  /**
   * Renders a value for a message: JSON-like, cut at 80 characters with the length stated, redacted when the clause's
   * sensitivity (or the key, for content the conventions name) asks for it.
   */
  readonly show: (
    value: Value,
    clause?: { readonly key: string; readonly sensitivity?: Sensitivity | undefined },
  ) => string
}

/** Whatever carries attributes: a span, an event, a link, a resource. */
export interface AttributeHolder {
  readonly attributes: Attributes
  readonly droppedAttributes: number
}

/** What `compile` returns: the check, and what differs for this clause from the rule's defaults. */
export interface Compiled<Check> {
  readonly check: Check
  readonly severity?: Severity
  /** Below the clause's own path, `.enum`; absent: the clause itself. */
  readonly path?: string
}

interface RuleBase<Id extends string> {
  readonly id: Id
  /** One line, "Requires …", "Forbids …", "Bounds …". */
  readonly summary: string
  /** Severity unless the clause or the configuration says otherwise. */
  readonly severity: Severity
  /**
   * Parts of a span without which neither a pass nor a breach is proven: of a recording that lacks one, the rule is not
   * asked, and its clause is undecided.
   */
  readonly restsOn?: readonly LackingPart[]
  /** Parts without which a breach is not proven; a pass is. */
  readonly breachRestsOn?: readonly LackingPart[]
  /** Judges texts wherever they stand, so that it also speaks of spans that were made of messages. */
  readonly readsTranscripts?: true
  /**
   * Words for a fact. `place` names what the fact is about: "span `chat gpt-5`", "event `x` of span `y`", "run".
   * Only data and place may enter the words.
   */
  readonly describe: (data: FindingData, place: string) => Description
}

/** Judges one attribute clause on each span (event, link, resource) that the clause's owner selects. */
export interface AttributeRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'attribute'
  /** Kinds of holders the rule speaks of; absent: span, event and link. */
  readonly holders?: readonly ('span' | 'event' | 'link' | 'resource')[]
  /** The rule has nothing to say of an attribute that is absent (`present`), or of one that is there (`absent`). */
  readonly asks?: 'present' | 'absent'
  readonly compile: (
    clause: AttributeClause,
    context: CompileContext,
  ) => Compiled<(value: Value | undefined, holder: AttributeHolder, span: Span) => Facts> | undefined
}

/** Judges one span clause on each span it selects. */
export interface SpanRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'span'
  /** The check reads events, which log records elsewhere in the recording may add: it waits for the whole run. */
  readonly deferred?: boolean
  readonly compile: (clause: SpanClause, context: CompileContext) => Compiled<(span: Span) => Facts> | undefined
}

/**
 * Judges one event clause on each span that the clause's owner selects and whose `when` holds; it waits for the whole run.
 * Where lost evidence leaves `when` open, facts are undecided and their data has `condition: 'open'`.
 */
export interface EventRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'event'
  readonly compile: (clause: EventClause, context: CompileContext) => Compiled<(span: Span) => Facts> | undefined
}

/** Judges every span of the runs a contract applies to, whatever clause selects it. */
export interface AnySpanRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'any-span'
  /** The trace key that switches the rule on; absent: the rule reads the contract itself. */
  readonly clause?: TraceKey
  /** The rule has a default: it is compiled also for contracts that do not write its key. */
  readonly unlessWritten?: boolean
  /** Asked only of spans that no clause of the contract selects; void where another contract knows the span. */
  readonly unselectedOnly?: boolean
  /** One finding per subject of the invocation instead of one per run. */
  readonly grouping?: 'run' | 'invocation'
  /** `clause` is the contract's trace clause of that key; undefined for rules without one. */
  readonly compile: (
    clause: TraceClause | undefined,
    context: CompileContext,
  ) => (Compiled<(span: Span) => Facts> & { readonly clausePath?: string; readonly own?: boolean }) | undefined
}

/** A key under `trace:` that a rule adds to the contract language. */
export interface TraceKey {
  readonly key: string
  /** Shape of the value, with a description for editors. */
  readonly schema: ZodType
}

/** What a check of whole runs needs and does. */
export interface RunCheck {
  /** What to retain of each span; nothing else of attributes and events survives until the run is judged. */
  readonly reads?: readonly RunRead[]
  /** `complete`: a pass is proven only by a run without lost spans; without facts on such a run it is inconclusive. */
  readonly needs?: 'seen' | 'complete'
  /** Parts that this clause rests on beside those of its rule. */
  readonly restsOn?: readonly LackingPart[]
  readonly check: (run: ContractRun) => Facts<RunFact>
  /** How many subjects of the clause the run holds; 0 in every run makes a clause the team wrote unexercised. */
  readonly subjects?: (run: ContractRun) => number
  /** Judged once per recording, over all spans that this clause selects, instead of once per run. */
  readonly across?: { readonly clause: string }
  readonly severity?: Severity
  readonly path?: string
}

/** Judges one key under `trace:` on whole runs. */
export interface TraceRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'run'
  readonly clause: TraceKey
  readonly compile: (clause: TraceClause, context: CompileContext) => RunCheck | undefined
  /** One finding per invocation instead of one per run. */
  readonly grouping?: 'run' | 'invocation'
}

/** Judges one span clause on whole runs: counts and places in the tree. */
export interface SpanRunRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'span-run'
  readonly compile: (clause: SpanClause, context: CompileContext) => RunCheck | undefined
}

/** Judges one attribute clause over all holders of one recording that the clause's owner selects; of a family, each key. */
export interface RecordingRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'recording'
  readonly compile: (
    clause: AttributeClause,
    context: CompileContext,
  ) => Compiled<() => RecordingAccumulator> | undefined
}

/** Sees every value of one attribute in one recording, in any order, in bounded memory. */
export interface RecordingAccumulator {
  readonly add: (value: Value) => void
  /** The attribute is absent, and may be among those its holder dropped. */
  readonly lose: () => void
  readonly finish: () => Facts
}

/** Says one thing of a whole contract, once per invocation, when the contract applied to some run. */
export interface ContractRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'contract'
  /** `exercised`: ids of the span clauses that selected some span. */
  readonly compile: (context: CompileContext) => Compiled<(exercised: ReadonlySet<string>) => Facts> | undefined
}

/** Produced by the engine itself (vacuity, acceptances); here are only its words. */
export interface MetaRule<Id extends string = string> extends RuleBase<Id> {
  readonly scope: 'meta'
}

export type Rule<Id extends string = string> =
  | AttributeRule<Id>
  | SpanRule<Id>
  | EventRule<Id>
  | AnySpanRule<Id>
  | TraceRule<Id>
  | SpanRunRule<Id>
  | RecordingRule<Id>
  | ContractRule<Id>
  | MetaRule<Id>

/** Identity helper: supplies types and keeps the id literal. */
export function defineRule<const Id extends string, R extends Rule<Id>>(
  rule: R & { readonly id: Id },
): R & { readonly id: Id } {
  return rule
}
