// A contract's clauses in, compiled checks out; each check turns spans or runs into facts.
// To add a rule: one file with `defineRule`, its test, its page under docs/rules, one line in this table.
import { attributeCardinality } from './attribute-cardinality.ts'
import { attributeEnum } from './attribute-enum.ts'
import { attributeMissing } from './attribute-missing.ts'
import { attributeNotCarried } from './attribute-not-carried.ts'
import { attributePattern } from './attribute-pattern.ts'
import { attributeRange } from './attribute-range.ts'
import { attributeRecommended } from './attribute-recommended.ts'
import { attributeSchema } from './attribute-schema.ts'
import { attributeType } from './attribute-type.ts'
import { attributeUnknown } from './attribute-unknown.ts'
import { canaryExported } from './canary-exported.ts'
import { childCountMismatch } from './child-count-mismatch.ts'
import { clauseUnexercised } from './clause-unexercised.ts'
import { clockDomainCrossed } from './clock-domain-crossed.ts'
import { clockSkewExceeded } from './clock-skew-exceeded.ts'
import { conditionUnchecked } from './condition-unchecked.ts'
import { contextNotPropagated } from './context-not-propagated.ts'
import { contractUnexercised } from './contract-unexercised.ts'
import { coverageLow } from './coverage-low.ts'
import { dataDropped } from './data-dropped.ts'
import { deprecatedAttributePresent } from './deprecated-attribute-present.ts'
import { deprecatedEventPresent } from './deprecated-event-present.ts'
import { deprecatedSpanPresent } from './deprecated-span-present.ts'
import { dualEmissionMissing } from './dual-emission-missing.ts'
import { dualEmissionUnequal } from './dual-emission-unequal.ts'
import { errorTypeStatus } from './error-type-status.ts'
import { eventCount } from './event-count.ts'
import { eventMissing } from './event-missing.ts'
import { eventUnknown } from './event-unknown.ts'
import { evidenceNotDurable } from './evidence-not-durable.ts'
import { forbiddenAttributePresent } from './forbidden-attribute-present.ts'
import { handoffUnmatched } from './handoff-unmatched.ts'
import { linkMissing } from './link-missing.ts'
import { linkTarget } from './link-target.ts'
import { resourceAttributeMissing } from './resource-attribute-missing.ts'
import { rootCountMismatch } from './root-count-mismatch.ts'
import { runDisconnected } from './run-disconnected.ts'
import { runSizeExceeded } from './run-size-exceeded.ts'
import { scopeMismatch } from './scope-mismatch.ts'
import { sensitiveValueExported } from './sensitive-value-exported.ts'
import { siblingsIndistinct } from './siblings-indistinct.ts'
import { spanCount } from './span-count.ts'
import { spanDuplicated } from './span-duplicated.ts'
import { spanDuration } from './span-duration.ts'
import { spanKind } from './span-kind.ts'
import { spanLimitExceeded } from './span-limit-exceeded.ts'
import { spanName } from './span-name.ts'
import { spanNameGeneric } from './span-name-generic.ts'
import { spanOrphaned } from './span-orphaned.ts'
import { spanParent } from './span-parent.ts'
import { spanStatus } from './span-status.ts'
import { spanUnknown } from './span-unknown.ts'
import { suppressionStale } from './suppression-stale.ts'
import { trials } from './trials.ts'
import { vocabularyMixed } from './vocabulary-mixed.ts'
import type { Rule } from './rule.ts'

export const rules = [
  attributeMissing,
  attributeRecommended,
  forbiddenAttributePresent,
  attributeUnknown,
  attributeType,
  attributeEnum,
  attributePattern,
  attributeRange,
  attributeSchema,
  attributeCardinality,
  deprecatedAttributePresent,
  dualEmissionMissing,
  dualEmissionUnequal,
  conditionUnchecked,
  evidenceNotDurable,
  errorTypeStatus,
  spanCount,
  spanUnknown,
  spanName,
  spanKind,
  spanParent,
  spanStatus,
  spanDuration,
  spanNameGeneric,
  deprecatedSpanPresent,
  eventMissing,
  eventCount,
  eventUnknown,
  deprecatedEventPresent,
  linkMissing,
  linkTarget,
  resourceAttributeMissing,
  scopeMismatch,
  rootCountMismatch,
  spanOrphaned,
  runDisconnected,
  clockSkewExceeded,
  clockDomainCrossed,
  coverageLow,
  spanLimitExceeded,
  runSizeExceeded,
  spanDuplicated,
  dataDropped,
  vocabularyMixed,
  siblingsIndistinct,
  attributeNotCarried,
  handoffUnmatched,
  contextNotPropagated,
  childCountMismatch,
  sensitiveValueExported,
  canaryExported,
  contractUnexercised,
  clauseUnexercised,
  suppressionStale,
  trials,
] as const satisfies readonly Rule[]

/** The findings the engine itself makes. */
export const metaRules = { contractUnexercised, clauseUnexercised, suppressionStale, trials } as const

export type RuleId = (typeof rules)[number]['id']

export { describePass } from './trials.ts'
export { describeLack, lackFor, lackForBreach, lackingFact, type SourceLimits } from './source-limits.ts'
export type {
  AttributeHolder,
  AttributeRule,
  CompileContext,
  Compiled,
  Fact,
  Facts,
  MetaRule,
  RecordingAccumulator,
  Rule,
  RunCheck,
  RunFact,
} from './rule.ts'
