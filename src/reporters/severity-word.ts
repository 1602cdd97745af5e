import type { Finding } from '../model/finding.ts'

/** `error`, `warning`, `info`, or `inconclusive`; an inconclusive finding below error also names its severity. */
export function severityWord({ severity, verdict }: Pick<Finding, 'severity' | 'verdict'>): string {
  if (verdict === 'fail') return severity
  return severity === 'error' ? 'inconclusive' : `inconclusive ${severity}`
}
