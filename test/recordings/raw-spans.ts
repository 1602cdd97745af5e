import { readFileSync } from 'node:fs'

/** The little of a span that is counted. */
export interface RawSpan {
  readonly trace: string
  readonly id: string
  readonly parent: string | undefined
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Trace ids of other spans that it links to. */
  readonly links: readonly string[]
}

const folder = 'fixtures/recordings'

function text(file: string): string {
  return readFileSync(`${folder}/${file}`, 'utf8')
}

/** The raw JSON; integers beyond 2^53 become text first, so that no id is rounded. */
export function json(file: string): unknown {
  return JSON.parse(text(file).replace(/([:[]\s*)(\d{16,})(?=\s*[,}\]])/g, '$1"$2"'))
}

function textMap(attributes: object): Map<string, string> {
  return new Map(
    Object.entries(attributes).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
}

interface Otlp {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly traceId: string
        readonly spanId: string
        readonly parentSpanId?: string
        readonly name: string
        readonly attributes?: readonly { readonly key: string; readonly value: object }[]
        readonly links?: readonly { readonly traceId: string }[]
      }[]
    }[]
  }[]
}

/** An id in base64 as hex: two texts may be one id. */
function hex(id: string): string {
  return id.endsWith('=') ? Buffer.from(id, 'base64').toString('hex') : id.toLowerCase()
}

function otlpSpans(documents: readonly Otlp[]): RawSpan[] {
  const scopes = documents.flatMap((one) => one.resourceSpans ?? []).flatMap((one) => one.scopeSpans)
  return scopes
    .flatMap((one) => one.spans)
    .map(({ traceId, spanId, parentSpanId = '', name, attributes = [], links = [] }) => ({
      trace: hex(traceId),
      id: hex(spanId),
      parent: hex(parentSpanId) || undefined,
      name,
      attributes: textMap(Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))),
      links: links.map((link) => hex(link.traceId)),
    }))
}

export function otlp(file: string): RawSpan[] {
  return otlpSpans([json(file) as Otlp | Otlp[]].flat())
}

export function otlpLines(file: string): RawSpan[] {
  return otlpSpans(
    text(file)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Otlp),
  )
}

/** Fields of a protobuf message that hold bytes, by number; others are passed over. */
function fields(bytes: Buffer): [number, Buffer][] {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!
      value += (byte & 0x7f) * scale
      if (byte < 128) return value
    }
  }
  const found: [number, Buffer][] = []
  while (at < bytes.length) {
    const tag = varint()
    const wireType = tag & 7
    if (wireType === 0) varint()
    else if (wireType === 1) at += 8
    else if (wireType === 5) at += 4
    else {
      const length = varint()
      found.push([tag >>> 3, bytes.subarray(at, at + length)])
      at += length
    }
  }
  return found
}

/** Spans of a bare `ExportTraceServiceRequest`: field 1, its field 2, and its field 2 again. */
export function protobuf(file: string): RawSpan[] {
  const inside = (messages: readonly Buffer[], wanted: number): Buffer[] =>
    messages.flatMap((message) => fields(message).flatMap(([number, bytes]) => (number === wanted ? [bytes] : [])))
  return inside(inside(inside([readFileSync(`${folder}/${file}`)], 1), 2), 2).map((span) => {
    const one = new Map(fields(span))
    return {
      trace: one.get(1)!.toString('hex'),
      id: one.get(2)!.toString('hex'),
      parent: one.get(4)?.toString('hex'),
      name: one.get(5)!.toString(),
      attributes: new Map(),
      links: [],
    }
  })
}

export function jaeger(file: string): RawSpan[] {
  const { data } = json(file) as {
    readonly data: readonly {
      readonly spans: readonly {
        readonly traceID: string
        readonly spanID: string
        readonly operationName: string
        readonly references: readonly { readonly refType: string; readonly spanID: string }[]
        readonly tags: readonly { readonly key: string; readonly value: unknown }[]
      }[]
    }[]
  }
  return data
    .flatMap(({ spans }) => spans)
    .map(({ traceID, spanID, operationName, references, tags }) => ({
      trace: traceID,
      id: spanID,
      parent: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
      name: operationName,
      attributes: textMap(Object.fromEntries(tags.map(({ key, value }) => [key, value]))),
      links: [],
    }))
}

/** Halves and late parts of one span share its id. */
export function zipkin(file: string): RawSpan[] {
  const items = json(file) as readonly {
    readonly traceId: string
    readonly id: string
    readonly parentId?: string
    readonly name: string
  }[]
  return items.map(({ traceId, id, parentId, name }) => ({
    trace: traceId,
    id,
    parent: parentId,
    name,
    attributes: new Map(),
    links: [],
  }))
}

interface Context {
  readonly trace_id: string
  readonly span_id: string | null
}

/** Dumps of the SDK for Python: flat records, or with the context and the parent as objects. */
export function python(file: string): RawSpan[] {
  type Flat = { readonly trace_id: string; readonly span_id: string; readonly parent_span_id: string | null }
  type Nested = { readonly context: Context; readonly parent: Context }
  type Dumped = (Flat | Nested) & { readonly name: string; readonly attributes: object }
  const dump = json(file) as readonly Dumped[] | { readonly spans: readonly Dumped[] }
  return ('spans' in dump ? dump.spans : dump).map((span) => ({
    trace: 'context' in span ? span.context.trace_id : span.trace_id,
    id: 'context' in span ? (span.context.span_id ?? '') : span.span_id,
    parent: ('context' in span ? span.parent.span_id : span.parent_span_id) ?? undefined,
    name: span.name,
    attributes: textMap(span.attributes),
    links: [],
  }))
}

/** A dump of the SDK for JavaScript without parents. */
export function javascript(file: string): RawSpan[] {
  const spans = json(file) as readonly {
    readonly name: string
    readonly spanContext: { readonly traceId: string; readonly spanId: string }
    readonly attributes: object
  }[]
  return spans.map(({ name, spanContext, attributes }) => ({
    trace: spanContext.traceId,
    id: spanContext.spanId,
    parent: undefined,
    name,
    attributes: textMap(attributes),
    links: [],
  }))
}

/** Observations of Langfuse; beside their attributes `type`, which Langfuse guesses. */
export function langfuse(file: string): RawSpan[] {
  type Metadata = { readonly attributes?: object } | null
  const { observations } = json(file) as {
    readonly observations: readonly {
      readonly traceId: string
      readonly id: string
      readonly parentObservationId: string | null
      readonly type: string
      readonly name: string
      readonly metadata: string | Metadata
    }[]
  }
  return observations.map(({ traceId, id, parentObservationId, type, name, metadata }) => {
    const held: Metadata = typeof metadata === 'string' ? JSON.parse(metadata) : metadata
    return {
      trace: traceId,
      id,
      parent: parentObservationId ?? undefined,
      name,
      attributes: textMap({ ...held?.attributes, type }),
      links: [],
    }
  })
}
