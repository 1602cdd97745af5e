import { isObject, listOf } from './json-lists.ts'
import type { PlatformId } from './platform-ids.ts'

/** An observation as JSON; every member may hold anything. */
export interface RawObservation {
  readonly id?: unknown
  readonly traceId?: unknown
  readonly parentObservationId?: unknown
  readonly type?: unknown
  readonly name?: unknown
  readonly startTime?: unknown
  readonly endTime?: unknown
  readonly completionStartTime?: unknown
  readonly level?: unknown
  readonly statusMessage?: unknown
  readonly input?: unknown
  readonly output?: unknown
  readonly model?: unknown
  readonly modelParameters?: unknown
  readonly metadata?: unknown
  readonly promptName?: unknown
  readonly promptVersion?: unknown
  readonly environment?: unknown
  readonly version?: unknown
  readonly usageDetails?: unknown
  readonly usage?: unknown
  readonly inputUsage?: unknown
  readonly outputUsage?: unknown
  readonly totalUsage?: unknown
  readonly costDetails?: unknown
  readonly providedCostDetails?: unknown
}

/** The trace that an export says once for all its observations. */
export interface RawTrace {
  readonly name?: unknown
  readonly sessionId?: unknown
  readonly userId?: unknown
  readonly tags?: unknown
  readonly release?: unknown
  readonly observations?: unknown
}

/** What `metadata` holds of the span that was sent to Langfuse, where one was. */
export interface RawOriginal {
  readonly attributes?: unknown
  readonly resourceAttributes?: unknown
  readonly scope?: { readonly name?: unknown; readonly version?: unknown; readonly attributes?: unknown } | null
}

/** Keys, and families of keys, in which usage is reported: with one of them, Langfuse's own figures say nothing new. */
const usageFamilies = [
  'gen_ai.usage.',
  'gen_ai.aggregated_usage.',
  'ai.usage.',
  'llm.token_count.',
  'llm.usage.',
  'langfuse.observation.usage_details',
]
const costKey = 'langfuse.observation.cost_details'

/** Keys of an observation that came from an instrumentation, or not, in Langfuse's OpenTelemetry vocabulary. */
export function* fieldsOf(
  raw: RawObservation,
  metadata: unknown,
  trace: RawTrace,
  ids: readonly [PlatformId, PlatformId],
): Generator<[string, unknown]> {
  const original: unknown = isObject(metadata) && 'attributes' in metadata ? metadata.attributes : undefined
  if (isObject(original)) yield* Object.entries(original)
  else yield* nativeFields(raw, metadata)

  yield ['langfuse.observation.input', raw.input]
  yield ['langfuse.observation.output', raw.output]
  yield ['langfuse.observation.completion_start_time', raw.completionStartTime]
  const reported = isObject(original) ? Object.keys(original) : []
  const usage = reported.some(isUsageKey)
    ? null
    : (knownNumbers(raw.usageDetails) ?? knownNumbers(raw.usage) ?? knownNumbers(formerUsage(raw)))
  if (usage !== null) {
    yield ['langfuse.observation.usage_details', usage]
    yield ['spanpact.usage.estimated', true]
  }
  const provided = knownNumbers(raw.providedCostDetails)
  const cost = reported.includes(costKey) ? null : (provided ?? knownNumbers(raw.costDetails))
  if (cost !== null) yield [costKey, cost]
  if (cost !== null && provided === null) yield ['spanpact.cost.estimated', true]

  yield ['langfuse.trace.name', trace.name]
  yield ['langfuse.session.id', trace.sessionId]
  yield ['langfuse.user.id', trace.userId]
  if (listOf(trace.tags).length > 0) yield ['langfuse.trace.tags', trace.tags]
  yield ['langfuse.release', trace.release]
  yield ['langfuse.environment', raw.environment]
  yield ['langfuse.version', raw.version]
  const [traceId, spanId] = ids
  if (traceId.hex !== traceId.text) yield ['spanpact.source.trace_id', traceId.text]
  if (spanId.hex !== spanId.text) yield ['spanpact.source.span_id', spanId.text]
}

/** What an observation of Langfuse's own SDKs says of itself; one of an instrumentation says it in its own words. */
function* nativeFields(raw: RawObservation, metadata: unknown): Generator<[string, unknown]> {
  yield ['langfuse.observation.type', typeof raw.type === 'string' ? raw.type.toLowerCase() : undefined]
  yield ['langfuse.observation.level', raw.level]
  yield ['langfuse.observation.status_message', raw.statusMessage]
  yield ['langfuse.observation.model.name', raw.model]
  yield ['langfuse.observation.model.parameters', raw.modelParameters]
  yield ['langfuse.observation.prompt.name', raw.promptName]
  yield ['langfuse.observation.prompt.version', raw.promptVersion]
  if (!isObject(metadata)) {
    yield ['langfuse.observation.metadata', metadata]
    return
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (key !== 'resourceAttributes' && key !== 'scope') yield [`langfuse.observation.metadata.${key}`, value]
  }
}

function isUsageKey(key: string): boolean {
  return usageFamilies.some((family) => key.startsWith(family))
}

/** Members of older exports. */
function formerUsage({ inputUsage, outputUsage, totalUsage }: RawObservation): object {
  return { input: inputUsage, output: outputUsage, total: totalUsage }
}

/** The numbers as JSON text, which is how Langfuse's SDKs write them; null where all are absent or 0, which is unknown. */
function knownNumbers(raw: unknown): string | null {
  if (!isObject(raw)) return null
  const known = Object.entries(raw).filter(([, value]) => typeof value === 'number' && value !== 0)
  return known.length === 0 ? null : JSON.stringify(Object.fromEntries(known))
}
