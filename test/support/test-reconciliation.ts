import { describe, expect, test } from 'vitest'

import type { Price } from '../../src/model/price.ts'
import { checkWithSources, type SourceTexts } from './check-sources.ts'
import type { SpanSketch } from './span.ts'

/** A finding as a row expects it; what is left out is not compared, except that the number of findings is exact. */
export interface ExpectedFinding {
  id?: string
  verdict?: 'fail' | 'inconclusive'
  /** `file:line` of the source. */
  at?: string
  run?: string
  message?: string
  help?: string
  data?: Record<string, unknown>
}

export interface ReconcileRow {
  name: string
  /** Entry of the list under `reconcile:`. */
  clause: string
  /** Under `sources:`. */
  declared: string
  spans: SpanSketch[]
  sources: SourceTexts
  damage?: string[]
  prices?: Price[]
  expect: ExpectedFinding[]
}

/** Runs each row through the real contract loader and the real engine; compares all findings exactly. */
export function testReconciliation(id: string, rows: readonly ReconcileRow[]): void {
  describe(id, () => {
    test.each(rows)('$name', async (row) => {
      const contract = `trace: { unknownSpans: ignore }\nsources: ${row.declared}\nreconcile: [${row.clause}]\n`
      const report = await checkWithSources(contract, row.spans, row.sources, {
        settings: { prices: row.prices ?? [] },
        damage: row.damage ?? [],
      })
      expect(report.unreadable).toEqual([])
      const comparable = report.findings.map((finding, index) => {
        const expected = row.expect[index] ?? {}
        const source = finding.location?.source
        return {
          id: finding.id,
          verdict: finding.verdict,
          ...('at' in expected ? { at: source === undefined ? undefined : `${source.file}:${source.line}` } : {}),
          ...('run' in expected ? { run: finding.location?.run } : {}),
          ...('message' in expected ? { message: finding.message } : {}),
          ...('help' in expected ? { help: finding.help } : {}),
          ...('data' in expected
            ? { data: Object.fromEntries(Object.keys(expected.data).map((key) => [key, finding.data[key]])) }
            : {}),
        }
      })
      expect(comparable).toEqual(
        row.expect.map((expected) => ({ ...expected, id: expected.id ?? id, verdict: expected.verdict ?? 'fail' })),
      )
    })
  })
}

/** A model call of the GenAI conventions, in UTC: the origin of sketches is 2025-10-09T08:53:20Z. */
export function modelCall(id: string, attributes: Record<string, unknown>, more: Partial<SpanSketch> = {}): SpanSketch {
  return {
    id,
    name: 'chat gpt-5',
    kind: 'client',
    ...more,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5', ...attributes },
  }
}

/** Attributes of tokens of input, output, and what else is given. */
export function tokens(
  input: number,
  output: number,
  parts: { cached?: number; reasoning?: number } = {},
): Record<string, number> {
  return {
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    ...(parts.cached === undefined ? {} : { 'gen_ai.usage.cache_read.input_tokens': parts.cached }),
    ...(parts.reasoning === undefined ? {} : { 'gen_ai.usage.reasoning.output_tokens': parts.reasoning }),
  }
}
