import { severities, type Finding, type Location } from '../model/finding.ts'
import type { CheckReport, Note, Unreadable } from '../model/report.ts'
import { count } from './count.ts'
import { fingerprint } from './fingerprint.ts'
import { groupFindings, type FindingGroup } from './group-findings.ts'
import { jsonText } from './json-text.ts'
import { printable } from './printable.ts'
import { defineReporter } from './reporter.ts'
import { uri } from './uri.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const
const maxRelatedLocations = 10

/**
 * SARIF 2.1.0 for code scanning: one result for each finding id and clause, with the number of occurrences.
 * An inconclusive finding keeps its level, so that it is shown; `properties.verdict` and the message tell it apart.
 */
export const sarif = defineReporter({
  id: 'sarif',
  summary: 'prints SARIF 2.1.0 for code scanning',
  extension: 'sarif',
  render: (report) => jsonText(sarifLog(report)),
})

function sarifLog(report: CheckReport): object {
  const ruleIds = [...new Set(report.findings.map(({ id }) => id))].toSorted()
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            informationUri: 'https://www.npmjs.com/package/spanpact',
            rules: ruleIds.map((id) => sarifRule(id, report)),
          },
        },
        invocations: [
          {
            executionSuccessful: report.unreadable.length === 0,
            toolExecutionNotifications: [
              ...report.unreadable.map((input) => notification(input, 'error')),
              ...report.notes.map((note) => notification(note, 'note')),
            ],
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: groupFindings(report.findings).map((group) => sarifResult(group, ruleIds)),
      },
    ],
  }
}

function sarifRule(id: string, { findings, tool }: CheckReport): object {
  const own = findings.filter((finding) => finding.id === id)
  const worst = severities.find((severity) => own.some((finding) => finding.severity === severity)) ?? 'error'
  const docs = own[0]?.docs ?? ''
  const words = id.replaceAll('-', ' ')
  return {
    id: `spanpact/${id}`,
    shortDescription: { text: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}` },
    ...(docs === '' ? {} : { helpUri: helpUri(docs, tool.version) }),
    help: { text: `Run \`spanpact rules ${id}\`: what it checks, why it matters, how to fix or allow it.` },
    defaultConfiguration: { level: levels[worst] },
  }
}

/** The docs pages are part of the published package; a user's own rule may give a whole address. */
function helpUri(docs: string, version: string): string {
  return docs.startsWith('https://') ? encodeURI(docs) : `https://unpkg.com/spanpact@${version}/${uri(docs)}`
}

function sarifResult(group: FindingGroup, ruleIds: readonly string[]): object {
  const { finding, furtherLocations, furtherRuns, total } = group
  const { contract, location } = finding
  const places = [...(location === undefined ? [] : [location]), ...furtherLocations, ...furtherRuns]
  return {
    ruleId: `spanpact/${finding.id}`,
    ruleIndex: ruleIds.indexOf(finding.id),
    kind: 'fail',
    level: levels[finding.severity],
    message: { text: resultMessage(group) },
    locations: [primaryLocation(finding)],
    ...(places.length === 0
      ? {}
      : { relatedLocations: places.slice(0, maxRelatedLocations).map((at, id) => relatedLocation(at, id)) }),
    occurrenceCount: total,
    partialFingerprints: {
      'spanpact/v1': fingerprint([
        finding.id,
        ...(contract === undefined
          ? [location?.recording ?? '', location?.spanName ?? '']
          : [contract.file, contract.path]),
      ]),
    },
    properties: {
      verdict: finding.verdict,
      help: printable(finding.help),
      ...(contract === undefined ? {} : { contract: printable(contract.name), path: printable(contract.path) }),
      ...(location?.run === undefined ? {} : { runs: 1 + furtherRuns.length }),
    },
  }
}

function resultMessage({ finding, furtherRuns }: FindingGroup): string {
  const undecided = finding.verdict === 'inconclusive' ? 'inconclusive: ' : ''
  const runs = furtherRuns.length === 0 ? '' : ` (same in ${count(furtherRuns.length, 'more run')})`
  const help = finding.help === '' ? '' : `; help: ${finding.help}`
  return messageText(`${undecided}${finding.message}${runs}${help}`)
}

/** In SARIF messages `[text](target)` is a link; no name from a recording may become one. */
function messageText(text: string): string {
  return printable(text).replaceAll('](', '] (')
}

/** The clause in its contract, else the recording; code scanning refuses a result that has no file and line. */
function primaryLocation({ contract, location }: Finding): object {
  if (contract !== undefined) return physicalLocation(contract.file, contract.line ?? 1, contract.column)
  if (location === undefined) return physicalLocation('package.json', 1)
  return { ...physicalLocation(location.recording, location.line ?? 1), ...logicalLocations(location) }
}

function physicalLocation(file: string, startLine: number, startColumn?: number): object {
  const region = startColumn === undefined ? { startLine } : { startLine, startColumn }
  return { physicalLocation: { artifactLocation: { uri: uri(file) }, region } }
}

function relatedLocation(location: Location, id: number): object {
  return {
    id,
    ...recordingLocation(location),
    ...logicalLocations(location),
    message: { text: messageText(location.run === undefined ? 'recorded here' : `recorded in run ${location.run}`) },
  }
}

function recordingLocation({
  recording,
  line,
  byte,
  source,
}: Pick<Location, 'recording' | 'line' | 'byte' | 'source'>): object {
  if (source !== undefined) return physicalLocation(source.file, source.line)
  const artifactLocation = { uri: uri(recording) }
  if (line !== undefined) return { physicalLocation: { artifactLocation, region: { startLine: line } } }
  if (byte !== undefined) return { physicalLocation: { artifactLocation, region: { byteOffset: byte } } }
  return { physicalLocation: { artifactLocation } }
}

function logicalLocations({ spanName, spanId, ancestors = [] }: Location): object {
  if (spanName === undefined) return {}
  const name = printable(spanName)
  const path = [...ancestors.map(printable), name].join(' › ')
  return { logicalLocations: [{ name: spanId ?? name, fullyQualifiedName: path, kind: 'span' }] }
}

function notification(input: Unreadable | Note, level: 'error' | 'note'): object {
  return { level, message: { text: messageText(input.message) }, locations: [recordingLocation(input)] }
}
