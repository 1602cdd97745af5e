import type { Span, SpanSource } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { readJson } from './json-content.ts'
import { parseHead } from './json-head.ts'
import { isObject } from './json-lists.ts'
import { newOtlpFile, newSkipped, noteLeftAside } from './otlp-file.ts'
import { asSpecified } from './otlp-json-careful.ts'
import { readEnvelope } from './otlp-json-envelope.ts'
import { quoted } from './quoted.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'
import { spanSources } from './span-sources.ts'

/** What Tempo answers; every field may hold anything. */
interface RawAnswer {
  readonly batches?: unknown
  readonly trace?: unknown
  readonly status?: unknown
  readonly message?: unknown
}

/**
 * Traces of Grafana Tempo's API and of Grafana's download: `{ batches: […] }`, or `{ trace: { batches | resourceSpans } }`.
 *
 * What is inside is OTLP/JSON with base64 or hex ids. Nothing is lost, but a browser that it went through rounded the
 * times: their precision is taken from their values. Source: API documentation of grafana/tempo.
 */
export const tempoJson = defineReader({
  id: 'tempo-json',
  title: 'Grafana Tempo JSON',
  position: 'line',
  recognises: (head) => parseHead(asBuffer(head))?.documents.some((json) => batchesOf(json) !== undefined) === true,
  read,
})

async function* read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  const file = newOtlpFile()
  file.careful = true
  for await (const { json, line, member } of readJson(chunks, new Set(['batches']), context)) {
    const batches = member === null ? batchesOf(json) : [json]
    if (batches === undefined) {
      context.unreadable({ line, message: `${quoted(json)} stands where Tempo writes \`batches\` or a \`trace\`` })
      continue
    }
    const { spans, problems } = readEnvelope({ resourceSpans: asSpecified(batches) }, line, file)
    for (const message of problems) context.unreadable({ line, message })
    notePartial(json, context)
    const source = sourceOf(spans)
    if (spans.length > 0) yield { spans: spans.map((span) => ({ ...span, source })), logEvents: [] }
  }
  noteLeftAside(file, newSkipped(), context)
}

/** The list of resources with their spans; undefined where the value is no answer of Tempo. */
function batchesOf(json: unknown): readonly unknown[] | undefined {
  if (!isObject(json)) return undefined
  const { batches, trace }: RawAnswer = json
  if (Array.isArray(batches)) return batches.every(isObject) ? batches : undefined
  if (!isObject(trace)) return undefined
  const inner: { readonly batches?: unknown; readonly resourceSpans?: unknown } = trace
  return [inner.batches, inner.resourceSpans].find((list) => Array.isArray(list))
}

/** Tempo cuts traces that are larger than its limits, and says so. */
function notePartial(json: unknown, context: ReadContext): void {
  if (!isObject(json)) return
  const { status, message }: RawAnswer = json
  if (status !== 'PARTIAL' && status !== 1) return
  const why = typeof message === 'string' && message !== '' ? `: ${quoted(message)}` : ''
  context.note(`Tempo gave only a part of a trace${why}`, { incomplete: true })
}

const sourceWith = spanSources('tempo-json')

/** Steps to which something on the way may have rounded all times. */
const roundedTo = [1000, 100] as const

function sourceOf(spans: readonly Span[]): SpanSource {
  const times = spans.flatMap((span) => [
    span.startUnixNano,
    span.endUnixNano,
    ...span.events.map((event) => event.timeUnixNano),
  ])
  const isRounded = (step: number): boolean => times.every((time) => time === null || time % BigInt(step) === 0n)
  return sourceWith({ timePrecisionNano: roundedTo.find(isRounded) ?? 1, isStringly: false, lacks: [] })
}
