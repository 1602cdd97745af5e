import { expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { bySeverity, groupFindings } from '../../src/reporters/group-findings.ts'
import { spanAt } from '../support/standard-report.ts'

function finding(more: Partial<Finding> = {}): Finding {
  return {
    id: 'span-name',
    severity: 'error',
    verdict: 'fail',
    message: 'm',
    help: 'h',
    data: {},
    contract: { name: 'a', file: 'a.contract.yaml', path: 'spans.think.name' },
    occurrences: 1,
    docs: '',
    ...more,
  }
}

test('findings of one clause in several runs are one group, with one location for each further run', () => {
  const first = finding({ location: spanAt(1, { run: 'a' }), occurrences: 3, locations: [spanAt(1), spanAt(2)] })
  const second = finding({ location: spanAt(9, { run: 'b' }), occurrences: 2 })
  const third = finding({ location: spanAt(1, { run: 'a', recording: 'other.jsonl' }) })
  expect(groupFindings([first, second, third])).toEqual([
    {
      finding: first,
      occurrences: 3,
      furtherLocations: [spanAt(2)],
      furtherRuns: [second.location, third.location],
      total: 6,
    },
  ])
})

test('several findings of one clause in one run are further places in that run', () => {
  const first = finding({ location: spanAt(1) })
  const second = finding({ location: spanAt(2) })
  expect(groupFindings([first, second])).toEqual([
    { finding: first, occurrences: 2, furtherLocations: [spanAt(2)], furtherRuns: [], total: 2 },
  ])
})

const contract = { name: 'a', file: 'a.contract.yaml', path: 'spans.other.name' }

test.each<[string, Partial<Finding>]>([
  ['id', { id: 'span-kind' }],
  ['severity', { severity: 'info' }],
  ['verdict', { verdict: 'inconclusive' }],
  ['clause path', { contract }],
  ['contract file', { contract: { ...contract, file: 'b.contract.yaml', path: 'spans.think.name' } }],
])('findings that differ in %s stay apart', (_difference, more) => {
  expect(groupFindings([finding(), finding(more)]).map((group) => group.total)).toEqual([1, 1])
})

test('without a clause, only equal messages are one group', () => {
  const { contract: _none, ...bare } = finding()
  const messages = groupFindings([bare, { ...bare, message: 'n' }, bare]).map((group) => group.finding.message)
  expect(messages).toEqual(['m', 'n'])
})

test('the order by severity keeps equal ones as they were', () => {
  const ids = ['info-1', 'error-1', 'warning-1', 'error-2']
  const findings = ids.map((id) => {
    const severity = id.startsWith('error') ? 'error' : id.startsWith('info') ? 'info' : 'warning'
    return finding({ id, severity })
  })
  const sorted = groupFindings(findings).toSorted(bySeverity)
  expect(sorted.map((group) => group.finding.id)).toEqual(['error-1', 'error-2', 'warning-1', 'info-1'])
})
