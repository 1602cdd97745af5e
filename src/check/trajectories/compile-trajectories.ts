import {
  assertionOf,
  type Assertion,
  type AssertionContext,
  type CompiledAssertion,
  type CommonOptions,
} from '../../assertions/index.ts'
import type { Contract } from '../../model/contract.ts'
import { severities, type Severity } from '../../model/finding.ts'
import type { ExpectClause, TrajectoryClause, TrialsClause } from '../../model/trajectory.ts'
import { metaRules } from '../../rules/index.ts'
import type { ClauseCheck } from '../clause-reference.ts'
import { compileWhen, type CompiledWhen } from './when.ts'

/** One item of `expect`, with its line in the table of clause checks. */
export interface CompiledExpect {
  readonly check: number
  readonly severity: Severity
  readonly clause: ExpectClause
  readonly assertion: Assertion
  readonly options: CommonOptions
  readonly compiled: CompiledAssertion
}

/** `trials` of a trajectory, with its line in the table of clause checks. */
export interface CompiledTrials {
  readonly check: number
  readonly clause: TrialsClause
  /** What repeated runs are judged by; the rest only advises, run by run. */
  readonly decides: (expect: CompiledExpect) => boolean
}

export interface CompiledTrajectory {
  readonly contract: Contract
  readonly clause: TrajectoryClause
  readonly when: CompiledWhen
  readonly expect: readonly CompiledExpect[]
  /** Null where every run is judged by itself. */
  readonly trials: CompiledTrials | null
}

export interface TrajectorySettings extends Pick<AssertionContext, 'show' | 'hash' | 'priceOf'> {
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  readonly leastSeverity: Severity
  /** Runs of the recording of that path, relative to the contract's file. */
  readonly golden: (contract: Contract, path: string) => ReturnType<AssertionContext['golden']>
  /** The judge of the file of that path, relative to the contract's file. */
  readonly judge: (contract: Contract, path: string) => ReturnType<AssertionContext['judge']>
}

/** Compiles what a contract expects of runs; every assertion gets a line in `table`. */
export function compileTrajectories(
  contract: Contract,
  settings: TrajectorySettings,
  table: ClauseCheck[],
): readonly CompiledTrajectory[] {
  return contract.trajectories.map((clause) => {
    const context: AssertionContext = {
      agent: clause.when.agent ?? null,
      show: settings.show,
      hash: settings.hash,
      priceOf: settings.priceOf,
      golden: (path) => settings.golden(contract, path),
      judge: (path) => settings.judge(contract, path),
    }
    const expect = clause.expect.flatMap((item): CompiledExpect[] => {
      const assertion = assertionOf(item)
      const options = assertion.options.parse(item.options)
      const severity = settings.severities[assertion.id] ?? options.severity ?? assertion.severity
      if (severity === 'off' || severities.indexOf(severity) > severities.indexOf(settings.leastSeverity)) return []
      const check = table.push({ rule: assertion, contract, severity, path: item.path, own: item.own }) - 1
      return [{ check, severity, clause: item, assertion, options, compiled: assertion.compile(options, context) }]
    })
    return {
      contract,
      clause,
      when: compileWhen(clause.when, clause.path),
      expect,
      trials: compileTrials(contract, clause.trials, expect, settings, table),
    }
  })
}

/** As grave as the gravest item; what is less grave is no reason to fail, of many runs as of one. */
function compileTrials(
  contract: Contract,
  clause: TrialsClause | null,
  expect: readonly CompiledExpect[],
  settings: TrajectorySettings,
  table: ClauseCheck[],
): CompiledTrials | null {
  const gravest = severities.find((severity) => expect.some((item) => item.severity === severity))
  if (clause === null || gravest === undefined) return null
  const severity = settings.severities[metaRules.trials.id] ?? gravest
  if (severity === 'off' || severities.indexOf(severity) > severities.indexOf(settings.leastSeverity)) return null
  const check = table.push({ rule: metaRules.trials, contract, severity, path: clause.path, own: clause.own }) - 1
  return { check, clause, decides: (item) => item.severity === gravest }
}
