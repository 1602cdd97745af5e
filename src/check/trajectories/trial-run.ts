import { hash } from 'node:crypto'

import type { TrajectoryRun } from '../../assertions/index.ts'
import { canonicalText } from '../../model/canonical.ts'
import { compareText } from '../../model/compare-text.ts'
import { isContentKey } from '../../model/content-keys.ts'
import type { Price } from '../../model/price.ts'
import { costOf, type CountedUsage, type Run, type RunRead, type RunSteps } from '../../runs/index.ts'
import { endsInInfraError } from './infra-error.ts'
import { labelsOf } from './run-labels.ts'

/** A run as one observation of its case, without its verdict. */
export interface TrialRun {
  readonly recording: string
  readonly id: string
  readonly cases: readonly string[]
  readonly startUnixNano: bigint | null
  /** Its number among the runs of its case, where the recording gives one. */
  readonly trial: number | null
  /** Two runs with one of them in common are one. */
  readonly traceIds: readonly string[]
  /** Equal for runs that recorded the same, ids and times aside; null unless every model call's output is recorded. */
  readonly contentDigest: string | null
  readonly endedInInfraError: boolean
  /** Those that are known. */
  readonly metrics: ReadonlyMap<string, number>
  readonly models: readonly string[]
  readonly tools: readonly string[]
}

const trialRead: RunRead = {
  name: 'trial',
  take({ attributes }) {
    const trial = attributes.get('spanpact.trial')
    return typeof trial === 'number' ? trial : undefined
  },
}

/** A digest of the messages, arguments and results on a span, and whether some of it is output. */
const contentRead: RunRead = {
  name: 'trial content',
  take({ attributes }) {
    const keys = [...attributes.keys()].filter(isContentKey).sort()
    if (keys.length === 0) return undefined
    const isOutput = keys.some((key) => /output|completion|response|result/.test(key))
    return [digestOf(keys.map((key) => `${key} ${canonicalText(attributes.get(key)!)}`)), isOutput]
  },
}

/** What is kept of spans for trials. */
export const trialReads: readonly RunRead[] = [trialRead, contentRead]

export function observe(
  { run, steps, toolsOffered }: TrajectoryRun,
  priceOf: (call: CountedUsage) => Price | undefined,
): TrialRun {
  const models = steps.steps.flatMap(({ kind, requestModel, responseModel }) =>
    kind === 'model' ? [responseModel ?? requestModel ?? ''] : [],
  )
  return {
    recording: run.recording,
    id: run.id,
    cases: labelsOf(run).cases,
    startUnixNano: run.spans[0]?.startUnixNano ?? null,
    trial: (run.spans.map(({ values }) => values.get(trialRead.name)).find(Number.isInteger) as number) ?? null,
    // A part of a trace is a run of its own, with an id of its own.
    traceIds: run.traceIds.includes(run.id) ? run.traceIds : [run.id],
    contentDigest: contentDigestOf(run, steps),
    endedInInfraError: endsInInfraError(run, steps.steps),
    metrics: metricsOf(run, steps, priceOf),
    models: [...new Set(models)].sort(),
    tools: [...(toolsOffered ?? [])].sort(),
  }
}

/** In the order in which they were made: by start, by number, and then by anything that does not depend on ids. */
export function byTrialOrder(left: TrialRun, right: TrialRun): number {
  return (
    compareNumbers(left.startUnixNano, right.startUnixNano) ||
    compareNumbers(left.trial, right.trial) ||
    compareText(left.contentDigest ?? '', right.contentDigest ?? '') ||
    compareText(left.recording, right.recording) ||
    compareText(left.id, right.id)
  )
}

function compareNumbers<N extends bigint | number>(left: N | null, right: N | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  return left < right ? -1 : left > right ? 1 : 0
}

function contentDigestOf(run: Run, { steps }: RunSteps): string | null {
  const models = steps.filter(({ kind }) => kind === 'model')
  const isRecorded = models.every(({ attempts }) =>
    attempts.every(({ spans }) =>
      spans.some(({ traceId, spanId }) => {
        const kept = run.find(traceId, spanId)?.values.get(contentRead.name) as readonly unknown[] | undefined
        return kept?.[1] === true
      }),
    ),
  )
  if (models.length === 0 || !isRecorded) return null
  // Spans that ran at once have no order, so that none counts.
  return digestOf(
    run.spans
      .map(({ name, status, values }) => {
        const [content = ''] = (values.get(contentRead.name) ?? []) as readonly string[]
        return `${status} ${content} ${name}`
      })
      .sort(),
  )
}

function metricsOf(
  run: Run,
  { counted, completeness }: RunSteps,
  priceOf: (call: CountedUsage) => Price | undefined,
): ReadonlyMap<string, number> {
  const metrics = new Map<string, number>()
  const lacksUsage = completeness.gaps.some(({ facet }) => facet === 'usage')
  if (completeness.extent === 'complete' && !lacksUsage && counted.length > 0) {
    const tokens = counted.map(({ usage }) => (usage?.input ?? NaN) + (usage?.output ?? NaN))
    const total = tokens.reduce((sum, one) => sum + one, 0)
    if (!Number.isNaN(total)) metrics.set('totalTokens', total)
    const { nanoUsd } = costOf(counted, priceOf)
    if (nanoUsd !== null) metrics.set('costUsd', Number(nanoUsd) / 1e9)
  }
  const start = run.spans[0]?.startUnixNano ?? null
  let end: bigint | null = start
  for (const { endUnixNano } of run.spans) {
    if (end === null || endUnixNano === null) end = null
    else if (endUnixNano > end) end = endUnixNano
  }
  if (start !== null && end !== null) metrics.set('wallMs', Number(end - start) / 1e6)
  return metrics
}

function digestOf(texts: readonly string[]): string {
  return hash('sha256', JSON.stringify(texts), 'hex').slice(0, 32)
}
