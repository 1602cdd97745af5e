import { Ajv } from 'ajv'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../src/model/report.ts'
import { sarif } from '../../src/reporters/sarif.ts'
import { hostileReport, hostileText } from '../support/hostile-report.ts'
import { sarifSchema } from '../support/sarif-schema.ts'
import { manyFindings, passingReport, standardReport, tenThousandRuns } from '../support/standard-report.ts'

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly kind: string
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly { readonly physicalLocation: unknown }[]
  readonly relatedLocations?: readonly { readonly physicalLocation: unknown }[]
  readonly occurrenceCount: number
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly properties: Readonly<Record<string, unknown>>
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
      readonly invocations: readonly [
        { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly object[] },
      ]
      readonly results: readonly Result[]
    },
  ]
}

const validate = new Ajv({ allErrors: true }).compile<Log>(sarifSchema)

function log(report: CheckReport): Log {
  const parsed: unknown = JSON.parse(sarif.render(report, { color: false }))
  if (!validate(parsed)) throw new Error(JSON.stringify(validate.errors, null, 2))
  return parsed
}

function invocation(report: CheckReport) {
  return log(report).runs[0].invocations[0]
}

function prints(report: CheckReport) {
  return log(report).runs[0].results.map(({ partialFingerprints }) => partialFingerprints['spanpact/v1'])
}

test('the standard report', async () => {
  await expect(sarif.render(standardReport, { color: false })).toMatchFileSnapshot('snapshots/standard.sarif')
})

test.each([
  ['standard', standardReport],
  ['passing', passingReport],
  ['large', tenThousandRuns],
])('the %s report is valid SARIF', (_name, report) => {
  const [run] = log(report).runs
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
})

test('an inconclusive finding is shown like a failure, and says that it is none', () => {
  const [run] = log(standardReport).runs
  const shown = run.results.map(({ ruleId, kind, level, properties }) => [ruleId, kind, level, properties['verdict']])
  expect(shown).toEqual([
    ['spanpact/span-unknown', 'fail', 'note', 'fail'],
    ['spanpact/attribute-missing', 'fail', 'error', 'fail'],
    ['spanpact/attribute-recommended', 'fail', 'warning', 'fail'],
    ['spanpact/root-count-mismatch', 'fail', 'error', 'fail'],
    ['spanpact/budget', 'fail', 'error', 'inconclusive'],
    ['spanpact/attribute-type', 'fail', 'error', 'fail'],
    ['spanpact/clause-unexercised', 'fail', 'error', 'inconclusive'],
    ['spanpact/attribute-cardinality', 'fail', 'warning', 'inconclusive'],
    ['spanpact/suppression-stale', 'fail', 'warning', 'fail'],
  ])
  expect(run.results[4]?.message.text).toBe(
    'inconclusive: `budget.totalTokens` is undecided: 2 of 6 model calls carry no token usage; ' +
      'help: record `gen_ai.usage.input_tokens` and `gen_ai.usage.output_tokens` on every model call',
  )
})

test('a result is at its clause, else in its recording, else at the package', () => {
  const [run] = log(standardReport).runs
  const [unknownSpan, missing] = run.results
  expect(missing?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'contracts/support.contract.yaml' },
    region: { startLine: 24, startColumn: 7 },
  })
  expect(unknownSpan?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'recordings/support/capture.pb' },
    region: { startLine: 1 },
  })
  expect(unknownSpan?.relatedLocations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'recordings/support/capture.pb' },
    region: { byteOffset: 4096 },
  })
  expect(run.results.at(-1)?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'package.json' },
    region: { startLine: 1 },
  })
})

test('one broken clause in 10 000 runs is one result that counts them', () => {
  const [run] = log(tenThousandRuns).runs
  expect(run.results.map(({ occurrenceCount, properties }) => [occurrenceCount, properties['runs']])).toEqual([
    [10_000, 10_000],
  ])
  expect(run.results[0]?.relatedLocations).toHaveLength(10)
})

test('unreadable inputs make the invocation unsuccessful; notes do not', () => {
  expect(invocation(standardReport).executionSuccessful).toBe(false)
  expect(invocation(standardReport).toolExecutionNotifications).toHaveLength(5)
  const { notes } = standardReport
  expect(invocation({ ...passingReport, notes })).toMatchObject({
    executionSuccessful: true,
    toolExecutionNotifications: [{ level: 'note' }, { level: 'note' }],
  })
})

test('a fingerprint survives other runs and edits of the contract, and differs between clauses', () => {
  const [, missing] = prints(standardReport)
  expect(missing).toMatch(/^[0-9a-f]{16}$/)
  expect(prints(tenThousandRuns)).toEqual([missing])
  expect(new Set(prints(manyFindings(54))).size).toBe(54)
})

test('any text leaves the log valid, its file names included, and becomes no link', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const [run] = log(hostileReport(`x${name}`)).runs
      expect(run.results).toHaveLength(1)
      expect(run.results[0]?.message.text).not.toContain('](')
    }),
  )
})
