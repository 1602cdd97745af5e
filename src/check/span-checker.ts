import type { AttributeClause } from '../model/contract.ts'
import type { Decision } from '../model/selector.ts'
import type { LackingPart, Span } from '../model/span.ts'
import {
  lackFor,
  lackForBreach,
  lackingFact,
  type AttributeHolder,
  type Fact,
  type Facts,
  type RecordingAccumulator,
  type SourceLimits,
} from '../rules/index.ts'
import type { CompiledSelector } from '../selectors/index.ts'
import type { Occurrence } from './clause-reference.ts'
import type {
  AttributeChecks,
  Bound,
  CompiledClause,
  CompiledContract,
  CompiledSelection,
  HolderChecks,
} from './compiled-contract.ts'
import { isContentClause, limitsOf } from './source-limits.ts'
import { typedValue } from './typed-value.ts'

/** Asks everything of a span that can be asked before its run is complete. */
export interface SpanChecker {
  /**
   * Appends facts to `out`; returns the position of the contract's selection, or -1. `limits`: of the span's source,
   * undefined where it says all of the span.
   */
  readonly check: (span: Span, limits: SourceLimits | undefined, out: Occurrence[]) => number
  /** Asks what waits for log records. */
  readonly checkDeferred: (span: Span, selection: CompiledSelection, out: Occurrence[]) => void
  /** Asks what concerns any span, of a log record that travels as the only event of a bare span. */
  readonly checkLog: (span: Span, out: Occurrence[]) => void
  /** Facts about attributes over the whole recording. */
  readonly finishRecording: (out: Occurrence[]) => void
}

/** What a span checker learns beside facts. */
export interface SpanCheckerEvents {
  /** A check threw: a bug of the rule, which must neither pass nor stop the others. */
  readonly crashed: (check: number, cause: unknown) => void
  /** The condition of an attribute or event clause held for some span. */
  readonly conditionMet: (path: string) => void
}

/** What gathers the values of one attribute clause over the recording; of a family, those of one key. */
interface Accumulating {
  readonly check: number
  readonly subject: string
  readonly accumulator: RecordingAccumulator
}

/** What a check of an attribute is asked about; with every member, so that all are objects of one shape. */
interface Held {
  readonly holder: AttributeHolder
  readonly span: Span
  readonly part: string
  /** What the recording leaves to judge by; undefined where that is everything. */
  readonly limits: SourceLimits | undefined
  /** Part that holds the attributes; undefined for the span's own. */
  readonly within: LackingPart | undefined
  /** Of the clause around the attribute. */
  readonly isConditionOpen: boolean
  /** Whether what is gathered over the recording leaves it out. */
  readonly isForeign: boolean
}

/** Creates the checker of one contract for one recording set. */
export function createSpanChecker(compiled: CompiledContract, events: SpanCheckerEvents): SpanChecker {
  const accumulators = new Map<string, Accumulating>()
  const metConditions = new Set<string>()

  /** Whether a clause with a condition speaks of the span. */
  const applies = (when: CompiledSelector, path: string, span: Span): Decision => {
    const decision = when.test(span)
    if (decision === true && !metConditions.has(path)) {
      metConditions.add(path)
      events.conditionMet(path)
    }
    return decision
  }

  /** A span that makes the contract apply to its run: others may be of runs that the contract does not speak of. */
  const isSpokenOf = (winner: number): boolean =>
    winner === -1 ? compiled.contract.spans.length === 0 : !compiled.hasOwnSpans || compiled.selection(winner).isOwn

  const checkSpanList = (
    checks: readonly Bound<(span: Span) => Facts>[],
    span: Span,
    limits: SourceLimits | undefined,
    out: Occurrence[],
    isConditionOpen = false,
  ): void => {
    for (const bound of checks) {
      const lack = limits === undefined ? undefined : lackFor(bound.rule, limits)
      let facts: Facts
      try {
        facts = lack === undefined ? bound.check(span) : lackingFact(lack, limits!)
      } catch (cause) {
        events.crashed(bound.id, cause)
        continue
      }
      if (facts === undefined) continue
      if (limits !== undefined && lack === undefined) facts = unproven(facts, lackForBreach(bound.rule, limits), limits)
      record(isConditionOpen ? toList(facts).map(withOpenCondition) : facts, bound.id, '', isConditionOpen, out)
    }
  }

  const checkKey = (
    checks: AttributeChecks,
    key: string,
    { holder: found, span, part, limits, within, isConditionOpen, isForeign }: Held,
    out: Occurrence[],
    subject = '',
  ): void => {
    let undecided = isConditionOpen
    if (checks.when !== undefined) {
      const decision = applies(checks.when, checks.clause.path, span)
      if (decision === false) return
      if (decision === undefined) undecided = true
    }
    let value = found.attributes.get(key)
    let holder = found
    let lack: LackingPart | undefined
    if (limits !== undefined) {
      if (value !== undefined) value = typedValue(value, checks.clause, limits)
      lack = value === undefined ? lackingHolder(checks.clause, limits, within) : undefined
      // What may be elsewhere is as good as dropped.
      if (lack !== undefined) holder = { attributes: found.attributes, droppedAttributes: 1 }
    }
    for (const bound of value === undefined ? checks.absent : checks.present) {
      let facts: Facts
      try {
        facts = bound.check(value, holder, span)
      } catch (cause) {
        events.crashed(bound.id, cause)
        continue
      }
      if (facts === undefined) continue
      if (lack !== undefined) facts = unproven(facts, lack, limits!)
      record(facts, bound.id, part, undecided, out, subject)
    }
    // A value that nothing shows to be asked for is not missed.
    if (isForeign || (value === undefined && undecided)) return
    for (const bound of checks.recording) {
      const name = `${bound.id} ${subject}`
      try {
        let known = accumulators.get(name)
        if (known === undefined) {
          known = { check: bound.id, subject, accumulator: bound.check() }
          accumulators.set(name, known)
        }
        if (value !== undefined) known.accumulator.add(value)
        else if (holder.droppedAttributes > 0) known.accumulator.lose()
      } catch (cause) {
        events.crashed(bound.id, cause)
      }
    }
  }

  const checkHolder = (checks: HolderChecks, held: Held, out: Occurrence[]): void => {
    for (const key of checks.keys) checkKey(key, key.clause.key, held, out)
    for (const family of checks.families) {
      checkKey(family.whole, family.whole.clause.key, held, out)
      for (const key of held.holder.attributes.keys()) {
        if (key.startsWith(family.prefix) && !isNamed(checks, key, family.prefix)) {
          // Members of a family share a clause; each key is a subject of its own.
          const member = family.forKey(key)
          checkKey(member, key, held, out, member.clause.key)
        }
      }
    }
  }

  const asksResource = compiled.resource.keys.length > 0 || compiled.resource.families.length > 0

  const checkClause = (
    clause: CompiledClause,
    span: Span,
    limits: SourceLimits | undefined,
    out: Occurrence[],
  ): void => {
    checkHolder(
      clause.attributes,
      { holder: span, span, part: '', limits, within: undefined, isConditionOpen: false, isForeign: false },
      out,
    )
    checkSpanList(clause.spanChecks, span, limits, out)
    if (clause.resource.keys.length > 0 || clause.resource.families.length > 0) {
      checkHolder(clause.resource, ofResource(span, limits), out)
    }
    if (clause.links.keys.length > 0 || clause.links.families.length > 0) {
      for (const link of span.links) {
        checkHolder(
          clause.links,
          {
            holder: link,
            span,
            part: 'link of ',
            limits,
            within: 'link-attributes',
            isConditionOpen: false,
            isForeign: false,
          },
          out,
        )
      }
    }
  }

  const checkEvents = (
    clause: CompiledClause,
    span: Span,
    limits: SourceLimits | undefined,
    out: Occurrence[],
  ): void => {
    checkSpanList(clause.deferred, span, limits, out)
    for (const { clause: eventClause, when, spanChecks, attributes } of clause.events) {
      const decision = when === undefined || applies(when, eventClause.path, span)
      if (decision === false) continue
      const isConditionOpen = decision === undefined
      checkSpanList(spanChecks, span, limits, out, isConditionOpen)
      if (attributes.keys.length === 0 && attributes.families.length === 0) continue
      for (const event of span.events) {
        if (event.name !== eventClause.name) continue
        const part = `event \`${event.name}\` of `
        checkHolder(
          attributes,
          { holder: event, span, part, limits, within: 'event-attributes', isConditionOpen, isForeign: false },
          out,
        )
      }
    }
  }

  return {
    check(span, limits, out) {
      // What a clause selects by, a message does not say.
      const winner = limits?.isTranscript === true ? -1 : compiled.select(span)
      if (winner !== -1) {
        for (const clause of compiled.selection(winner).parts) checkClause(clause, span, limits, out)
      } else if (limits?.isTranscript !== true) checkSpanList(compiled.unknownSpan, span, limits, out)
      if (asksResource) {
        checkHolder(compiled.resource, { ...ofResource(span, limits), isForeign: !isSpokenOf(winner) }, out)
      }
      checkSpanList(compiled.anySpan, span, limits, out)
      return winner
    },
    checkDeferred(span, selection, out) {
      const limits = limitsOf(span.source)
      for (const clause of selection.parts) checkEvents(clause, span, limits, out)
    },
    checkLog(span, out) {
      checkSpanList(compiled.anySpan, span, undefined, out)
    },
    finishRecording(out) {
      for (const { check, subject, accumulator } of accumulators.values()) {
        const facts = accumulator.finish()
        if (facts !== undefined) record(facts, check, '', false, out, subject)
      }
      accumulators.clear()
    },
  }
}

/** An exact key wins over its families, a longer family over a shorter one. */
function isNamed(checks: HolderChecks, key: string, prefix: string): boolean {
  return (
    checks.keys.some((named) => named.clause.key === key) ||
    checks.families.some((family) => family.prefix.length > prefix.length && key.startsWith(family.prefix))
  )
}

function ofResource(span: Span, limits: SourceLimits | undefined): Held {
  const { attributes, droppedAttributes = 0 } = span.resource
  const holder = { attributes, droppedAttributes }
  return { holder, span, part: 'resource of ', limits, within: 'resource', isConditionOpen: false, isForeign: false }
}

/** The part that an absent attribute may be in, where the recording has nothing of it. */
function lackingHolder(
  clause: AttributeClause,
  { lacks }: SourceLimits,
  within: LackingPart | undefined,
): LackingPart | undefined {
  if (within !== undefined && lacks.has(within)) return within
  return lacks.has('content') && isContentClause(clause) ? 'content' : undefined
}

/** Facts that the recording does not prove. */
function unproven(
  facts: Fact | readonly Fact[],
  lack: ReturnType<typeof lackForBreach>,
  limits: SourceLimits,
): Fact | readonly Fact[] {
  if (lack === undefined) return facts
  return toList(facts).map((fact) => lackingFact(lack, limits, fact))
}

/** Keeps facts with the check that found them and the part of the span they are about. */
function record(
  facts: Fact | readonly Fact[],
  check: number,
  part: string,
  undecided: boolean,
  out: Occurrence[],
  subject = '',
): void {
  for (const fact of toList(facts)) {
    const open = undecided || fact.undecided === true
    out.push({ check, data: fact.data, undecided: open, subject: fact.subject ?? subject, path: fact.path ?? '', part })
  }
}

function withOpenCondition(fact: Fact): Fact {
  return { ...fact, data: { ...fact.data, condition: 'open' } }
}

function toList(facts: Fact | readonly Fact[]): readonly Fact[] {
  return Array.isArray(facts) ? (facts as readonly Fact[]) : [facts as Fact]
}
