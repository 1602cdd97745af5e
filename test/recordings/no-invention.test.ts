import { describe, expect, test } from 'vitest'

import { canonicalText } from '../../src/model/canonical.ts'
import type { ShownStep } from '../../src/model/report.ts'
import type { SpanFacts } from '../../src/model/span-facts.ts'
import type { Span } from '../../src/model/span.ts'
import { factsOf } from '../../src/dialects/index.ts'
import { summarize } from '../../src/runs/index.ts'
import { deriveRun } from '../support/derive-run.ts'
import { refusals } from './expected.ts'
import { recordedFiles, recordedSpans, show } from './recorded-run.ts'

const files = recordedFiles.filter((file) => !Object.hasOwn(refusals, file))

function byTrace(spans: readonly Span[]): Span[][] {
  return [...Map.groupBy(spans, ({ traceId }) => traceId).values()]
}

describe('without usage tokens are unknown', () => {
  const unknown = { input: null, output: null, cachedInput: null, cacheWrite: null, reasoning: null }
  const withoutUsage = (span: Span): Span => ({
    ...span,
    attributes: new Map([...span.attributes].filter(([key]) => !/usage|token|llm_response/i.test(key))),
  })

  test.each(files)('%s', async (file) => {
    for (const spans of byTrace(await recordedSpans(file))) {
      expect(summarize(deriveRun(spans.map(withoutUsage)).derived).tokens).toEqual(unknown)
    }
  })

  test('there is usage to take away', async () => {
    const spans = await recordedSpans('strands-evals/adk_live_spans.json')
    const { tokens } = summarize(deriveRun(spans).derived)
    expect(tokens).toEqual({ ...unknown, input: 379, output: 84, reasoning: 52 })
  })
})

describe('without call ids no two calls are one', () => {
  const withoutIds = (facts: SpanFacts): SpanFacts => ({
    ...facts,
    callId: null,
    answers: null,
    requests: facts.requests?.map((request) => ({ ...request, callId: null })) ?? null,
  })

  test.each(files)('%s', async (file) => {
    for (const spans of byTrace(await recordedSpans(file))) {
      const { derived } = deriveRun(spans, withoutIds)
      const tries = derived.steps.filter(({ kind }) => kind === 'tool').flatMap(({ attempts }) => attempts)
      expect(tries).toHaveLength(distinctCalls(spans))
    }
  })

  test('there are calls of one name and equal arguments to confuse', async () => {
    const spans = await recordedSpans('agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_8.json')
    expect(distinctCalls(spans)).toBe(13)
    const texts = spans.flatMap((span) => callText(span) ?? [])
    expect(new Set(texts).size).toBe(1)
  })
})

/** Tool spans that lie inside none with the same name and arguments. */
function distinctCalls(spans: readonly Span[]): number {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const isInsideEqual = (span: Span): boolean => {
    const text = callText(span)
    for (let up = byId.get(span.parentSpanId ?? ''); up !== undefined; up = byId.get(up.parentSpanId ?? '')) {
      if (callText(up) === text) return true
    }
    return false
  }
  return new Set(
    spans.filter((span) => callText(span) !== undefined && !isInsideEqual(span)).map((span) => span.spanId),
  ).size
}

function callText(span: Span): string | undefined {
  const facts = factsOf(span)
  if (facts?.kind !== 'tool') return undefined
  return `${facts.name} ${'value' in facts.args ? canonicalText(facts.args.value) : span.spanId}`
}

describe('times that a format rounds are marked', () => {
  const precisions: Readonly<Record<string, bigint>> = {
    'otlp-json': 1n,
    'otlp-protobuf': 1n,
    'otel-js': 1n,
    'otel-python': 1n,
    'jaeger-json': 1000n,
    'zipkin-json': 1000n,
    inspect: 1000n,
    langfuse: 1_000_000n,
  }

  test.each(files)('%s', async (file) => {
    for (const { source, startUnixNano, endUnixNano } of await recordedSpans(file)) {
      if (source.format === 'chat')
        expect([source.timePrecisionNano, startUnixNano, endUnixNano]).toEqual([null, null, null])
      else {
        const precision = precisions[source.format]!
        expect(source.timePrecisionNano).toBe(Number(precision))
        expect([startUnixNano, endUnixNano].filter((time) => time !== null && time % precision !== 0n)).toEqual([])
      }
    }
  })
})

describe('a transcript has no durations', () => {
  const transcripts = files.filter((file) =>
    /^(?:agentdojo|agentrx|tau-bench|swe-agent|mini-swe-agent|who-and-when)\//.test(file),
  )

  test.each(transcripts)('%s', async (file) => {
    const { runs } = await show(file)
    const timesOf = (step: ShownStep): unknown[] => [
      step.startMs,
      step.durationMs,
      ...step.attempts.flatMap((attempt) => [attempt.startMs, attempt.durationMs]),
      ...step.steps.flatMap(timesOf),
    ]
    const times = runs.flatMap(({ durationMs, steps = [] }) => [durationMs, ...steps.flatMap(timesOf)])
    expect(times.length).toBeGreaterThan(0)
    expect(new Set(times)).toEqual(new Set([null]))
  })
})
