import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { text } from '../../src/reporters/text.ts'
import { hostileReport, hostileText } from '../support/hostile-report.ts'
import { manyFindings, passingReport, standardReport, tenThousandRuns } from '../support/standard-report.ts'

const plain = { color: false }

test('the standard report', async () => {
  await expect(text.render(standardReport, plain)).toMatchFileSnapshot('snapshots/standard.txt')
})

test('a pass is one line that says what was checked', () => {
  expect(text.render(passingReport, plain)).toBe('pass: 12 runs, 240 spans, 1 contract; 3 clauses idle\n')
})

test('one broken clause in 10 000 runs is one finding', async () => {
  await expect(text.render(tenThousandRuns, plain)).toMatchFileSnapshot('snapshots/ten-thousand-runs.txt')
})

test('a run shows its worst findings and counts the others; one span is drawn once', () => {
  const lines = text.render(manyFindings(54), { color: false, fold: 2 }).split('\n')
  expect(lines.slice(2)).toEqual([
    '  error attribute-missing',
    '    span `chat gpt-5` lacks attribute `app.key53`, which the contract requires',
    '    --> recordings/support/refund.jsonl:12 span 00f067aa0ba9000c',
    '        POST /answer',
    '        └─ invoke_agent support',
    '           └─ plan',
    '              └─ chat gpt-5  ← attribute-missing',
    '    contract: contracts/support.contract.yaml:54:7 spans.think.attributes.app.key53',
    '    help: set `gen_ai.usage.input_tokens` before the span ends',
    '',
    '  warning attribute-missing',
    '    span `chat gpt-5` lacks attribute `app.key0`, which the contract requires',
    '    --> recordings/support/refund.jsonl:12 span 00f067aa0ba9000c (the span above)',
    '    contract: contracts/support.contract.yaml:1:7 spans.think.attributes.app.key0',
    '    help: set `gen_ai.usage.input_tokens` before the span ends',
    '',
    '  … 52 more findings in this run; --format json lists all',
    '',
    'fail: 1 error, 53 warnings in 1 run (240 spans, 2 recordings, 1 contract)',
    '',
  ])
})

test('runs beyond the fold are counted with their severities', () => {
  const findings = tenThousandRuns.findings.slice(0, 3).map((finding, index) => {
    const { contract: _none, ...bare } = finding
    return { ...bare, message: `message ${index}`, severity: index === 1 ? ('warning' as const) : finding.severity }
  })
  const lines = text.render({ ...tenThousandRuns, findings }, { color: false, fold: 1 }).split('\n')
  expect(lines.slice(-5)).toEqual([
    '',
    '  … 2 more runs with findings (1 error, 1 warning); --format json lists all',
    '',
    'fail: 10000 errors in 10000 runs (10000 spans, 1 recording, 1 contract)',
    '',
  ])
})

test('`explain` adds the docs page of every finding', () => {
  const output = text.render(standardReport, { color: false, explain: true })
  expect(output.match(/^ {4}docs: .*$/gm)).toEqual([
    '    docs: docs/rules/span-unknown.md',
    '    docs: docs/rules/attribute-missing.md',
    '    docs: docs/rules/root-count-mismatch.md',
    '    docs: docs/assertions/budget.md',
    '    docs: docs/rules/attribute-recommended.md',
    '    docs: docs/rules/attribute-type.md',
    '    docs: docs/rules/clause-unexercised.md',
    '    docs: docs/rules/attribute-cardinality.md',
    '    docs: docs/rules/suppression-stale.md',
  ])
})

test('colours change nothing but the colours', () => {
  const colored = text.render(standardReport, { color: true })
  expect(colored).not.toBe(text.render(standardReport, plain))
  expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(text.render(standardReport, plain))
})

test('only clauses, identifiers and lines of the tree are wider than 120 columns', () => {
  const wide = text
    .render(standardReport, plain)
    .split('\n')
    .filter((line) => line.length > 120 && !/^ {2}unreadable |^fail: /.test(line))
  expect(wide).toEqual([])
})

test('no name from a recording controls the terminal or the log that shows it', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const output = text.render(hostileReport(name), plain)
      expect(output).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|\uffff/u)
      expect(output).not.toMatch(/^\s*::/m)
      expect(output).not.toMatch(/##(?:\[|vso\[)/)
    }),
  )
})

test('a name only fills its own lines', () => {
  const [broken, whole] = ['a\n\n\r\n\u2028b', 'ab'].map((name) => text.render(hostileReport(name), plain))
  expect(broken?.split('\n').length).toBe(whole?.split('\n').length)
})

test('a message whose word starts a line with `::` is no workflow command', () => {
  const message = `${'x'.repeat(94)} ::error::pwned`
  const findings = tenThousandRuns.findings.slice(0, 1).map((finding) => ({ ...finding, message }))
  expect(text.render({ ...passingReport, findings }, plain).match(/^.*pwned$/gm)).toEqual(['    \\x3a:error::pwned'])
})
