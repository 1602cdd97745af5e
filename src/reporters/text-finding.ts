import type { Finding, Location } from '../model/finding.ts'
import type { Paint } from './ansi.ts'
import { count } from './count.ts'
import type { FindingGroup } from './group-findings.ts'
import { clausePlace, place, runTitle } from './place.ts'
import { severityWord } from './severity-word.ts'
import { shorten } from '../model/shorten.ts'
import { spanTree } from './span-tree.ts'
import { stepComparison } from './step-comparison.ts'
import { wrap } from './wrap.ts'

export const textWidth = 100

// A message states its values cut; this bound is for those that do not.
const maxMessage = 600
const maxNamedRuns = 3

const severityStyles = { error: 'red', warning: 'yellow', info: 'cyan' } as const

/**
 * One finding as lines, indented by two columns: what, where in the tree, which clause, what to do.
 * `above` is the place of the finding before it: the tree of one span is not drawn twice in a row.
 */
export function textFinding(
  group: FindingGroup,
  above: Location | undefined,
  paint: Paint,
  explain: boolean,
): readonly string[] {
  const { finding } = group
  const style = finding.verdict === 'inconclusive' ? 'magenta' : severityStyles[finding.severity]
  return [
    `  ${paint(severityWord(finding), 'bold', style)} ${paint(finding.id, 'bold')}`,
    ...indent(4, wrap(shorten(finding.message, maxMessage), textWidth - 4)),
    ...(finding.location === undefined
      ? []
      : where(finding.location, above, paint, (line) => `${line}  ${paint(`← ${finding.id}`, 'bold', style)}`)),
    ...indent(8, stepComparison(finding.data)),
    ...furtherPlaces(group),
    ...furtherRuns(group),
    ...clause(finding, paint),
    ...help(finding, paint),
    ...(explain && finding.docs !== '' ? [`    ${paint('docs:', 'dim')} ${finding.docs}`] : []),
  ]
}

function where(
  location: Location,
  above: Location | undefined,
  paint: Paint,
  mark: (line: string) => string,
): readonly string[] {
  const tree = spanTree(location)
  const isPlaced = [location.line, location.byte, location.source].some((part) => part !== undefined)
  if (tree.length === 0 && !isPlaced) return []
  const span = location.spanId === undefined ? '' : ` span ${location.spanId}`
  const arrow = `    ${paint(`--> ${place(location)}${span}`, 'dim')}`
  if (isSameSpan(location, above)) return [`${arrow} ${paint('(the span above)', 'dim')}`]
  return [
    arrow,
    ...tree.slice(0, -1).map((line) => `        ${paint(line, 'dim')}`),
    ...tree.slice(-1).map((line) => `        ${mark(line)}`),
  ]
}

function isSameSpan(location: Location, above: Location | undefined): boolean {
  return location.spanId !== undefined && location.spanId === above?.spanId && location.traceId === above.traceId
}

function furtherPlaces({ finding, occurrences, furtherLocations }: FindingGroup): readonly string[] {
  if (occurrences <= 1) return []
  const further = occurrences - 1
  const listed = furtherLocations.slice(0, Math.min(4, further))
  const noun = finding.location?.spanId === undefined ? 'place' : 'span'
  const names = listed.map((location) => shortPlace(location, finding.location))
  const rest = further > listed.length && listed.length > 0 ? [`and ${further - listed.length} not listed`] : []
  const list = names.length === 0 ? '' : `: ${[...names, ...rest].join(', ')}`
  return indent(4, wrap(`and ${further} more ${further === 1 ? noun : `${noun}s`}${list}`, textWidth - 4))
}

/** A place beside the first one: what it shares with that is left out. */
function shortPlace(location: Location, first: Location | undefined): string {
  const sameName = location.spanName === undefined || location.spanName === first?.spanName
  const name = sameName ? '' : `\`${shorten(location.spanName ?? '', 40)}\` `
  if (location.recording !== first?.recording) return `${name}${place(location)}`
  if (location.line !== undefined) return `${name}line ${location.line}`
  return `${name}${location.spanId ?? place(location)}`
}

function furtherRuns({ furtherRuns: runs }: FindingGroup): readonly string[] {
  if (runs.length === 0) return []
  const lines = runs.slice(0, maxNamedRuns).map((run) => `      ${runTitle(run)}`)
  const rest = runs.length > maxNamedRuns ? [`      … and ${runs.length - maxNamedRuns} more`] : []
  return [`    same in ${count(runs.length, 'more run')}:`, ...lines, ...rest]
}

function clause({ contract }: Finding, paint: Paint): readonly string[] {
  if (contract === undefined) return []
  return [`    ${paint('contract:', 'dim')} ${clausePlace(contract)} ${contract.path}`]
}

function help(finding: Finding, paint: Paint): readonly string[] {
  if (finding.help === '') return []
  const [first = '', ...more] = wrap(shorten(finding.help, maxMessage), textWidth - 10)
  return [`    ${paint('help:', 'bold', 'green')} ${first}`, ...indent(10, more)]
}

function indent(columns: number, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${' '.repeat(columns)}${line}`)
}
