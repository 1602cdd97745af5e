import type { Finding } from '../model/finding.ts'
import type { CheckReport, Unreadable } from '../model/report.ts'
import { groupBy } from './group-by.ts'
import { clausePlace, fullPlace, place, runTitle } from './place.ts'
import { printableReport } from './printable.ts'
import { defineReporter } from './reporter.ts'
import { severityWord } from './severity-word.ts'
import { verdictLine } from './verdict-line.ts'

/** What a test case came to; a note is green. */
type Result = 'note' | 'failure' | 'error'

interface TestCase {
  readonly classname: string
  readonly name: string
  readonly file?: string
  readonly result: Result
  readonly type: string
  readonly message: string
  readonly body: string
}

/**
 * A case `verdict`, which is green exactly when the check passes, so that no report is empty or greener than the check;
 * then one suite per run with a case for each finding. What cannot be decided or read is an error.
 */
export const junit = defineReporter({
  id: 'junit',
  summary: 'prints JUnit XML for the test view of CI systems',
  extension: 'xml',
  render: renderJunit,
})

function renderJunit(raw: CheckReport): string {
  const report = printableReport(raw)
  const runs = groupBy(report.findings, suiteName)
  const suites: readonly (readonly [string, readonly TestCase[]])[] = [
    ['spanpact', [verdictCase(report)]],
    ...(report.unreadable.length === 0 ? [] : [['unreadable', report.unreadable.map(unreadableCase)] as const]),
    ...[...runs].map(([name, findings]) => [name, findings.map(findingCase)] as const),
  ]
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spanpact"${counts(suites.flatMap(([, cases]) => cases))}>`,
    ...suites.flatMap(([name, cases]) => [
      `  <testsuite name="${escapeXml(name)}"${counts(cases)} skipped="0">`,
      ...cases.flatMap(testCase),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

function suiteName({ location }: Finding): string {
  return location === undefined ? 'all runs together' : runTitle(location)
}

function verdictCase(report: CheckReport): TestCase {
  const result = { pass: 'note', fail: 'failure', inconclusive: 'error' } as const
  const line = verdictLine(report)
  return {
    classname: 'spanpact',
    name: 'verdict',
    result: result[report.verdict],
    type: report.verdict,
    message: line,
    body: line,
  }
}

function unreadableCase(input: Unreadable): TestCase {
  const body = `unreadable: ${place(input)}: ${input.message}`
  return {
    classname: 'unreadable',
    name: input.recording,
    file: input.recording,
    result: 'error',
    type: 'unreadable',
    message: input.message,
    body,
  }
}

/** Its name has no line, so that the history of a case survives edits of the contract. */
function findingCase(finding: Finding): TestCase {
  const { id, contract, location, severity, verdict, message, help } = finding
  const body = [
    `${severityWord(finding)} ${id}: ${message}`,
    ...(location === undefined ? [] : [`at: ${fullPlace(location)}`]),
    ...(finding.occurrences > 1 ? [`occurrences: ${finding.occurrences}`] : []),
    ...(contract === undefined ? [] : [`contract: ${clausePlace(contract)} ${contract.path}`]),
    ...(help === '' ? [] : [`help: ${help}`]),
  ]
  const file = contract?.file ?? location?.recording
  return {
    classname: contract?.name ?? 'spanpact',
    name: [contract?.path ?? location?.spanName ?? '', id].filter((part) => part !== '').join(' '),
    ...(file === undefined ? {} : { file }),
    result: severity !== 'error' ? 'note' : verdict === 'fail' ? 'failure' : 'error',
    type: verdict === 'fail' ? id : 'inconclusive',
    message,
    body: body.join('\n'),
  }
}

function testCase({ classname, name, file, result, type, message, body }: TestCase): readonly string[] {
  const path = file === undefined ? '' : ` file="${escapeXml(file)}"`
  const open = `    <testcase classname="${escapeXml(classname)}" name="${escapeXml(name)}"${path}>`
  const inner =
    result === 'note'
      ? `<system-out>${escapeXml(body)}</system-out>`
      : `<${result} message="${escapeXml(message)}" type="${escapeXml(type)}">${escapeXml(body)}</${result}>`
  return [open, `      ${inner}`, '    </testcase>']
}

function counts(cases: readonly TestCase[]): string {
  const amount = (result: Result) => cases.filter((item) => item.result === result).length
  return ` tests="${cases.length}" failures="${amount('failure')}" errors="${amount('error')}"`
}

/** Characters that XML 1.0 does not allow are gone already: they are not printable. */
function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
