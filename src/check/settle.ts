import type { Acceptance } from '../model/acceptance.ts'
import { severities, type Finding, type Severity, type Verdict } from '../model/finding.ts'
import { metaRules, type MetaRule } from '../rules/index.ts'
import type { Redaction } from './redaction.ts'

interface SettleOptions {
  readonly now: number
  readonly failOn: Severity
  /** Severities by rule id; `off` removes the rule. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  readonly acceptances: readonly Acceptance[]
  readonly allowedInconclusives: readonly Acceptance[]
  /** Names of the contracts that were checked: entries for others are neither used nor stale here. */
  readonly contracts: ReadonlySet<string>
}

/** What is left after acceptances, and what it amounts to. */
export interface Settled {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly counts: {
    readonly errors: number
    readonly warnings: number
    readonly infos: number
    readonly inconclusive: number
    readonly accepted: number
  }
}

/**
 * Takes accepted findings off the list, adds a finding for each acceptance that is unused or expired, and decides.
 * An expired acceptance accepts nothing.
 */
export function settle(all: readonly Finding[], options: SettleOptions, redaction: Redaction): Settled {
  const entries = [
    ...options.acceptances.map((entry) => ({ entry, inconclusiveOnly: false, used: false })),
    ...options.allowedInconclusives.map((entry) => ({ entry, inconclusiveOnly: true, used: false })),
  ]
  let accepted = 0
  const listed = all.filter((finding) => {
    const matches = entries.filter(
      ({ entry, inconclusiveOnly }) =>
        !isExpired(entry, options.now) &&
        (!inconclusiveOnly || finding.verdict === 'inconclusive') &&
        accepts(entry, finding),
    )
    if (matches.length === 0) return true
    for (const match of matches) match.used = true
    accepted += 1
    return false
  })
  const severity = options.severities[metaRules.suppressionStale.id] ?? metaRules.suppressionStale.severity
  const stale =
    severity === 'off'
      ? []
      : entries
          .filter(({ entry }) => entry.contract === '' || options.contracts.has(entry.contract))
          .filter(({ entry, used }) => !used || isExpired(entry, options.now))
          .map(({ entry }) => staleFinding(entry, isExpired(entry, options.now), severity, redaction))
  const findings = [...listed, ...stale]
  return { verdict: verdictOf(findings, options.failOn), findings, counts: { ...count(findings), accepted } }
}

/** Findings below `failOn` never move the verdict. */
export function verdictOf(findings: readonly Finding[], failOn: Severity): Verdict {
  const counted = findings.filter((finding) => severities.indexOf(finding.severity) <= severities.indexOf(failOn))
  if (counted.some((finding) => finding.verdict === 'fail')) return 'fail'
  return counted.length > 0 ? 'inconclusive' : 'pass'
}

function accepts(entry: Acceptance, finding: Finding): boolean {
  return (
    entry.finding === finding.id &&
    (entry.contract === '' || entry.contract === finding.contract?.name) &&
    (entry.path === undefined || entry.path === finding.contract?.path)
  )
}

/** An entry holds to the end of its day, in UTC. */
function isExpired(entry: Acceptance, now: number): boolean {
  return entry.expires !== null && now >= Date.parse(`${entry.expires}T00:00:00Z`) + 86_400_000
}

function staleFinding(entry: Acceptance, expired: boolean, severity: Severity, redaction: Redaction): Finding {
  const rule: MetaRule = metaRules.suppressionStale
  const data = {
    finding: entry.finding,
    contract: entry.contract,
    path: entry.path ?? null,
    reason: entry.reason,
    owner: entry.owner,
    expires: entry.expires,
    expired,
  }
  const { message, help } = rule.describe(data, 'acceptance')
  return {
    id: rule.id,
    severity,
    verdict: 'fail',
    message: redaction.clean(message),
    help,
    data: redaction.cleanData(data),
    occurrences: 1,
    contract: {
      name: entry.contract,
      file: entry.file,
      ...(entry.line === undefined ? {} : { line: entry.line }),
      path: entry.path ?? '',
    },
    docs: `docs/rules/${rule.id}.md`,
  }
}

function count(findings: readonly Finding[]): Omit<Settled['counts'], 'accepted'> {
  const failing = findings.filter((finding) => finding.verdict === 'fail')
  return {
    errors: failing.filter((finding) => finding.severity === 'error').length,
    warnings: failing.filter((finding) => finding.severity === 'warning').length,
    infos: failing.filter((finding) => finding.severity === 'info').length,
    inconclusive: findings.length - failing.length,
  }
}
