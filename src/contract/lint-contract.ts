import { compareText } from '../model/compare-text.ts'
import type { Contract } from '../model/contract.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { loadContract, type LoadOptions } from './load-contract.ts'
import { explainOverlaps, type Overlap } from './lint/explain-overlaps.ts'
import { lintRules, type LintFact, type LintRule } from './lint/index.ts'
import { patternUnsafe } from './lint/pattern-unsafe.ts'
import { nameClashes } from './name-clashes.ts'
import { ContractErrors, type ContractProblem } from './problem.ts'

export interface LintOptions {
  /** Severities by rule id; `off` removes the rule. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>
}

export interface LintFilesOptions extends LoadOptions, LintOptions {
  /** Whether to say which of two overlapping selectors wins. */
  readonly explain?: boolean
}

/** Judges a contract without any recording. What it inherited from packs is not held against it. */
export function lintContract(contract: Contract, { severities = {} }: LintOptions = {}): readonly Finding[] {
  const findings = lintRules.flatMap((rule: LintRule) => {
    const configured = severities[rule.id]
    if (configured === 'off') return []
    return rule.check(contract).flatMap((fact) => {
      const place = contract.locate(fact.path)
      const severity = configured ?? fact.severity ?? rule.severity
      return place === undefined ? [] : [findingOf(rule, severity, fact, contract.name, place)]
    })
  })
  return findings.toSorted(byPlace)
}

export interface LintResult {
  readonly findings: readonly Finding[]
  /** Files that are no valid contracts, with everything that is wrong in them, and names that two files share. */
  readonly problems: readonly ContractProblem[]
  /** Empty unless asked for. */
  readonly overlaps: readonly Overlap[]
}

/**
 * Loads and lints contract files. Patterns that RE2 does not take are findings, other errors are problems.
 * @throws SpanpactError `file-unreadable` when a file cannot be opened.
 */
export async function lintFiles(files: readonly string[], options: LintFilesOptions = {}): Promise<LintResult> {
  const findings: Finding[] = []
  const problems: ContractProblem[] = []
  const overlaps: Overlap[] = []
  const contracts: Contract[] = []
  for (const file of files) {
    try {
      const contract = await loadContract(file, options)
      contracts.push(contract)
      findings.push(...lintContract(contract, options))
      if (options.explain === true) overlaps.push(...explainOverlaps(contract))
    } catch (error) {
      if (!(error instanceof ContractErrors)) throw error
      for (const problem of error.problems) {
        const severity = options.severities?.[patternUnsafe.id] ?? patternUnsafe.severity
        if (problem.kind !== 'pattern' || severity === 'off') problems.push(problem)
        else findings.push(patternFinding(problem, severity))
      }
    }
  }
  return { findings, problems: [...problems, ...nameClashes(contracts)], overlaps }
}

function patternFinding(problem: ContractProblem, severity: Severity): Finding {
  const fact = { path: problem.path, data: { reason: problem.message } }
  return findingOf(patternUnsafe, severity, fact, '', problem)
}

function findingOf(
  rule: LintRule,
  severity: Severity,
  { path, data, subject }: LintFact,
  name: string,
  { file, line, column }: { readonly file: string; readonly line: number; readonly column: number },
): Finding {
  return {
    id: rule.id,
    severity,
    verdict: 'fail',
    ...rule.describe(data),
    data,
    contract: { name, file, line, column, path },
    ...(subject === undefined ? {} : { subject }),
    occurrences: 1,
    docs: `docs/lint/${rule.id}.md`,
  }
}

function byPlace(left: Finding, right: Finding): number {
  const one = left.contract!
  const other = right.contract!
  return (
    compareText(one.file, other.file) ||
    one.line! - other.line! ||
    one.column! - other.column! ||
    compareText(left.id, right.id) ||
    compareText(one.path, other.path) ||
    compareText(left.subject, right.subject)
  )
}
