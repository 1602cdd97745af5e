import { z } from 'zod'

import { severities } from '../src/model/finding.ts'
import type { LintReport } from '../src/cli/lint.ts'
import type { ShowReport } from '../src/model/report.ts'

const count = z.int().min(0)

const unreadable = z.strictObject({
  recording: z.string(),
  line: count.exactOptional().describe('Line, from 1'),
  byte: count.exactOptional().describe('Byte offset, from 0'),
  message: z.string().describe('What is wrong there, and what to do about it'),
})

const note = z.strictObject({ recording: z.string(), message: z.string() })

const location = z.strictObject({
  recording: z.string(),
  line: count.exactOptional().describe('Line of the span, for text formats'),
  byte: count.exactOptional().describe('Byte offset of the span, for binary formats'),
  run: z.string().exactOptional().describe('Id of the run: its smallest trace id'),
  traceId: z.string().exactOptional(),
  spanId: z.string().exactOptional(),
  spanName: z.string().exactOptional(),
  ancestors: z.array(z.string()).exactOptional().describe('Names of the ancestors, root first'),
})

const finding = z.strictObject({
  id: z.string().describe('Id of the rule'),
  severity: z.enum(severities),
  verdict: z.enum(['fail', 'inconclusive']).describe('inconclusive: the evidence does not decide the clause'),
  message: z.string(),
  help: z.string().describe('The concrete edit'),
  data: z.record(z.string(), z.unknown()).describe('Every dynamic part of the message'),
  location: location.exactOptional(),
  contract: z
    .strictObject({
      name: z.string(),
      file: z.string(),
      line: count.exactOptional(),
      column: count.exactOptional(),
      path: z.string().describe('Clause path'),
    })
    .exactOptional(),
  subject: z.string().exactOptional().describe('What of the clause, where one clause has several findings'),
  occurrences: z.int().min(1).describe('How often the same clause broke in the same run'),
  locations: z.array(location).exactOptional().describe('The five smallest locations'),
  docs: z.string().describe('Page that explains the rule'),
})

// The report of `lint` is that of `check` with one more key.
const checkReport: z.ZodType<LintReport> = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool: z.strictObject({ name: z.literal('spanpact'), version: z.string() }),
    verdict: z.enum(['pass', 'fail', 'inconclusive']),
    summary: z.strictObject({
      recordings: count,
      runs: count,
      spans: count,
      contracts: count,
      errors: count,
      warnings: count,
      infos: count,
      inconclusive: count,
      accepted: count.describe('Findings an acceptance file accepts; they are not listed'),
      idle: count,
    }),
    findings: z.array(finding),
    unreadable: z.array(unreadable),
    notes: z.array(note),
    idle: z
      .array(z.strictObject({ contract: z.string(), path: z.string(), reason: z.string() }))
      .exactOptional()
      .describe('Clauses that nothing exercised and that are not held against the team; listed by `--explain`'),
    explain: z
      .array(
        z.strictObject({
          contract: z.string(),
          file: z.string(),
          line: count,
          winner: z.string().describe('Span id of the clause that gets a span both select'),
          loser: z.string(),
          reason: z.string(),
        }),
      )
      .exactOptional()
      .describe('Which of two overlapping selectors wins; listed by `lint --explain`'),
  })
  .meta({ id: 'CheckReport', description: 'Output of `spanpact check` and `spanpact lint` with `--format json`' })

const shownRun = z.strictObject({
  recording: z.string(),
  run: z.string().describe('Id of the run: its smallest trace id'),
  traceIds: z.array(z.string()),
  spans: count,
  roots: count.describe('Spans without a parent id'),
  orphans: count.describe('Spans that name a parent the recording does not hold'),
  errorSpans: count,
  names: z
    .array(z.strictObject({ name: z.string(), count: z.int().min(1) }))
    .describe('How often each span name occurs, most frequent first, the first twenty'),
  format: z.string(),
  dialects: z.array(z.string()),
  agents: z.null(),
  modelCalls: z.null(),
  toolCalls: z.null(),
  tokens: z.strictObject({ input: z.null(), output: z.null(), cachedInput: z.null(), reasoning: z.null() }),
  costUsd: z.null(),
  durationMs: z.number().nullable().describe('First start to last end; null when no span has both'),
  complete: z.boolean().describe('False when spans may be missing; the notes say why'),
  notes: z.array(z.string()),
})

const showReport: z.ZodType<ShowReport> = z
  .strictObject({
    schemaVersion: z.literal(1),
    runs: z.array(shownRun),
    totals: z.strictObject({ recordings: count, runs: count, spans: count, toolCalls: z.null(), modelCalls: z.null() }),
    notes: z.array(note),
    unreadable: z.array(unreadable),
  })
  .meta({ id: 'ShowReport', description: 'Output of `spanpact show --format json`; unknown is null, never 0' })

/** What `check`, `lint` and `show` print as JSON. The types keep it in step with src/model/report.ts. */
export const report = z.union([checkReport, showReport]).meta({ title: 'spanpact report' })
