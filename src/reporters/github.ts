import { severities, type Finding, type Severity } from '../model/finding.ts'
import type { CheckReport, Unreadable } from '../model/report.ts'
import { count } from './count.ts'
import { bySeverity, groupFindings, type FindingGroup } from './group-findings.ts'
import { clausePlace, fullPlace, place } from './place.ts'
import { printableReport } from './printable.ts'
import { defineReporter } from './reporter.ts'
import { verdictLine } from './verdict-line.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const

// GitHub shows ten annotations of each kind per step, and drops the others without a word.
const maxPerCommand = 10

interface Annotation {
  readonly severity: Severity
  readonly properties: Readonly<Record<string, string | number | undefined>>
  readonly message: string
}

/** Workflow commands, which GitHub shows as annotations of the contract's lines; worst first. */
export const github = defineReporter({
  id: 'github',
  summary: 'prints annotations for GitHub Actions',
  extension: 'txt',
  render: renderGithub,
})

function renderGithub(raw: CheckReport): string {
  const report = printableReport(raw)
  const groups = groupFindings(report.findings).toSorted(bySeverity)
  const annotations = [...report.unreadable.map(annotateUnreadable), ...groups.map(annotateGroup)]
  const kinds = severities.map((severity) => annotations.filter((annotation) => annotation.severity === severity))
  const hidden = kinds.reduce((sum, kind) => sum + Math.max(0, kind.length - maxPerCommand), 0)
  const lines = [
    ...kinds.flatMap((kind) => kind.slice(0, maxPerCommand)).map(workflowCommand),
    ...(hidden === 0 ? [] : [`${count(hidden, 'more annotation')} left out: GitHub shows ten of each kind`]),
    verdictLine(report),
  ]
  return `${lines.join('\n')}\n`
}

function annotateUnreadable(input: Unreadable): Annotation {
  return {
    severity: 'error',
    properties: { file: input.recording, line: input.line, title: 'unreadable' },
    message: `${place(input)}: ${input.message}`,
  }
}

function annotateGroup({ finding, furtherRuns }: FindingGroup): Annotation {
  const { contract, location } = finding
  const runs = furtherRuns.length === 0 ? '' : `, and the same in ${count(furtherRuns.length, 'more run')}`
  const lines = [
    finding.message,
    ...(location === undefined ? [] : [`at ${fullPlace(location)}${runs}`]),
    ...(contract === undefined ? [] : [`contract: ${clausePlace(contract)} ${contract.path}`]),
    ...(finding.help === '' ? [] : [`help: ${finding.help}`]),
  ]
  return {
    severity: finding.severity,
    properties: { ...anchor(finding), title: title(finding) },
    message: lines.join('\n'),
  }
}

/** The clause in its contract, else the recording; without either the annotation belongs to the job. */
function anchor({ contract, location }: Finding): Annotation['properties'] {
  if (contract !== undefined) return { file: contract.file, line: contract.line, col: contract.column }
  return location === undefined ? {} : { file: location.recording, line: location.line }
}

function title({ id, verdict }: Finding): string {
  return verdict === 'fail' ? id : `${id} (inconclusive)`
}

function workflowCommand({ severity, properties, message }: Annotation): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  return `::${commands[severity]} ${list.join(',')}::${escapeData(message)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
