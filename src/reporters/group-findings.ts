import { severities, type Finding, type Location } from '../model/finding.ts'
import { groupBy } from './group-by.ts'

/** The findings of one clause in all runs: ten thousand runs with one broken clause are one thing to fix. */
export interface FindingGroup {
  /** The first in report order; it speaks for the group. */
  readonly finding: Finding
  /** How often the clause broke in the run of `finding`. */
  readonly occurrences: number
  /** Further places in that run, at most as many as the findings list. */
  readonly furtherLocations: readonly Location[]
  /** One location for each further run. */
  readonly furtherRuns: readonly Location[]
  /** How often the clause broke in all runs. */
  readonly total: number
}

/** Groups by finding id, clause and subject, in report order of the first of each group. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  return [...groupBy(findings, clauseKey).values()].map(describeGroup)
}

function clauseKey({ id, severity, verdict, contract, message, subject }: Finding): string {
  const clause = contract === undefined ? message : [contract.file, contract.path]
  return JSON.stringify([id, severity, verdict, clause, subject])
}

/** Worst first; equal ones keep their order. */
export function bySeverity(left: FindingGroup, right: FindingGroup): number {
  return severities.indexOf(left.finding.severity) - severities.indexOf(right.finding.severity)
}

/** Identifies the run a location lies in. */
export function runKey(location: Location | undefined): string {
  return JSON.stringify([location?.recording, location?.run])
}

function describeGroup(findings: readonly [Finding, ...Finding[]]): FindingGroup {
  const [finding] = findings
  const own = runKey(finding.location)
  const sameRun = findings.filter(({ location }) => runKey(location) === own)
  const furtherRuns = new Map<string, Location>()
  for (const { location } of findings) {
    const key = runKey(location)
    if (location !== undefined && key !== own && !furtherRuns.has(key)) furtherRuns.set(key, location)
  }
  return {
    finding,
    occurrences: sum(sameRun),
    furtherLocations: sameRun.flatMap(({ location, locations }) => locations ?? (location ? [location] : [])).slice(1),
    furtherRuns: [...furtherRuns.values()],
    total: sum(findings),
  }
}

function sum(findings: readonly Finding[]): number {
  return findings.reduce((total, { occurrences }) => total + occurrences, 0)
}
