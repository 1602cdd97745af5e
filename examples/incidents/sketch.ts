/** A value of an attribute; integers become OTLP ints, other numbers doubles; undefined leaves the attribute out. */
export type Attribute = string | number | boolean | readonly string[] | undefined

export type Attributes = Readonly<Record<string, Attribute>>

/** One span as an incident describes it; ids follow from labels, times are milliseconds after the recording begins. */
export interface SpanSketch {
  /** Unique in its trace. */
  readonly label: string
  readonly name: string
  /** Label of the parent; it may be a span that was never exported. */
  readonly parent?: string | undefined
  /** Label of the trace; default `main`. */
  readonly trace?: string
  /** `service.name` of the resource. */
  readonly service: string
  /** Further attributes of the resource. */
  readonly resource?: Attributes
  readonly kind?: keyof typeof spanKinds
  readonly at: number
  readonly lasts: number
  readonly attributes?: Attributes
  readonly error?: string
  readonly events?: readonly { readonly name: string; readonly at: number; readonly attributes?: Attributes }[]
  readonly links?: readonly { readonly trace: string; readonly label: string; readonly attributes?: Attributes }[]
  readonly traceState?: string
  readonly dropped?: { readonly attributes?: number; readonly events?: number }
}

/** Recordings of one incident by file name without `.jsonl`: `good`, `bad`, `bad-…`, `blind`. */
export type Recordings = Readonly<Record<string, readonly SpanSketch[]>>

/** Numbers of OTLP's enum. */
export const spanKinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const

/** The same spans, one of them changed; attributes are merged. Throws when there is no such span. */
export function change(
  spans: readonly SpanSketch[],
  label: string,
  changes: Partial<SpanSketch>,
): readonly SpanSketch[] {
  if (!spans.some((span) => span.label === label)) throw new Error(`no span is labelled ${label}`)
  return changeAll(spans, changes, (span) => span.label === label)
}

/** The same spans, all or some of them changed; attributes are merged. */
export function changeAll(
  spans: readonly SpanSketch[],
  changes: Partial<SpanSketch>,
  isMeant: (span: SpanSketch) => boolean = () => true,
): readonly SpanSketch[] {
  return spans.map((span) =>
    isMeant(span) ? { ...span, ...changes, attributes: { ...span.attributes, ...changes.attributes } } : span,
  )
}

/** The same spans without those of the labels. Throws when there is no such span. */
export function without(spans: readonly SpanSketch[], ...labels: readonly string[]): readonly SpanSketch[] {
  for (const label of labels) {
    if (!spans.some((span) => span.label === label)) throw new Error(`no span is labelled ${label}`)
  }
  return spans.filter((span) => !labels.includes(span.label))
}

/** The same spans, some of them in a trace of their own, which begins at `top`: its context was lost. */
export function inOwnTrace(
  spans: readonly SpanSketch[],
  trace: string,
  top: string,
  ...below: readonly string[]
): readonly SpanSketch[] {
  const moved = changeAll(spans, { trace }, ({ label }) => label === top || below.includes(label))
  return change(moved, top, { parent: undefined })
}

/** Rows of second sources by file name without `.csv`: `good.invoice`, `bad.deliveries`. */
export type Sources = Readonly<Record<string, readonly Readonly<Record<string, string | number>>[]>>
