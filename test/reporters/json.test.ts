import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../src/model/report.ts'
import { jsonText } from '../../src/reporters/json-text.ts'
import { json } from '../../src/reporters/json.ts'
import { hostileReport, hostileText } from '../support/hostile-report.ts'
import { passingReport, standardReport, tenThousandRuns } from '../support/standard-report.ts'

const render = (report: CheckReport) => json.render(report, { color: false })

test('the standard report', async () => {
  await expect(render(standardReport)).toMatchFileSnapshot('snapshots/standard.json')
})

test.each([
  ['standard', standardReport],
  ['passing', passingReport],
  ['large', tenThousandRuns],
])('the %s report parses back to itself', (_name, report) => {
  expect(JSON.parse(render(report))).toEqual(report)
})

test('the order in which a report was made does not show', () => {
  const reversed = Object.fromEntries(Object.entries(passingReport).toReversed())
  expect(render({ ...passingReport, ...reversed })).toBe(render(passingReport))
  const shuffled = { ...reversed, ...passingReport }
  expect(Object.keys(shuffled)).not.toEqual(Object.keys(passingReport))
  expect(render(shuffled)).toBe(render(passingReport))
})

test('numbers that JSON cannot hold become text', () => {
  const [finding] = tenThousandRuns.findings
  const withData = (data: object) => ({ ...passingReport, findings: [{ ...finding, data }] })
  const report = withData({ big: 9007199254740993n, none: Number.NaN, endless: -Infinity, zero: 0, nothing: null })
  expect(JSON.parse(jsonText(report))).toEqual(
    withData({ big: '9007199254740993', none: 'NaN', endless: '-Infinity', zero: 0, nothing: null }),
  )
})

test('any text parses back to itself, from lines without controls or reordering', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const report = hostileReport(name)
      const output = render(report)
      expect(JSON.parse(output)).toEqual(report)
      expect(output).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
    }),
  )
})
