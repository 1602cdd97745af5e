import type { Content, SpanFacts, Usage, WireCall } from '../../src/model/span-facts.ts'
import { completeSource, type Span, type SpanSource } from '../../src/model/span.ts'
import type { Value } from '../../src/model/value.ts'
import {
  assembleRun,
  createEvidenceKeeper,
  deriveSteps,
  retain,
  type Run,
  type RunSteps,
  type StepOptions,
} from '../../src/runs/index.ts'
import type { SpanEvidence } from '../../src/runs/index.ts'
import { span, type SpanSketch } from './span.ts'

/** A span and what a dialect would say of it; without `kind` no dialect claims it. */
export interface FactSketch extends Omit<SpanSketch, 'name' | 'kind' | 'source'> {
  /** Name of the span; default: its id. */
  span?: string
  spanKind?: Span['kind']
  /** Label of the span, also its id in the step's words. */
  id: string
  kind?: SpanFacts['kind']
  name?: string
  args?: Value
  result?: Value
  argsLack?: 'not-captured' | 'redacted' | 'truncated'
  facts?: Partial<SpanFacts>
  usage?: Partial<Usage>
  requests?: readonly { callId?: string; name: string; args?: Value }[]
  wire?: Partial<WireCall>
  source?: Partial<SpanSource>
  /** Times the format does not have. */
  timeless?: true
}

const notCaptured: Content = { lacks: 'not-captured' }

/** Facts of nothing but a kind. */
export function facts(fields: Partial<SpanFacts> & Pick<SpanFacts, 'kind'>): SpanFacts {
  return {
    dialect: 'sketch',
    name: null,
    agent: null,
    conversation: null,
    callId: null,
    args: notCaptured,
    result: notCaptured,
    status: 'unset',
    errorType: null,
    provider: null,
    requestModel: null,
    responseModel: null,
    responseId: null,
    usage: null,
    isUsageEstimated: false,
    costUsd: null,
    timeToFirstTokenNano: null,
    finishReason: null,
    requests: null,
    answers: null,
    turn: null,
    attempt: null,
    tries: null,
    handoffTo: null,
    mergeKey: null,
    isOutput: false,
    keys: {},
    ...fields,
  }
}

export function usage(fields: Partial<Usage>): Usage {
  return { input: null, output: null, cachedInput: null, cacheWrite: null, reasoning: null, ...fields }
}

function factsOf(sketch: FactSketch): SpanFacts | undefined {
  const { kind } = sketch
  if (kind === undefined) return undefined
  const isModel = kind === 'model'
  return facts({
    kind,
    name: sketch.name ?? null,
    ...(isModel && sketch.name !== undefined ? { requestModel: sketch.name } : {}),
    args: sketch.args === undefined ? { lacks: sketch.argsLack ?? 'not-captured' } : { value: sketch.args },
    result: sketch.result === undefined ? notCaptured : { value: sketch.result },
    status: sketch.status ?? 'unset',
    usage: sketch.usage === undefined ? null : usage(sketch.usage),
    requests:
      sketch.requests?.map(({ callId, name, args }) => ({
        callId: callId ?? null,
        name,
        args: args === undefined ? notCaptured : { value: args },
      })) ?? null,
    ...sketch.facts,
  })
}

export function spanOf(sketch: FactSketch, position = 1): Span {
  const { span: name, spanKind, kind: _kind, source, timeless, ...rest } = sketch
  const kind = spanKind === undefined ? {} : { kind: spanKind }
  const made = span({ ...rest, ...kind, name: name ?? sketch.id }, position)
  return {
    ...made,
    ...(timeless === true ? { startUnixNano: null, endUnixNano: null } : {}),
    source: { ...completeSource('sketch'), ...source },
  }
}

/** The run of some spans, and what was kept of each. */
export function runOf(
  sketches: readonly FactSketch[],
  damage: readonly string[] = [],
): { readonly run: Run; readonly evidenceOf: (one: { readonly payload: unknown }) => SpanEvidence | undefined } {
  const keep = createEvidenceKeeper({ args: 'value', result: 'value' })
  const spans = sketches.map((sketch, position) => {
    const made = spanOf(sketch, position + 1)
    const wire = sketch.wire === undefined ? undefined : { ...noWire, ...sketch.wire }
    const payload = keep(made, factsOf(sketch), wire)
    return retain(made, { file: 0, tag: 0, values: new Map(), payload })
  })
  return {
    run: assembleRun({ spans, logs: [] }, 'run.jsonl', ['run.jsonl'], damage),
    evidenceOf: ({ payload }) => payload as SpanEvidence | undefined,
  }
}

const noWire: WireCall = {
  kind: 'client',
  method: 'POST',
  url: 'https://api.example/v1/chat',
  statusCode: null,
  resendCount: null,
}

/** The steps of some spans. */
export function stepsOf(
  sketches: readonly FactSketch[],
  options: StepOptions & { readonly damage?: readonly string[] } = {},
): RunSteps {
  const { run, evidenceOf } = runOf(sketches, options.damage)
  return deriveSteps(run, evidenceOf, options)
}

/** The label a span id was made of, by which tests name steps. */
export function labelsOf(sketches: readonly FactSketch[]): ReadonlyMap<string, string> {
  return new Map(sketches.map((sketch) => [spanOf(sketch).spanId, sketch.id]))
}

/** Each step as `kind name`, then the labels of the spans of each of its tries. */
export function outline(sketches: readonly FactSketch[], options: StepOptions = {}): string[] {
  const labels = labelsOf(sketches)
  return stepsOf(sketches, options).steps.map(
    ({ kind, name, attempts }) =>
      `${kind} ${name}: ${attempts.map(({ spans }) => spans.map(({ spanId }) => labels.get(spanId)).join('+')).join(' | ')}`,
  )
}
