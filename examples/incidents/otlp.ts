import { createHash } from 'node:crypto'

import { spanKinds, type Attribute, type Attributes, type SpanSketch } from './sketch.ts'

/** Where every recording begins. */
const beginUnixMs = Date.UTC(2026, 10, 18, 9)

/** Spans per line, as exporters batch them. */
const batchSize = 50

/** Flags of a sampled span whose parent is in another process; SDKs without flags leave local ones out. */
const remoteParent = 0x301

/** Hex digits that depend on the seed and the label alone, so that recordings of one incident share their ids. */
export function seededHex(seed: string, label: string, digits: number): string {
  return createHash('sha256').update(`${seed}/${label}`).digest('hex').slice(0, digits)
}

/** OTLP JSON lines as the collector's file exporter writes them: one line per resource and batch. */
export function otlpLines(seed: string, spans: readonly SpanSketch[]): string {
  const serviceOf = new Map(spans.map((span) => [keyOf(span, span.label), span.service]))
  const byResource = Map.groupBy(spans, ({ service, resource }) => JSON.stringify([service, resource]))
  let lines = ''
  for (const exported of byResource.values()) {
    for (let from = 0; from < exported.length; from += batchSize) {
      const batch = exported.slice(from, from + batchSize)
      lines += `${JSON.stringify(request(seed, batch, serviceOf))}\n`
    }
  }
  return lines
}

function request(seed: string, batch: readonly SpanSketch[], serviceOf: ReadonlyMap<string, string>): unknown {
  const { service, resource } = batch[0]!
  const attributes = {
    'service.name': service,
    'deployment.environment.name': 'production',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    ...resource,
  }
  const spans = batch.map((span) => otlpSpan(seed, span, serviceOf))
  return {
    resourceSpans: [
      {
        resource: { attributes: keyValues(attributes) },
        scopeSpans: [{ scope: { name: service, version: '1.0.0' }, spans }],
      },
    ],
  }
}

function otlpSpan(seed: string, span: SpanSketch, serviceOf: ReadonlyMap<string, string>): unknown {
  const { trace = 'main', parent, kind = 'internal', error, events = [], links = [], dropped = {} } = span
  const parentService = parent === undefined ? span.service : (serviceOf.get(keyOf(span, parent)) ?? span.service)
  return {
    traceId: traceIdOf(seed, trace),
    spanId: spanIdOf(seed, span.label),
    ...(parent === undefined ? {} : { parentSpanId: spanIdOf(seed, parent) }),
    ...(span.traceState === undefined ? {} : { traceState: span.traceState }),
    ...(parentService === span.service ? {} : { flags: remoteParent }),
    name: span.name,
    kind: spanKinds[kind],
    startTimeUnixNano: unixNano(span.at),
    endTimeUnixNano: unixNano(span.at + span.lasts),
    ...listed('attributes', keyValues({ ...span.attributes, 'error.type': error })),
    ...(dropped.attributes === undefined ? {} : { droppedAttributesCount: dropped.attributes }),
    ...listed(
      'events',
      events.map(({ name, at, attributes = {} }) => ({
        timeUnixNano: unixNano(at),
        name,
        ...listed('attributes', keyValues(attributes)),
      })),
    ),
    ...(dropped.events === undefined ? {} : { droppedEventsCount: dropped.events }),
    ...listed(
      'links',
      links.map((link) => ({
        traceId: traceIdOf(seed, link.trace),
        spanId: spanIdOf(seed, link.label),
        ...listed('attributes', keyValues(link.attributes ?? {})),
      })),
    ),
    ...(error === undefined ? {} : { status: { code: 2, message: error } }),
  }
}

/** OTLP leaves empty lists out. */
function listed(name: string, list: readonly unknown[]): Readonly<Record<string, readonly unknown[]>> {
  return list.length === 0 ? {} : { [name]: list }
}

function traceIdOf(seed: string, trace: string): string {
  return seededHex(seed, `trace ${trace}`, 32)
}

function spanIdOf(seed: string, label: string): string {
  return seededHex(seed, `span ${label}`, 16)
}

function keyOf({ trace = 'main' }: SpanSketch, label: string): string {
  return `${trace}/${label}`
}

function unixNano(ms: number): string {
  return String(BigInt(beginUnixMs) * 1_000_000n + BigInt(Math.round(ms * 1e6)))
}

function keyValues(attributes: Attributes): readonly { readonly key: string; readonly value: unknown }[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  )
}

function anyValue(value: Exclude<Attribute, undefined>): unknown {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return { arrayValue: { values: value.map((entry) => ({ stringValue: entry })) } }
}
