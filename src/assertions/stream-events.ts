import type { Attempt } from '../model/step.ts'
import type { Span, SpanEvent } from '../model/span.ts'
import type { Run, RunRead, RunSpan } from '../runs/index.ts'
import { compileStepNames } from './step-selector.ts'

/**
 * `first`: the first chunk, of instrumentations that record no further ones; `visible`: the first content that is no
 * reasoning; `terminal`: the stream ended as its protocol has it.
 */
export type StreamEventKind = 'first' | 'chunk' | 'visible' | 'heartbeat' | 'terminal'

/** An event of a streamed response; plain data. */
export interface StreamEvent {
  readonly kind: StreamEventKind
  readonly name: string
  readonly at: bigint | null
  /** Of a chunk: whether it holds reasoning; null where it does not say. */
  readonly isReasoning: boolean | null
  readonly hash: string | null
  readonly tokens: number | null
  readonly text: string | null
}

/** Names of events, where they are others than the known ones. */
export interface StreamEventNames {
  readonly chunk?: string | readonly string[] | undefined
  readonly heartbeat?: string | readonly string[] | undefined
  readonly terminal?: string | readonly string[] | undefined
}

/**
 * Names that instrumentations use. Sources: OpenInference (`First Token Stream Event`), Vercel AI SDK (`ai.stream.*`),
 * OpenLLMetry (`llm.content.completion.chunk`); a prefix before the last word is the producer's own.
 */
const known: Readonly<Record<StreamEventKind, string>> = {
  first: String.raw`/^(First Token Stream Event|ai\.stream\.firstChunk|(.+\.)?first_(token|chunk))$/`,
  visible: String.raw`/^(.+\.)?first_visible$/`,
  chunk: String.raw`/^(.+[._])?chunk$/`,
  heartbeat: String.raw`/^(.+\.)?(heartbeat|keep_?alive|ping)$/`,
  terminal: String.raw`/^(ai\.stream\.finish|(.+\.)?(message_stop|stream_end|terminal|completed|done))$/`,
}

const kinds = ['first', 'visible', 'chunk', 'heartbeat', 'terminal'] as const satisfies readonly StreamEventKind[]

/** Reads of spans, and of log records that belong to them, what their streams were. */
export interface StreamReader {
  readonly reads: readonly RunRead[]
  /** In order of time, those without a time last. */
  readonly eventsOf: (run: Run, attempt: Attempt) => readonly StreamEvent[]
  /** Whether the request says that the answer is streamed; null where it does not say. */
  readonly isStreamed: (run: Run, attempt: Attempt) => boolean | null
}

export function createStreamReader(names: StreamEventNames = {}, keepsText = false): StreamReader {
  const tests = kinds.map((kind) => ({
    kind,
    test: compileStepNames((kind === 'first' || kind === 'visible' ? undefined : names[kind]) ?? known[kind]),
  }))
  const read = (event: SpanEvent): StreamEvent | undefined => {
    const kind = tests.find(({ test }) => test(event.name))?.kind
    return kind === undefined ? undefined : { kind, name: event.name, ...partsOf(event, keepsText) }
  }
  const events: RunRead = {
    name: `stream events ${JSON.stringify([names, keepsText])}`,
    take(span) {
      const found = span.events.map(read).filter((event) => event !== undefined)
      return found.length === 0 ? undefined : (found as never)
    },
  }
  return {
    reads: [events, streamedRead],
    eventsOf: (run, { spans }) =>
      spans
        .flatMap((ref) => {
          const span = run.find(ref.traceId, ref.spanId)
          return span === undefined ? [] : [...takenFrom(span, events), ...logged(span, read)]
        })
        .sort(byTime),
    isStreamed(run, { spans }) {
      for (const ref of spans) {
        const value = run.find(ref.traceId, ref.spanId)?.values.get(streamedRead.name)
        if (typeof value === 'boolean') return value
      }
      return null
    },
  }
}

const streamedRead: RunRead = {
  name: 'request is streamed',
  take: ({ attributes }: Span) => {
    const value = attributes.get('gen_ai.request.stream') ?? attributes.get('llm.is_streaming')
    return typeof value === 'boolean' ? value : undefined
  },
}

function takenFrom(span: RunSpan, { name }: RunRead): readonly StreamEvent[] {
  return (span.values.get(name) ?? []) as unknown as readonly StreamEvent[]
}

function logged({ logEvents }: RunSpan, read: (event: SpanEvent) => StreamEvent | undefined): readonly StreamEvent[] {
  return logEvents.map(read).filter((event) => event !== undefined)
}

/** What the attributes of a chunk say, by the last word of their keys. */
function partsOf({ timeUnixNano, attributes }: SpanEvent, keepsText: boolean): Omit<StreamEvent, 'kind' | 'name'> {
  let [isReasoning, hash, tokens, text]: [boolean | null, string | null, number | null, string | null] = [
    null,
    null,
    null,
    null,
  ]
  for (const [key, value] of attributes) {
    const word = /[^._]*$/.exec(key)![0].toLowerCase()
    if (word === 'type' && typeof value === 'string') isReasoning = /reason|think/i.test(value)
    else if (word === 'hash' && typeof value === 'string') hash ??= value
    else if (word === 'tokens' && typeof value === 'number' && value >= 0) tokens ??= value
    else if ((word === 'content' || word === 'text') && typeof value === 'string' && keepsText) text ??= value
  }
  return { at: timeUnixNano, isReasoning, hash, tokens, text }
}

function byTime({ at: one }: StreamEvent, { at: other }: StreamEvent): number {
  if (one === other) return 0
  if (one === null) return 1
  return other === null || one < other ? -1 : 1
}
