import type { Severity } from '../model/finding.ts'
import type { IdleClause } from '../model/report.ts'
import type { Contract, Requirement, SpanClause } from '../model/contract.ts'
import { metaRules } from '../rules/index.ts'
import type { ClauseCheck } from './clause-reference.ts'
import type { CompiledContract } from './compiled-contract.ts'
import type { FindingCollector } from './findings.ts'
import type { VacuityContext } from './vacuity-context.ts'

/** What of a contract some run of the invocation exercised. */
export interface Exercise {
  /** Runs the contract applied to. */
  runs: number
  /** Runs of which nobody knows; each has a finding of its own. */
  openRuns: number
  /** Ids of span clauses that selected a span, themselves or through a refinement. */
  readonly clauses: Set<string>
  /** Checks of whole runs that found something to judge. */
  readonly subjects: Set<number>
  /** Paths of attribute and event clauses whose condition held for some span. */
  readonly conditions: Set<string>
}

interface Vacuity {
  readonly table: ClauseCheck[]
  readonly collector: FindingCollector
  readonly idle: IdleClause[]
  readonly severities: Readonly<Record<string, Severity | 'off'>>
}

/**
 * Judges, once per invocation, what nothing exercised: inconclusive for what the team wrote itself, idle for what it
 * inherited from a pack and for conditions that never held.
 */
export function judgeVacuity(
  compiled: CompiledContract,
  exercise: Exercise,
  totalRuns: number,
  context: Vacuity,
): void {
  const { contract } = compiled
  const report: VacuityContext['report'] = (rule, path, data) => {
    const configured = context.severities[rule.id]
    if (configured === 'off') return
    context.table.push({ rule, contract, severity: configured ?? rule.severity, path, own: true })
    context.collector.add(context.table.length - 1, { data, undecided: true }, undefined)
  }
  const rest: VacuityContext['rest'] = (path, reason) =>
    void context.idle.push({ contract: contract.name, path, reason })

  if (contract.isPack) {
    report(metaRules.contractUnexercised, 'contract', {
      contract: contract.name,
      runs: totalRuns,
      reason: 'no-contract',
    })
    return
  }
  if (exercise.runs === 0 && exercise.openRuns > 0) return
  if (exercise.runs === 0 || saysNothing(contract)) {
    const own = contract.spans.filter((clause) => clause.own)
    report(metaRules.contractUnexercised, 'contract', {
      contract: contract.name,
      runs: totalRuns,
      reason: unexercisedReason(contract, totalRuns),
      spans: (own.length > 0 ? own : contract.spans).map((clause) => clause.id),
    })
    return
  }

  for (const clause of contract.spans) {
    if (exercise.clauses.has(clause.id)) {
      for (const { when, path } of [...clause.attributes, ...clause.events]) {
        if (when !== undefined && !exercise.conditions.has(path)) rest(path, 'its condition never held')
      }
    } else if (mustBeExercised(clause)) {
      report(metaRules.clauseUnexercised, clause.path, { clause: clause.path, runs: exercise.runs, names: clause.name })
    } else rest(clause.path, 'no span of any run is selected by it')
  }

  for (const bound of compiled.runChecks) {
    if (bound.check.subjects === undefined || exercise.subjects.has(bound.id)) continue
    const { path, own } = context.table[bound.id]!
    const isOptional = contract.spans.some(
      (clause) => clause.exercise === 'optional' && path.startsWith(`${clause.path}.`),
    )
    if (own && !isOptional) report(metaRules.clauseUnexercised, path, { clause: path, runs: exercise.runs, names: [] })
    else rest(path, 'no run holds what it speaks of')
  }

  const wasSpokenOf = compiled.trajectories?.finish({ report, rest }) ?? true
  if (!wasSpokenOf && saysNothing({ ...contract, trajectories: [] })) {
    const data = { contract: contract.name, runs: exercise.runs, reason: 'no-trajectory', spans: [] }
    report(metaRules.contractUnexercised, 'contract', data)
  }

  for (const bound of compiled.contractChecks) {
    const facts = bound.check(exercise.clauses)
    if (facts === undefined) continue
    for (const fact of Array.isArray(facts) ? facts : [facts]) context.collector.add(bound.id, fact, undefined)
  }
}

/**
 * A missing span that is counted is reported by its count; a span that must not occur, or that is on its way out, is
 * exercised by its absence.
 */
function mustBeExercised(clause: SpanClause): boolean {
  if (clause.exercise !== undefined) return clause.exercise === 'required'
  if (!clause.own || clause.deprecated !== undefined) return false
  const { count } = clause
  return count === undefined || (count.max !== 0 && (count.min ?? 0) === 0)
}

const silent: readonly Requirement[] = ['optional', 'conditional']

/** A contract without any clause has nothing to judge a run by; what a resource may have is no such clause. */
function saysNothing(contract: Contract): boolean {
  const { spans, trace, privacy, resource, reconcile, trajectories } = contract
  const rules = trace.filter(({ key, value }) => key !== 'unknownSpans' || value !== 'ignore')
  return (
    spans.length === 0 &&
    rules.length === 0 &&
    privacy === null &&
    reconcile.length === 0 &&
    trajectories.length === 0 &&
    resource.every(({ requirement }) => silent.includes(requirement))
  )
}

function unexercisedReason(contract: Contract, totalRuns: number): 'no-runs' | 'no-clause' | 'applies-to' | 'no-match' {
  if (totalRuns === 0) return 'no-runs'
  if (saysNothing(contract)) return 'no-clause'
  return contract.appliesTo === null ? 'no-match' : 'applies-to'
}
