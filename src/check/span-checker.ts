import type { Span } from '../model/span.ts'
import type { AttributeHolder, Fact, Facts, RecordingAccumulator } from '../rules/index.ts'
import type { Occurrence } from './clause-reference.ts'
import type {
  AttributeChecks,
  Bound,
  CompiledClause,
  CompiledContract,
  CompiledSelection,
  HolderChecks,
} from './compile-contract.ts'

/** Asks everything of a span that can be asked before its run is complete. */
export interface SpanChecker {
  /** Appends facts to `out`; returns the position of the contract's selection, or -1. */
  readonly check: (span: Span, out: Occurrence[]) => number
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
  /** The condition of an attribute clause held for some span. */
  readonly conditionMet: (path: string) => void
}

/** What gathers the values of one attribute clause over the recording; of a family, those of one key. */
interface Accumulating {
  readonly check: number
  readonly subject: string
  readonly accumulator: RecordingAccumulator
}

/** Creates the checker of one contract for one recording set. */
export function createSpanChecker(compiled: CompiledContract, events: SpanCheckerEvents): SpanChecker {
  const accumulators = new Map<string, Accumulating>()
  const metConditions = new Set<AttributeChecks>()

  const checkSpanList = (checks: readonly Bound<(span: Span) => Facts>[], span: Span, out: Occurrence[]): void => {
    for (const bound of checks) {
      let facts: Facts
      try {
        facts = bound.check(span)
      } catch (cause) {
        events.crashed(bound.id, cause)
        continue
      }
      if (facts !== undefined) record(facts, bound.id, '', false, out)
    }
  }

  const checkKey = (
    checks: AttributeChecks,
    key: string,
    holder: AttributeHolder,
    span: Span,
    part: string,
    out: Occurrence[],
    subject = '',
  ): void => {
    let undecided = false
    if (checks.when !== undefined) {
      const decision = checks.when.test(span)
      if (decision === false) return
      if (decision === undefined) undecided = true
      else if (!metConditions.has(checks)) {
        metConditions.add(checks)
        events.conditionMet(checks.clause.path)
      }
    }
    const value = holder.attributes.get(key)
    for (const bound of checks.checks) {
      let facts: Facts
      try {
        facts = bound.check(value, holder, span)
      } catch (cause) {
        events.crashed(bound.id, cause)
        continue
      }
      if (facts !== undefined) record(facts, bound.id, part, undecided, out, subject)
    }
    if (value === undefined) return
    for (const bound of checks.recording) {
      const name = `${bound.id} ${subject}`
      try {
        let known = accumulators.get(name)
        if (known === undefined) {
          known = { check: bound.id, subject, accumulator: bound.check() }
          accumulators.set(name, known)
        }
        known.accumulator.add(value)
      } catch (cause) {
        events.crashed(bound.id, cause)
      }
    }
  }

  const checkHolder = (
    checks: HolderChecks,
    holder: AttributeHolder,
    span: Span,
    part: string,
    out: Occurrence[],
  ): void => {
    for (const key of checks.keys) checkKey(key, key.clause.key, holder, span, part, out)
    for (const family of checks.families) {
      checkKey(family.whole, family.whole.clause.key, holder, span, part, out)
      for (const key of holder.attributes.keys()) {
        if (key.startsWith(family.prefix) && !isNamed(checks, key, family.prefix)) {
          // Members of a family share a clause; each key is a subject of its own.
          const member = family.forKey(key)
          checkKey(member, key, holder, span, part, out, member.clause.key)
        }
      }
    }
  }

  const asksResource = compiled.resource.keys.length > 0 || compiled.resource.families.length > 0

  const checkClause = (clause: CompiledClause, span: Span, out: Occurrence[]): void => {
    checkHolder(clause.attributes, span, span, '', out)
    checkSpanList(clause.spanChecks, span, out)
    if (clause.resource.keys.length > 0 || clause.resource.families.length > 0) {
      checkHolder(clause.resource, resourceHolder(span), span, 'resource of ', out)
    }
    if (clause.links.keys.length > 0 || clause.links.families.length > 0) {
      for (const link of span.links) checkHolder(clause.links, link, span, 'link of ', out)
    }
  }

  const checkEvents = (clause: CompiledClause, span: Span, out: Occurrence[]): void => {
    checkSpanList(clause.deferred, span, out)
    for (const { clause: eventClause, checks } of clause.events) {
      if (checks.keys.length === 0 && checks.families.length === 0) continue
      for (const event of span.events) {
        if (event.name === eventClause.name) checkHolder(checks, event, span, `event \`${event.name}\` of `, out)
      }
    }
  }

  return {
    check(span, out) {
      const winner = compiled.select(span)
      if (winner === -1) checkSpanList(compiled.unknownSpan, span, out)
      else {
        for (const clause of compiled.selection(winner).parts) checkClause(clause, span, out)
      }
      if (asksResource) checkHolder(compiled.resource, resourceHolder(span), span, 'resource of ', out)
      checkSpanList(compiled.anySpan, span, out)
      return winner
    },
    checkDeferred(span, selection, out) {
      for (const clause of selection.parts) checkEvents(clause, span, out)
    },
    checkLog(span, out) {
      checkSpanList(compiled.anySpan, span, out)
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

function resourceHolder(span: Span): AttributeHolder {
  return { attributes: span.resource.attributes, droppedAttributes: 0 }
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
    out.push({ check, data: fact.data, undecided: open, subject: fact.subject ?? subject, part })
  }
}

function toList(facts: Fact | readonly Fact[]): readonly Fact[] {
  return Array.isArray(facts) ? (facts as readonly Fact[]) : [facts as Fact]
}
