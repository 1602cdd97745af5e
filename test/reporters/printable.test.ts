import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { printable, printableReport } from '../../src/reporters/printable.ts'
import { hostileText } from '../support/hostile-report.ts'
import { standardReport } from '../support/standard-report.ts'

const cases: readonly (readonly [string, string])[] = [
  ['chat gpt-5', 'chat gpt-5'],
  ['日本 é 😀', '日本 é 😀'],
  ['line\nbreak\r\ttab', 'line\\nbreak\\r\\ttab'],
  ['\u001b[31mred', '\\x1b[31mred'],
  ['\u009b31m\u0007', '\\u{9b}31m\\u{7}'],
  ['\u202eexe.png\u2066', '\\u{202e}exe.png\\u{2066}'],
  ['a\u2028b\u2029c\ufeff', 'a\\u{2028}b\\u{2029}c\\u{feff}'],
  ['\u{e0041}', '\\u{e0041}'],
  ['\ud800x\udfff', '\\u{d800}x\\u{dfff}'],
  ['\ufffe\u{1ffff}', '\\u{fffe}\\u{1ffff}'],
  ['👩\u200d💻', '👩\u200d💻'],
  ['##vso[a] ##[b] ##teamcity[c] ## d', '#\\x23vso[a] #\\x23[b] #\\x23teamcity[c] ## d'],
]

test.each(cases)('%j is printed as %j', (input, output) => {
  expect(printable(input)).toBe(output)
})

test('what is printable stays as it is', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const once = printable(text)
      expect(printable(once)).toBe(once)
    }),
  )
})

test('a report keeps its shape, and loses only the data of its findings', () => {
  const report = printableReport(standardReport)
  expect(report.summary).toEqual(standardReport.summary)
  expect(report.findings[0]).toEqual({ ...standardReport.findings[0], data: {} })
  expect(report.unreadable[1]?.recording).toBe(printable(standardReport.unreadable[1]?.recording ?? ''))
})
