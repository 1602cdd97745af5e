import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Span } from '../../src/model/span.ts'
import type { Step } from '../../src/model/step.ts'
import type { ReaderId } from '../../src/readers/index.ts'
import type { RunSteps } from '../../src/runs/index.ts'
import { anyAgentRun, countRun, spansOfRun } from '../support/agent-run.ts'
import { deriveRun } from '../support/derive-run.ts'
import { encodeOtelJs } from '../support/dumps/otel-js.ts'
import { encodeDecimalDump, encodeFlatDump, encodeOtelPython } from '../support/dumps/otel-python.ts'
import { encodePhoenix, encodePhoenixOtlp } from '../support/dumps/phoenix.ts'
import { encodeLangfuse } from '../support/dumps/platforms.ts'
import { clickhouseRows } from '../support/formats/clickhouse.ts'
import { exactJson } from '../support/formats/exact-json.ts'
import { encodeJaeger } from '../support/formats/jaeger.ts'
import { tempoBatches } from '../support/formats/tempo.ts'
import { zipkinItems } from '../support/formats/zipkin.ts'
import { encodeJson } from '../support/otlp/encode-json.ts'
import { encodeProtobuf, frame } from '../support/otlp/encode-protobuf.ts'
import { readAll } from '../support/otlp/read-all.ts'

/** What a format cannot say of a step. */
const losses = {
  /** Only failures are kept: success shows in nothing but a result. */
  ok: (step) => ({ ...step, status: step.status === 'ok' && !('value' in step.result) ? 'unset' : step.status }),
  nanoseconds: (step) => rounded(step, 1000n),
  microseconds: (step) => rounded(step, 1_000_000n),
} satisfies Record<string, <Part extends ShownPart>(part: Part) => Part>

/** What a step and an attempt have in common. */
type ShownPart = Pick<Step, 'status' | 'result' | 'startUnixNano' | 'endUnixNano'>

function rounded<Part extends ShownPart>(part: Part, precision: bigint): Part {
  const round = (time: bigint | null): bigint | null => (time === null ? null : time - (time % precision))
  return { ...part, startUnixNano: round(part.startUnixNano), endUnixNano: round(part.endUnixNano) }
}

interface Form {
  readonly format: ReaderId
  readonly encode: (spans: readonly Span[]) => string | Uint8Array
  readonly loses: readonly (keyof typeof losses)[]
}

/**
 * Every format that carries spans of OpenTelemetry, and what of a run it documents to lose. What else it loses of a span
 * (types, resources, scopes, kinds, flags) takes nothing of what an agent did.
 */
const forms: Readonly<Record<string, Form>> = {
  'OTLP/JSON': { format: 'otlp-json', encode: (spans) => encodeJson(spans), loses: [] },
  'OTLP/JSON, a line per span': {
    format: 'otlp-json',
    encode: (spans) => spans.map((span) => encodeJson([span])).join('\n'),
    loses: [],
  },
  'OTLP protobuf': { format: 'otlp-protobuf', encode: (spans) => encodeProtobuf(spans), loses: [] },
  'OTLP protobuf, a frame per span': {
    format: 'otlp-protobuf',
    encode: (spans) => frame(spans.map((span) => encodeProtobuf([span]))),
    loses: [],
  },
  Tempo: { format: 'tempo-json', encode: (spans) => JSON.stringify({ batches: tempoBatches(spans) }), loses: [] },
  Jaeger: { format: 'jaeger-json', encode: (spans) => encodeJaeger(spans), loses: ['nanoseconds'] },
  Zipkin: { format: 'zipkin-json', encode: (spans) => exactJson(zipkinItems(spans)), loses: ['nanoseconds'] },
  'ClickHouse, maps': { format: 'clickhouse-rows', encode: (spans) => rows(spans, 'Map'), loses: [] },
  'ClickHouse, JSON': { format: 'clickhouse-rows', encode: (spans) => rows(spans, 'JSON'), loses: [] },
  'SDK for JavaScript 1.x': { format: 'otel-js', encode: (spans) => encodeOtelJs(spans, 1), loses: [] },
  'SDK for JavaScript 2.x': { format: 'otel-js', encode: (spans) => encodeOtelJs(spans, 2), loses: [] },
  'SDK for Python, to_json': { format: 'otel-python', encode: encodeOtelPython, loses: ['nanoseconds'] },
  'SDK for Python, decimal ids': { format: 'otel-python', encode: encodeDecimalDump, loses: [] },
  'SDK for Python, flat': { format: 'otel-python', encode: encodeFlatDump, loses: [] },
  Phoenix: { format: 'phoenix', encode: (spans) => encodePhoenix(spans, 'UNKNOWN'), loses: ['nanoseconds'] },
  'Phoenix in OTLP words': { format: 'phoenix', encode: encodePhoenixOtlp, loses: [] },
  'Langfuse, metadata as text': {
    format: 'langfuse',
    encode: (spans) => encodeLangfuse(spans, 'text'),
    loses: ['ok', 'microseconds'],
  },
  'Langfuse, metadata as an object': {
    format: 'langfuse',
    encode: (spans) => encodeLangfuse(spans, 'object'),
    loses: ['ok', 'microseconds'],
  },
}

function rows(spans: readonly Span[], columns: 'Map' | 'JSON'): string {
  return clickhouseRows(spans, { columns })
    .map((row) => exactJson(row))
    .join('\n')
}

/** A step without raw keys, and with its place in the list in place of ids. */
function showStep(step: Step, steps: readonly Step[]) {
  const { id: _id, scope, requestedBy, attempts, spans, ...rest } = step
  return {
    ...rest,
    scopes: scopesOf(scope),
    requestedBy: steps.findIndex(({ id }) => id === requestedBy),
    attempts: attempts.map(({ spans: own, ...attempt }) => ({ ...attempt, spans: own.map(({ spanId }) => spanId) })),
    spans: spans.map(({ spanId, name, dialect }) => [spanId, name, dialect]),
  }
}

function scopesOf(scope: Step['scope']): unknown[] {
  return scope === null ? [] : [[scope.kind, scope.name, scope.depth, scope.index], ...scopesOf(scope.parent)]
}

function show({ steps, order, completeness }: RunSteps, loses: Form['loses'] = []) {
  const shown = steps.map((step) => showStep(step, steps))
  return {
    steps: shown.map((step) => ({ ...lose(step, loses), attempts: step.attempts.map((one) => lose(one, loses)) })),
    before: steps.map((one) => steps.map((other) => order.before(one, other))),
    extent: completeness.extent,
    gaps: completeness.gaps.map(({ facet, layer, message }) => [facet, layer, message]),
  }
}

function lose<Part extends ShownPart>(part: Part, loses: Form['loses']): Part {
  return loses.reduce((left, loss) => losses[loss](left), part)
}

test('a run in the words of the GenAI conventions is what was planned', () => {
  fc.assert(
    fc.property(anyAgentRun, (planned) => {
      const { steps } = deriveRun(spansOfRun(planned)).derived
      const ofKind = (kind: Step['kind']): Step[] => steps.filter((step) => step.kind === kind)
      expect({
        agents: ofKind('agent').length,
        turns: ofKind('model').length,
        calls: ofKind('tool').length,
        tries: ofKind('tool').reduce((sum, { attempts }) => sum + attempts.length, 0),
      }).toEqual(countRun(planned.agent))
    }),
    { numRuns: 300 },
  )
})

test('calls without ids and with equal arguments are never taken for one', () => {
  fc.assert(
    fc.property(anyAgentRun, (planned) => {
      const { steps } = deriveRun(spansOfRun({ ...planned, areCallsAlike: true })).derived
      const tries = steps.filter(({ kind }) => kind === 'tool').flatMap(({ attempts }) => attempts)
      expect(tries).toHaveLength(countRun(planned.agent).tries)
    }),
    { numRuns: 300 },
  )
})

describe('written and read again, a run is the same run', () => {
  test.each(Object.entries(forms))('%s', async (_, { format, encode, loses }) => {
    await fc.assert(
      fc.asyncProperty(anyAgentRun, async (planned) => {
        const spans = spansOfRun(planned)
        const read = await readAll(encode(spans))
        expect([read.format, read.problems]).toEqual([format, []])
        expect(show(deriveRun(read.spans).derived)).toEqual(show(deriveRun(spans).derived, loses))
      }),
      { numRuns: 60 },
    )
  })
})
