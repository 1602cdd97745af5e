import type { CheckReport } from '../model/report.ts'
import { count } from './count.ts'

/** The whole report in one line: `fail: 2 errors, 1 warning in 3 runs (240 spans, 1 recording, 1 contract)`. */
export function verdictLine(report: CheckReport): string {
  return `${report.verdict}: ${verdictCounts(report)}`
}

/** The same line without the verdict. */
export function verdictCounts(report: CheckReport): string {
  const { summary } = report
  const runs = count(summary.runs, 'run')
  const spans = count(summary.spans, 'span')
  const contracts = count(summary.contracts, 'contract')
  const found = countFound(report)
  const checked =
    found === ''
      ? `${runs}, ${spans}, ${contracts}`
      : `${found} in ${runs} (${spans}, ${count(summary.recordings, 'recording')}, ${contracts})`
  const aside = [
    summary.accepted > 0 ? `${count(summary.accepted, 'finding')} accepted` : '',
    summary.idle > 0 ? `${count(summary.idle, 'clause')} idle` : '',
  ].filter((part) => part !== '')
  return aside.length === 0 ? checked : `${checked}; ${aside.join(', ')}`
}

function countFound({ summary, unreadable }: CheckReport): string {
  return [
    unreadable.length > 0 ? `${unreadable.length} unreadable` : '',
    summary.errors > 0 ? count(summary.errors, 'error') : '',
    summary.warnings > 0 ? count(summary.warnings, 'warning') : '',
    summary.infos > 0 ? count(summary.infos, 'info') : '',
    summary.inconclusive > 0 ? `${summary.inconclusive} inconclusive` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}
