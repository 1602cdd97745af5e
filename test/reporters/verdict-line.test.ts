import { expect, test } from 'vitest'
import type { CheckReport } from '../../src/model/report.ts'
import { verdictLine } from '../../src/reporters/verdict-line.ts'
import { passingReport, standardReport } from '../support/standard-report.ts'

const { summary } = passingReport
const { unreadable } = standardReport

test.each<[string, Partial<CheckReport>]>([
  ['pass: 12 runs, 240 spans, 1 contract; 3 clauses idle', {}],
  ['pass: 1 run, 1 span, 2 contracts', { summary: { ...summary, runs: 1, spans: 1, contracts: 2, idle: 0 } }],
  [
    'pass: 1 warning, 2 infos in 12 runs (240 spans, 2 recordings, 1 contract); 1 finding accepted, 1 clause idle',
    { summary: { ...summary, warnings: 1, infos: 2, accepted: 1, idle: 1 } },
  ],
  [
    'fail: 2 errors, 1 warning, 1 inconclusive in 3 runs (240 spans, 1 recording, 1 contract)',
    {
      verdict: 'fail',
      summary: { ...summary, recordings: 1, runs: 3, errors: 2, warnings: 1, inconclusive: 1, idle: 0 },
    },
  ],
  [
    'inconclusive: 3 unreadable in 12 runs (240 spans, 2 recordings, 1 contract); 3 clauses idle',
    { verdict: 'inconclusive', unreadable },
  ],
])('%s', (line, report) => {
  expect(verdictLine({ ...passingReport, ...report })).toBe(line)
})
