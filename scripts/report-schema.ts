import { z } from 'zod'

import { severities } from '../src/model/finding.ts'
import type { LintReport } from '../src/cli/lint.ts'
import type { ShownStep, ShowReport } from '../src/model/report.ts'
import { stepKinds } from '../src/model/span-facts.ts'
import { gapFacets } from '../src/model/step.ts'

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
  source: z
    .strictObject({ file: z.string(), line: count })
    .exactOptional()
    .describe('The row of a second source that shows it'),
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
  occurrences: z
    .int()
    .min(1)
    .describe('How often the same clause broke in the same run; in all runs, where the rule makes one finding of them'),
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

const ms = z.number().nullable()
const tokens = count.nullable()
const counts = z.record(z.string(), count)
const status = z.enum(['ok', 'error', 'unset', 'cancelled', 'pending'])

const shownStep: z.ZodType<ShownStep> = z
  .strictObject({
    id: z.string().describe('Span id of its outermost span'),
    kind: z.enum(stepKinds),
    name: z.string().nullable(),
    status,
    errorType: z.string().nullable(),
    startMs: ms.describe('From the first start of the run; null where times are unknown'),
    durationMs: ms,
    inputTokens: tokens,
    outputTokens: tokens,
    isUsageEstimated: z.boolean().describe('The tokens are a guess of the platform, and in no sum'),
    timeToFirstTokenMs: ms,
    finishReason: z.string().nullable(),
    costUsd: z.number().nullable(),
    turn: count.nullable().describe('Which model output of its scope asked for it, from 0'),
    handoffTo: z.string().nullable(),
    concurrent: z.boolean().describe('It overlaps a step that began before it, beside it'),
    attempts: z.array(
      z.strictObject({
        index: z.int(),
        status,
        errorType: z.string().nullable(),
        by: z.enum(['runtime', 'model']).nullable(),
        startMs: ms,
        durationMs: ms,
        tries: count.nullable().describe('Tries of the SDK and the wire inside this one'),
      }),
    ),
    spans: z
      .array(z.strictObject({ spanId: z.string(), name: z.string(), dialect: z.string() }))
      .describe('Spans that were merged into it'),
    get steps() {
      return z.array(shownStep).describe('Steps inside it')
    },
  })
  .meta({ id: 'ShownStep' })

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
  dialects: z.array(z.string()).describe('Vocabularies of attributes found'),
  claimedSpans: counts.describe('How many spans each dialect claims; what is left is claimed by none'),
  agents: z.array(z.strictObject({ name: z.string().nullable(), invocations: count })),
  modelCalls: z
    .strictObject({ count, byModel: counts })
    .nullable()
    .describe('Null where only sums tell of model calls'),
  toolCalls: z.strictObject({
    count,
    byName: counts,
    failed: count.describe('Calls whose last try failed'),
    retries: count.describe('Tries beyond the first'),
  }),
  tokens: z
    .strictObject({ input: tokens, output: tokens, cachedInput: tokens, cacheWrite: tokens, reasoning: tokens })
    .describe('Each null unless every model call says it'),
  costUsd: z.number().nullable(),
  durationMs: ms.describe('First start to last end; null when no span has both'),
  complete: z.boolean().describe('False when steps may be missing; the gaps say why'),
  gaps: z
    .array(z.strictObject({ facet: z.enum(gapFacets), message: z.string() }))
    .describe('What the recording does not show'),
  notes: z.array(z.string()),
  steps: z.array(shownStep).exactOptional().describe('What the agents did, in order; listed by `--steps`'),
})

const showReport: z.ZodType<ShowReport> = z
  .strictObject({
    schemaVersion: z.literal(1),
    runs: z.array(shownRun),
    totals: z.strictObject({
      recordings: count,
      runs: count,
      spans: count,
      toolCalls: count,
      modelCalls: count.nullable(),
    }),
    notes: z.array(note),
    unreadable: z.array(unreadable),
  })
  .meta({ id: 'ShowReport', description: 'Output of `spanpact show --format json`; unknown is null, never 0' })

/** What `check`, `lint` and `show` print as JSON. The types keep it in step with src/model/report.ts. */
export const report = z.union([checkReport, showReport]).meta({ title: 'spanpact report' })
