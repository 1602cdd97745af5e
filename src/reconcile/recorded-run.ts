import type { StepStatus, Usage } from '../model/span-facts.ts'
import type { Attempt, StepSpan } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import type { CountedUsage, Run, RunRead, RunSteps } from '../runs/index.ts'

/** Values of the attributes by which runs and sources are joined, by key. */
export type JoinValues = ReadonlyMap<string, string>

/** Tokens of one model call, with when it ran. */
export interface RecordedUsage extends CountedUsage {
  readonly endUnixNano: bigint | null
  readonly values: JoinValues
}

/** One try of a model call. */
export interface RecordedAttempt {
  readonly status: StepStatus
  readonly finishReason: string | null
  /** Null where unknown; an estimate is not known. */
  readonly usage: Usage | null
  /** Tries that the recording shows, this one included. */
  readonly tries: number
  readonly values: JoinValues
}

/** What of a run is compared with other records of it. */
export interface RecordedRun {
  readonly id: string
  readonly traceIds: readonly string[]
  /** Values of all spans by key. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>
  /** What of the recording could not be read. */
  readonly damage: readonly string[]
  readonly usages: readonly RecordedUsage[]
  readonly attempts: readonly RecordedAttempt[]
  /** Calls with all their tries; null where only sums tell of calls. */
  readonly modelCalls: number | null
  readonly toolCalls: number
}

/** What a span retains so that its run can be joined by an attribute. */
export function joinRead(key: string): RunRead {
  return { name: `join ${key}`, take: (span) => span.attributes.get(key) }
}

export function recordRun(run: Run, { steps, counted, hidden }: RunSteps, keys: readonly string[]): RecordedRun {
  const textsOf = (span: {
    readonly traceId: string
    readonly spanId: string
  }): readonly (readonly [string, string])[] => {
    const found = run.find(span.traceId, span.spanId)?.values
    return found === undefined
      ? []
      : keys.flatMap((key) => {
          const text = textOf(found.get(joinRead(key).name))
          return text === undefined ? [] : [[key, text] as const]
        })
  }
  // The outermost span that carries a key is believed.
  const valuesOf = (spans: readonly StepSpan[]): JoinValues => new Map(spans.toReversed().flatMap(textsOf))
  const models = steps.filter(({ kind }) => kind === 'model').flatMap(({ attempts }) => attempts)
  const attempts = models.map((attempt) => recordAttempt(attempt, valuesOf(attempt.spans)))
  const attemptOf = new Map<string, number>()
  for (const [at, { spans }] of models.entries()) for (const span of spans) attemptOf.set(idOf(span), at)

  const all = new Map<string, Set<string>>(keys.map((key) => [key, new Set()]))
  for (const span of run.spans) for (const [key, text] of textsOf(span)) all.get(key)!.add(text)
  return {
    id: run.id,
    traceIds: run.traceIds,
    values: all,
    damage: run.damage,
    usages: counted.map((usage) => {
      const at = attemptOf.get(idOf(usage.span))
      return {
        ...usage,
        endUnixNano: at === undefined ? null : models[at]!.endUnixNano,
        values: at === undefined ? new Map(textsOf(usage.span)) : attempts[at]!.values,
      }
    }),
    attempts,
    modelCalls: hidden.length > 0 ? null : attempts.reduce((sum, { tries }) => sum + tries, 0),
    toolCalls: steps.reduce((sum, { kind, attempts: tries }) => sum + (kind === 'tool' ? tries.length : 0), 0),
  }
}

function recordAttempt(
  { status, finishReason, usage, isUsageEstimated, tries }: Attempt,
  values: JoinValues,
): RecordedAttempt {
  return { status, finishReason, usage: isUsageEstimated ? null : usage, tries: tries ?? 1, values }
}

function idOf({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): string {
  return `${traceId}/${spanId}`
}

function textOf(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)) ? String(value) : undefined
}
