import { severities } from '../model/finding.ts'
import type { CheckReport } from '../model/report.ts'
import { painter, type Paint, type Style } from './ansi.ts'
import { count } from './count.ts'
import { groupBy } from './group-by.ts'
import { bySeverity, groupFindings, runKey, type FindingGroup } from './group-findings.ts'
import { place, runTitle } from './place.ts'
import { printableReport } from './printable.ts'
import { defaultFold, defineReporter, type ReporterOptions } from './reporter.ts'
import { shorten } from '../model/shorten.ts'
import { textFinding, textWidth } from './text-finding.ts'
import { verdictCounts } from './verdict-line.ts'
import { wrap } from './wrap.ts'

/** How the page looks, the same for all of its sections. */
interface Page {
  readonly paint: Paint
  readonly fold: number
  readonly explain: boolean
}

type Lines = readonly string[]

const maxNote = 400
const maxPlace = 200

/** For people: unreadable inputs first, then findings by run, those of no run, and notes; the verdict is the last line. */
export const text = defineReporter({
  id: 'text',
  summary: 'prints findings by run for people, the verdict last',
  extension: 'txt',
  render: renderText,
})

function renderText(raw: CheckReport, options: ReporterOptions): string {
  const report = printableReport(raw)
  const page: Page = {
    paint: painter(options.color),
    fold: options.fold ?? defaultFold,
    explain: options.explain ?? false,
  }
  const groups = groupFindings(report.findings)
  const notes = report.notes.map(({ recording, message }) => `${recording}: ${message}`)
  const idle = (report.idle ?? []).map(({ contract, path, reason }) => `${contract} ${path}: ${reason}`)
  const sections = [
    unreadableSection(report, page),
    ...runSections(groups, page),
    contractSection(groups, page),
    listSection('notes', notes, page),
    listSection('idle clauses', idle, page),
    [verdict(report, page)],
  ]
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, ''])
  return lines.map(defuse).join('\n')
}

/** GitHub's runner obeys every line that starts with `::`, white space aside. */
function defuse(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\x3a')
}

function unreadableSection({ unreadable }: CheckReport, page: Page): Lines {
  if (unreadable.length === 0) return []
  return [
    rule(`${count(unreadable.length, 'input')} could not be read`, page, 'red'),
    ...unreadable
      .slice(0, page.fold)
      .flatMap((input) => [
        '',
        `  ${page.paint('unreadable', 'bold', 'red')} ${page.paint(shorten(place(input), maxPlace), 'bold')}`,
        ...wrap(shorten(input.message, maxNote), textWidth - 4).map((line) => `    ${line}`),
      ]),
    ...folded(unreadable.length - page.fold, 'unreadable input'),
  ]
}

function runSections(groups: readonly FindingGroup[], page: Page): readonly Lines[] {
  const placed = groups.filter(({ finding }) => finding.location !== undefined)
  const runs = [...groupBy(placed, ({ finding }) => runKey(finding.location)).values()]
  const sections = runs.slice(0, page.fold).map((run) => {
    const { location } = run[0].finding
    return [rule(location === undefined ? '' : runTitle(location), page), ...findingList(run, ' in this run', page)]
  })
  const hidden = runs.slice(page.fold)
  const rest = folded(hidden.length, 'run', ` with findings (${countSeverities(hidden.flat())})`)
  return [...sections, rest.slice(1)]
}

function contractSection(groups: readonly FindingGroup[], page: Page): Lines {
  const unplaced = groups.filter(({ finding }) => finding.location === undefined)
  if (unplaced.length === 0) return []
  return [rule('all runs together', page), ...findingList(unplaced, ' of all runs together', page)]
}

/** Worst first, so that what is folded away weighs least. */
function findingList(groups: readonly FindingGroup[], where: string, page: Page): Lines {
  const shown = groups.toSorted(bySeverity).slice(0, page.fold)
  return [
    ...shown.flatMap((group, index) => {
      const above = shown[index - 1]?.finding.location
      return ['', ...textFinding(group, above, page.paint, page.explain)]
    }),
    ...folded(groups.length - page.fold, 'finding', where),
  ]
}

function listSection(title: string, items: Lines, page: Page): Lines {
  if (items.length === 0) return []
  const lines = items.slice(0, page.fold).flatMap((item) => {
    const [first = '', ...more] = wrap(shorten(item, maxNote), textWidth - 4)
    return [`  - ${first}`, ...more.map((line) => `    ${line}`)]
  })
  return [rule(title, page), '', ...lines, ...folded(items.length - page.fold, 'line')]
}

function rule(title: string, { paint }: Page, ...styles: readonly Style[]): string {
  const line = '─'.repeat(Math.max(2, textWidth - title.length - 4))
  return `${paint('──', 'dim')} ${paint(title, 'bold', ...styles)} ${paint(line, 'dim')}`
}

function folded(hidden: number, noun: string, where = ''): Lines {
  return hidden <= 0 ? [] : ['', `  … ${count(hidden, `more ${noun}`)}${where}; --format json lists all`]
}

function countSeverities(groups: readonly FindingGroup[]): string {
  return severities
    .map((severity) => ({ severity, amount: groups.filter(({ finding }) => finding.severity === severity).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ severity, amount }) => count(amount, severity))
    .join(', ')
}

function verdict(report: CheckReport, { paint }: Page): string {
  const style = { pass: 'green', fail: 'red', inconclusive: 'magenta' } as const
  return `${paint(`${report.verdict}:`, 'bold', style[report.verdict])} ${verdictCounts(report)}`
}
