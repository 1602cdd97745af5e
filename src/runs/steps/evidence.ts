import { hash } from 'node:crypto'

import { canonicalText } from '../../model/canonical.ts'
import type { SpanFacts, ToolRequest, WireCall } from '../../model/span-facts.ts'
import type { Resource, Span, SpanSource } from '../../model/span.ts'
import type { StepContent } from '../../model/step.ts'
import { isValueMap, type Value } from '../../model/value.ts'

/** A tool call that a model's output asks for, as far as it was kept. */
export interface RetainedRequest extends Omit<ToolRequest, 'args'> {
  readonly args: StepContent
}

/** What a span says of its run, as far as it was kept; what a dialect gives fits as it is. */
export interface RetainedFacts extends Omit<SpanFacts, 'args' | 'result' | 'requests'> {
  readonly args: StepContent
  readonly result: StepContent
  readonly requests: readonly RetainedRequest[] | null
}

/** What steps are derived from, beside a span's place in the tree; plain data, so that it can be written to disk. */
export interface SpanEvidence {
  /** Null for a span that no dialect claims. */
  readonly facts: RetainedFacts | null
  readonly wire: WireCall | null
  readonly source: SpanSource
  /** Stands for the resource: spans with equal numbers come from one process. */
  readonly resource: number
  /** Name of the instrumentation scope. */
  readonly instrumentation: string
  /** Attributes, events and links that the producer dropped. */
  readonly dropped: number
  /** The sampled bit of the trace flags; null without flags. */
  readonly isSampled: boolean | null
  /** Threshold of probability sampling in the trace state; null without one. */
  readonly samplingThreshold: string | null
  /** Estimate of the memory held, so that a budget of memory can count it. */
  readonly bytes: number
}

/** How much of a content is kept: all of it, only whether it equals another, or only that it was there. */
export type ContentForm = 'value' | 'digest' | 'none'

export interface EvidenceOptions {
  readonly args: ContentForm
  readonly result: ContentForm
  /** Which attribute keys gave the facts; kept unless false. */
  readonly keys?: false
}

/** Takes from a span what steps are derived from; undefined for a span that has nothing to say. */
export type KeepEvidence = (
  span: Span,
  facts: SpanFacts | undefined,
  wire: WireCall | undefined,
) => SpanEvidence | undefined

/** One keeper serves a whole recording set: its numbers of resources mean nothing to another. */
export function createEvidenceKeeper(options: EvidenceOptions): KeepEvidence {
  const resourceNumber = createResourceNumbers()
  return (span, facts, wire) => {
    const dropped = span.droppedAttributes + span.droppedEvents + span.droppedLinks
    const isCut = span.endUnixNano === null && span.source.lacks.has('end')
    if (facts === undefined && wire === undefined && dropped === 0 && !isCut) return undefined
    const kept = facts === undefined ? null : keepFacts(facts, options)
    return {
      facts: kept,
      wire: wire ?? null,
      source: span.source,
      resource: resourceNumber(span.resource),
      instrumentation: span.scope.name,
      dropped,
      isSampled: span.flags === null ? null : (span.flags & 1) === 1,
      samplingThreshold:
        span.traceState === '' ? null : (/(?:^|,)\s*ot=(?:[^,]*;)?th:([0-9a-f]+)/.exec(span.traceState)?.[1] ?? null),
      bytes: 120 + (kept === null ? 0 : sizeOf(kept)),
    }
  }
}

const noKeys: SpanFacts['keys'] = {}

/** Equal resources have equal numbers. Exporters write a resource with every batch, and few processes write one file. */
function createResourceNumbers(): (resource: Resource) => number {
  const numbers = new Map<string, number>()
  const recent: { resource: Resource; readonly number: number }[] = []
  return (resource) => {
    for (const one of recent) {
      if (one.resource !== resource && !haveEqualScalars(one.resource.attributes, resource.attributes)) continue
      one.resource = resource
      return one.number
    }
    const text = canonicalText(Object.fromEntries(resource.attributes))
    let number = numbers.get(text)
    if (number === undefined) numbers.set(text, (number = numbers.size))
    if (recent.length === recentResources) recent.shift()
    recent.push({ resource, number })
    return number
  }
}

const recentResources = 8

/** False as well where only the canonical text can tell. */
function haveEqualScalars(one: Resource['attributes'], other: Resource['attributes']): boolean {
  if (one === other) return true
  if (one.size !== other.size) return false
  for (const key of one.keys()) if (one.get(key) !== other.get(key)) return false
  return true
}

function keepFacts(facts: SpanFacts, { args, result, keys }: EvidenceOptions): RetainedFacts {
  return {
    ...facts,
    args: keepContent(facts.args, args),
    result: keepContent(facts.result, result),
    requests: facts.requests?.map((request) => ({ ...request, args: keepContent(request.args, args) })) ?? null,
    keys: keys === false ? noKeys : facts.keys,
  }
}

function keepContent(content: StepContent, form: ContentForm): StepContent {
  if (!('value' in content)) {
    // Raw text of what is no JSON is content as well.
    return form === 'value' || !('text' in content) ? content : { ...content, text: '' }
  }
  if (form === 'none') return { digest: null }
  return form === 'value' && isShallow(content.value) ? content : { digest: digestOf(content.value) }
}

/** Levels that writing to disk can take with the engine's own recursion. */
const keptDepth = 200

function isShallow(value: Value): boolean {
  let level: readonly Value[] = [value]
  for (let depth = 0; depth <= keptDepth; depth++) {
    level = level.flatMap((one) =>
      Array.isArray(one) ? (one as readonly Value[]) : isValueMap(one) ? Object.values(one) : [],
    )
    if (level.length === 0) return true
  }
  return false
}

function digestOf(value: Value): string {
  return hash('sha256', canonicalText(value), 'hex').slice(0, 32)
}

/** Whether two contents are equal can be told by their keys; null where a content cannot be compared. */
export function contentKey(content: StepContent): string | null {
  if ('value' in content) return canonicalText(content.value)
  return 'digest' in content ? content.digest : null
}

/** Two bytes a character, and a rough sum of the objects around them. */
function sizeOf(facts: RetainedFacts): number {
  let bytes = 500 + contentBytes(facts.args) + contentBytes(facts.result) + (facts.answers?.length ?? 0) * 60
  for (const request of facts.requests ?? []) bytes += 200 + contentBytes(request.args)
  return bytes
}

function contentBytes(content: StepContent): number {
  if ('text' in content) return content.text.length * 2
  return 'value' in content ? valueBytes(content.value) : 0
}

function valueBytes(value: Value): number {
  let bytes = 0
  const open: Value[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') bytes += 24 + next.length * 2
    else if (typeof next !== 'object' || next === null) bytes += 8
    else if (next instanceof Uint8Array) bytes += next.length
    else {
      const items: readonly Value[] = Array.isArray(next)
        ? next
        : Object.values(next as { readonly [key: string]: Value })
      bytes += 40 + items.length * 16
      for (const item of items) open.push(item)
    }
  }
  return bytes
}
