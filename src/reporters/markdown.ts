import type { CheckReport } from '../model/report.ts'
import { count } from './count.ts'
import { bySeverity, groupFindings, type FindingGroup } from './group-findings.ts'
import { code, preformatted, prose } from './markdown-escape.ts'
import { groupBy } from './group-by.ts'
import { clausePlace, place } from './place.ts'
import { printableReport } from './printable.ts'
import { defaultFold, defineReporter, type ReporterOptions } from './reporter.ts'
import { shorten } from '../model/shorten.ts'
import { spanTree } from './span-tree.ts'
import { stepComparison } from './step-comparison.ts'
import { severityWord } from './severity-word.ts'
import { verdictCounts } from './verdict-line.ts'

type Lines = readonly string[]

// GitHub takes comments of 65 536 characters: the findings and the three lists stay below that together.
const maxFindings = 40_000
const maxList = 6000
const tableSize = 200
const maxSentence = 240
const maxPath = 160
const listsAll = '`--format json` lists all'

/** One comment for a pull request: verdict and counts first, a table of findings by contract, places folded away. */
export const markdown = defineReporter({
  id: 'markdown',
  summary: 'prints a comment for a pull request',
  extension: 'md',
  render: renderMarkdown,
})

function renderMarkdown(raw: CheckReport, options: ReporterOptions): string {
  const report = printableReport(raw)
  const fold = options.fold ?? defaultFold
  const sections = [
    // A bot finds its comment by this line, and updates it.
    ['<!-- spanpact check -->', `**spanpact: ${report.verdict}** — ${verdictCounts(report)}`],
    countsTable(report),
    unreadableSection(report, fold),
    ...findingSections(groupFindings(report.findings), fold, options.explain ?? false),
    listSection('note', report.notes, fold, ({ recording, message }) => `${path(recording)}: ${sentence(message)}`),
    listSection('idle clause', report.idle ?? [], fold, (clause) => {
      return `${sentence(clause.contract)} ${path(clause.path)}: ${sentence(clause.reason)}`
    }),
  ]
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`
}

function countsTable({ summary, unreadable }: CheckReport): Lines {
  const columns = [
    ['unreadable', unreadable.length],
    ['errors', summary.errors],
    ['warnings', summary.warnings],
    ['infos', summary.infos],
    ['inconclusive', summary.inconclusive],
    ['accepted', summary.accepted],
    ['idle', summary.idle],
  ] as const
  return [
    `| ${columns.map(([name]) => name).join(' | ')} |`,
    `|${' ---: |'.repeat(columns.length)}`,
    `| ${columns.map(([, amount]) => amount).join(' | ')} |`,
  ]
}

function unreadableSection({ unreadable }: CheckReport, fold: number): Lines {
  if (unreadable.length === 0) return []
  const lines = list(
    unreadable,
    fold,
    'unreadable input',
    (input) => `${path(place(input))}: ${sentence(input.message)}`,
  )
  return [`**${count(unreadable.length, 'input')} could not be read**`, '', ...lines]
}

/** Worst first over all contracts: the number and the size of findings are bounded, and what is cut weighs least. */
function findingSections(groups: readonly FindingGroup[], fold: number, explain: boolean): readonly Lines[] {
  const worst = groups
    .toSorted(bySeverity)
    .slice(0, fold)
    .map((group) => ({ title: contractTitle(group), row: row(group), details: details(group, explain) }))
  const entries = withinSize(
    worst,
    (entry) => `${entry.title}${entry.row}${entry.details.join('\n')}`.length + tableSize,
    maxFindings,
  )
  const contracts = groupBy(entries, ({ title }) => title)
  const sections = [...contracts].map(([contract, own]) => [
    `**${contract}**`,
    '',
    '| | finding | clause | seen |',
    '| --- | --- | --- | --- |',
    ...own.map((entry) => entry.row),
    '',
    `<details><summary>Where, and what to do (${own.length})</summary>`,
    '',
    ...own.flatMap((entry) => [...entry.details, '']),
    '</details>',
  ])
  return [...sections, more(groups.length - entries.length, 'finding').slice(1)]
}

function contractTitle({ finding: { contract } }: FindingGroup): string {
  return contract === undefined ? 'no contract' : path(contract.name)
}

function row({ finding, total, furtherRuns }: FindingGroup): string {
  const { contract, id, location, message } = finding
  const clause = contract === undefined ? '' : path(contract.path)
  const times = location?.spanId === undefined ? '' : `${total} ×`
  const runs = location?.run === undefined ? '' : count(1 + furtherRuns.length, 'run')
  const seen = [times, runs].filter((part) => part !== '').join(' in ')
  return `| ${severityWord(finding)} | **${code(id)}** ${sentence(message)} | ${clause} | ${seen} |`
}

function details({ finding, furtherRuns }: FindingGroup, explain: boolean): Lines {
  const { contract, help, id, location, docs } = finding
  const tree = location === undefined ? [] : spanTree(location)
  const drawn = stepComparison(finding.data)
  const run = location?.run === undefined ? '' : `, run ${path(location.run)}`
  const runs = furtherRuns.length === 0 ? '' : `, and ${count(furtherRuns.length, 'more run')}`
  return [
    `- ${code(id)}${contract === undefined ? '' : ` ${path(clausePlace(contract))}`}`,
    ...(help === '' ? [] : [`  - help: ${sentence(help)}`]),
    ...(location === undefined ? [] : [`  - at ${path(place(location))}${run}${runs}`]),
    ...(tree.length === 0 ? [] : [`    <pre>${tree.map(preformatted).join('<br>')}</pre>`]),
    ...(drawn.length === 0 ? [] : [`    <pre>${drawn.map(preformatted).join('<br>')}</pre>`]),
    ...(explain && docs !== '' ? [`  - docs: ${path(docs)}`] : []),
  ]
}

function listSection<T>(noun: string, items: readonly T[], fold: number, describe: (item: T) => string): Lines {
  if (items.length === 0) return []
  const lines = list(items, fold, noun, describe)
  return [`<details><summary>${count(items.length, noun)}</summary>`, '', ...lines, '', '</details>']
}

function list<T>(items: readonly T[], fold: number, noun: string, describe: (item: T) => string): Lines {
  const lines = withinSize(
    items.slice(0, fold).map((item) => `- ${describe(item)}`),
    (line) => line.length,
    maxList,
  )
  return [...lines, ...more(items.length - lines.length, noun)]
}

function withinSize<T>(items: readonly T[], sizeOf: (item: T) => number, limit: number): readonly T[] {
  let size = 0
  const end = items.findIndex((item) => (size += sizeOf(item)) > limit)
  return end === -1 ? items : items.slice(0, end)
}

function more(hidden: number, noun: string): Lines {
  return hidden <= 0 ? [] : ['', `… ${count(hidden, `more ${noun}`)}; ${listsAll}`]
}

function sentence(text: string): string {
  return prose(shorten(text, maxSentence))
}

function path(text: string): string {
  return code(shorten(text, maxPath))
}
