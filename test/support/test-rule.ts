import { describe, expect, test } from 'vitest'

import type { Severity } from '../../src/model/finding.ts'
import type { Rule } from '../../src/rules/index.ts'
import { checkSketches } from './check-spans.ts'
import { spanId, type SpanSketch } from './span.ts'

/** A finding as a row expects it; what is left out is not compared, except that the number of findings is exact. */
export interface ExpectedFinding {
  verdict?: 'fail' | 'inconclusive'
  severity?: Severity
  /** Clause path. */
  path?: string
  /** Label of the span (its `id`, or its name); null: a finding about the whole run or recording. */
  span?: string | null
  occurrences?: number
  data?: Record<string, unknown>
  message?: string
  help?: string
}

export interface RuleRow {
  name: string
  contract: string
  spans: SpanSketch[]
  /** Reasons why spans of the recording are missing. */
  damage?: string[]
  now?: string
  severities?: Record<string, Severity | 'off'>
  expect: ExpectedFinding[]
}

/** Runs each row through the real contract loader and the real engine; compares the findings of this rule exactly. */
export function testRule(rule: Rule, rows: readonly RuleRow[]): void {
  describe(rule.id, () => {
    test.each(rows)('$name', async (row) => {
      const report = await checkSketches(row.contract, row.spans, {
        settings: {
          ...(row.now === undefined ? {} : { now: Date.parse(`${row.now}T12:00:00Z`) }),
          severities: row.severities ?? {},
        },
        damage: row.damage ?? [],
      })
      expect(report.unreadable).toEqual([])
      const found = report.findings.filter((finding) => finding.id === rule.id)
      const comparable = found.map((finding, index) => {
        const expected = row.expect[index] ?? {}
        return {
          verdict: finding.verdict,
          ...('severity' in expected ? { severity: finding.severity } : {}),
          ...('path' in expected ? { path: finding.contract?.path } : {}),
          ...('span' in expected ? { span: finding.location?.spanId ?? null } : {}),
          ...('occurrences' in expected ? { occurrences: finding.occurrences } : {}),
          ...('data' in expected ? { data: finding.data } : {}),
          ...('message' in expected ? { message: finding.message } : {}),
          ...('help' in expected ? { help: finding.help } : {}),
        }
      })
      const wanted = row.expect.map((expected) => ({
        ...expected,
        verdict: expected.verdict ?? 'fail',
        ...('span' in expected ? { span: expected.span == null ? null : spanId(expected.span) } : {}),
      }))
      expect(comparable).toEqual(wanted)
    })
  })
}
