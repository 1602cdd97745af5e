import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../src/model/report.ts'
import { junit } from '../../src/reporters/junit.ts'
import { hostileReport, hostileText } from '../support/hostile-report.ts'
import { parseXml, type Element } from '../support/parse-xml.ts'
import { passingReport, standardReport, tenThousandRuns } from '../support/standard-report.ts'

const render = (report: CheckReport) => junit.render(report, { color: false })

test('the standard report', async () => {
  await expect(render(standardReport)).toMatchFileSnapshot('snapshots/standard.xml')
})

test.each([
  ['standard', standardReport],
  ['passing', passingReport],
  ['large', tenThousandRuns],
])('the %s report has the structure CI systems read, and counts that agree with it', (_name, report) => {
  expectJunit(parseXml(render(report)))
})

test('a pass is one green case', () => {
  const root = parseXml(render(passingReport))
  expect(root.attributes).toEqual({ name: 'spanpact', tests: '1', failures: '0', errors: '0' })
  expect(root.children[0]?.children[0]?.children.map(({ name, text }) => [name, text])).toEqual([
    ['system-out', 'pass: 12 runs, 240 spans, 1 contract; 3 clauses idle'],
  ])
})

test.each([
  ['fail', 'failure'],
  ['inconclusive', 'error'],
] as const)('a check that is %s is never green, whatever its findings are', (verdict, result) => {
  const root = parseXml(render({ ...passingReport, verdict }))
  expect(root.children[0]?.children[0]?.children.map(({ name, attributes }) => [name, attributes['type']])).toEqual([
    [result, verdict],
  ])
})

test('each finding is a case: errors fail, what is undecided or unreadable is an error, the rest is green', () => {
  const cases = parseXml(render(standardReport)).children.flatMap((suite) => suite.children)
  expect(
    cases.map((item) => [item.attributes['name'], item.children[0]?.name, item.children[0]?.attributes['type']]),
  ).toEqual([
    ['verdict', 'failure', 'fail'],
    ['recordings/support/bad.json', 'error', 'unreadable'],
    [expect.stringMatching(/^recordings\/a\\nb/), 'error', 'unreadable'],
    ['recordings/empty.bin', 'error', 'unreadable'],
    ['GET /health span-unknown', 'system-out', undefined],
    ['spans.think.attributes.gen_ai.usage.input_tokens attribute-missing', 'failure', 'attribute-missing'],
    ['spans.act.attributes.gen_ai.tool.call.id attribute-recommended', 'system-out', undefined],
    ['trace.roots root-count-mismatch', 'failure', 'root-count-mismatch'],
    ['trajectories.refund.expect.5.budget budget', 'error', 'inconclusive'],
    ['spans.think.attributes.gen_ai.usage.input_tokens attribute-missing', 'failure', 'attribute-missing'],
    ['spans.think.attributes.gen_ai.usage.output_tokens attribute-type', 'failure', 'attribute-type'],
    ['spans.retrieve clause-unexercised', 'error', 'inconclusive'],
    ['attributes.app.prompt.version attribute-cardinality', 'system-out', undefined],
    ['suppression-stale', 'system-out', undefined],
  ])
})

test('any text leaves the document well-formed and its structure alone', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const root = parseXml(render(hostileReport(name)))
      expectJunit(root)
      expect(root.children.map((suite) => suite.children.length)).toEqual([1, 1, 1])
    }),
  )
})

/** What Jenkins' and GitLab's parsers rely on. */
function expectJunit(root: Element): void {
  expect(root.name).toBe('testsuites')
  for (const suite of root.children) {
    expect(suite.name).toBe('testsuite')
    const outcome = (name: string) => suite.children.filter((item) => item.children[0]?.name === name).length
    expect(suite.attributes).toEqual({
      name: suite.attributes['name'],
      tests: String(suite.children.length),
      failures: String(outcome('failure')),
      errors: String(outcome('error')),
      skipped: '0',
    })
    for (const item of suite.children) {
      expect(item.name).toBe('testcase')
      expect(item.attributes).toMatchObject({ classname: expect.any(String), name: expect.any(String) })
      expect(item.children).toHaveLength(1)
      expect(item.children[0]?.name).toMatch(/^(?:failure|error|system-out)$/)
    }
  }
  const sum = (key: string) => root.children.reduce((total, suite) => total + Number(suite.attributes[key]), 0)
  for (const key of ['tests', 'failures', 'errors']) expect(root.attributes[key]).toBe(String(sum(key)))
}
