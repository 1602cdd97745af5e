import { expect, test } from 'vitest'
import { reporters } from '../../src/reporters/index.ts'
import { standardReport } from '../support/standard-report.ts'

test('the table knows every reporter by its id', () => {
  expect(Object.entries(reporters).map(([key, { id, extension }]) => [key, id, extension])).toEqual([
    ['text', 'text', 'txt'],
    ['json', 'json', 'json'],
    ['junit', 'junit', 'xml'],
    ['sarif', 'sarif', 'sarif'],
    ['github', 'github', 'txt'],
    ['markdown', 'markdown', 'md'],
  ])
})

test.each(Object.values(reporters))(
  '$id writes the same bytes twice, ends its last line, and leaves the report alone',
  (reporter) => {
    const before = structuredClone(standardReport)
    const output = reporter.render(standardReport, { color: false })
    expect(reporter.render(standardReport, { color: false })).toBe(output)
    expect(output).toMatch(/[^\n]\n$/)
    expect(standardReport).toEqual(before)
  },
)
