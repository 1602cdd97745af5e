// A resolved contract in, findings about the contract itself out; no recording is read.
// To add a rule: one file with `defineLintRule`, its test, its page under docs/lint, one line in this table.
import { attributeName } from './attribute-name.ts'
import { clauseContradictory } from './clause-contradictory.ts'
import { clauseUnreachable } from './clause-unreachable.ts'
import type { LintRule } from './lint-rule.ts'
import { patternUnsafe } from './pattern-unsafe.ts'
import { templateAttributeOptional } from './template-attribute-optional.ts'
import { trialRunsTooFew } from './trial-runs-too-few.ts'

export const lintRules = [
  attributeName,
  patternUnsafe,
  clauseContradictory,
  clauseUnreachable,
  templateAttributeOptional,
  trialRunsTooFew,
] as const satisfies readonly LintRule[]

export type LintId = (typeof lintRules)[number]['id']

export type { LintFact, LintRule } from './lint-rule.ts'
