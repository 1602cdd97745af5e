import { z } from 'zod'

import { durationNano, renderDuration } from '../model/duration.ts'
import type { FindingData } from '../model/finding.ts'
import type { Step } from '../model/step.ts'
import { duration, exactCount, filledIn } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { judgeMeasure, type Measure } from './metrics/measure.ts'
import { measureRun, splitByName, type MeasuredRun } from './metrics/measured-run.ts'
import { metricKeys, metrics, type MetricKey } from './metrics/metrics.ts'
import { compilePhase } from './metrics/phases.ts'
import { fullForm } from './options.ts'
import { pass, type Outcome } from './outcome.ts'
import { compileStepSelector, stepName, stepSelector } from './step-selector.ts'
import { createStreamReader } from './stream-events.ts'

const amount = z.number().min(0, 'is below 0')

const limits = {
  modelCalls: exactCount.optional().describe('Model calls; a call that was tried again is one'),
  toolCalls: exactCount.optional().describe('Tool calls; a call that was tried again is one'),
  attempts: exactCount.optional().describe('Tries of all steps but agents'),
  turns: exactCount.optional().describe('Model outputs'),
  inputTokens: exactCount.optional().describe('Input tokens, cached ones included'),
  outputTokens: exactCount.optional().describe('Output tokens, reasoning included'),
  cachedInputTokens: exactCount.optional().describe('Input tokens read from a cache'),
  reasoningTokens: exactCount.optional().describe('Reasoning tokens'),
  totalTokens: exactCount.optional().describe('Input and output tokens'),
  costUsd: amount.optional().describe('US dollars: as recorded, else by the price table'),
  wall: duration.optional().describe('Time from the first start to the last end'),
  active: duration.optional().describe('Time in which any step was at work'),
  timeToFirstToken: duration.optional().describe('Time to the first token of each streamed model call'),
  timeToFirstVisibleToken: duration
    .optional()
    .describe('Time to the first content of each streamed model call that is no reasoning'),
  reasoningRatio: amount.optional().describe('Reasoning tokens for each output token that is none'),
  tokensPerSecond: amount.optional().describe('Most tokens in a second, over model calls that start within a window'),
  concurrency: exactCount.optional().describe('Most tool calls open at one instant'),
  depth: exactCount.optional().describe('Agents inside of each other; the outermost alone is 1'),
} as const satisfies Record<MetricKey, z.ZodType>

const options = fullForm(() => ({
  ...limits,
  phases: z
    .record(stepName, duration)
    .refine((phases) => Object.keys(phases).length > 0, 'the map is empty')
    .optional()
    .describe('Time on the critical path of spans of a name, or of steps of a kind, by that name or kind'),
  window: duration
    .refine((text) => durationNano(text) !== 0, 'is no time at all')
    .optional()
    .describe('Window of `tokensPerSecond`. Default: 1s'),
  per: z.enum(['tool', 'agent']).optional().describe('Each tool or agent has the whole budget for itself'),
  for: stepSelector.optional().describe('Only these steps count; of an agent, all that is inside of it too'),
}))
  .refine(
    (value) => value.phases !== undefined || metricKeys.some((key) => value[key] !== undefined),
    filledIn('bounds nothing: give a limit such as `totalTokens: 20000`'),
  )
  .refine(
    (value) => value.window === undefined || value.tokensPerSecond !== undefined,
    filledIn('has `window` without `tokensPerSecond`'),
  )
  .refine(({ per, phases }) => per === undefined || phases === undefined, filledIn('has `phases` beside `per`'))
  .superRefine((value, context) => {
    if (context.issues.length > 0) return
    const kinds = value.for === undefined ? undefined : compileStepSelector(value.for, 'any').kinds
    for (const key of metricKeys) {
      const { of } = metrics[key]
      if (value[key] === undefined || of === 'any') continue
      if (value.per === 'tool' && of === 'model') {
        context.addIssue({ code: 'custom', path: [key], message: `\`${key}\` is of model calls, which no tool has` })
      } else if (kinds !== undefined && !kinds.has('agent') && !kinds.has(of)) {
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `\`${key}\` is of ${of} steps, which \`for\` leaves out`,
        })
      }
    }
  })

interface Limit {
  readonly part: string
  /** In nanoseconds, billionths of a dollar, or as it is written. */
  readonly limit: number
  readonly measure: (view: MeasuredRun) => Measure
}

export const budget = defineAssertion({
  id: 'budget',
  summary: 'Bounds what a run uses: calls, tokens, money, time, concurrency',
  scope: 'deep',
  options,
  compile({ scope = 'deep', per, for: of, window = '1s', phases = {}, ...bounds }, { agent, priceOf }) {
    const streams = createStreamReader()
    const context = { priceOf, streams, windowNano: durationNano(window)! }
    const readsStreams = bounds.timeToFirstToken !== undefined || bounds.timeToFirstVisibleToken !== undefined
    const all: Limit[] = metricKeys.flatMap((key) => {
      const written = bounds[key]
      if (written === undefined) return []
      const limit = limitOf(key, written)
      return [{ part: key, limit, measure: (view: MeasuredRun) => metrics[key].measure(view, limit, context) }]
    })
    for (const [name, text] of Object.entries(phases)) {
      const limit = durationNano(text)!
      const measure = compilePhase(name)
      all.push({ part: `phases.${name}`, limit, measure: (view) => measure(view, limit) })
    }
    const selector = of === undefined ? undefined : compileStepSelector(of, 'any')
    return {
      ...(selector === undefined ? {} : { content: selector.content }),
      reads: readsStreams ? streams.reads : [],
      check(run) {
        const scoped = run.within(scope, agent)
        const isWholeScope = scope === 'deep' && agent === null
        const view = measureRun(run, scoped, { selects: selector?.selects, isWholeScope })
        const isNone = view.steps.length + view.maybe.length === 0 && scoped.holes('tools').length === 0
        // What `for` selects nothing of proves nothing, unless nothing is what is allowed.
        if (selector !== undefined && isNone && all.every(({ limit }) => limit > 0)) return pass(0)
        if (per === undefined) return judgeAll(all, view, null)
        const nameOf = (step: Step): string | null =>
          per === 'agent' ? step.agent : step.kind === 'tool' ? step.name : null
        const groups = [...splitByName(view, nameOf)]
        const outcome = mergeParts(groups.map(([name, group]) => judgeAll(all, group, name)))
        // A part rests in the run when it does for each name.
        const times = Map.groupBy(outcome.resting ?? [], ({ part }) => part)
        const resting = [...times.values()].filter(({ length }) => length === groups.length).flatMap(([one]) => one!)
        return { ...outcome, resting }
      },
    }
  },
  describe(data, place) {
    const of = `${place}${typeof data['per'] === 'string' ? ` in \`${data['per']}\`` : ''}`
    const metric = String(data['metric'])
    const bound = render(metric, data['limit'])
    const unknown = String(data['unknown'])
    switch (data['reason']) {
      case 'exceeded':
        return {
          message: `${of} has ${render(metric, data['known'])} ${wordsOf(metric)}, where \`budget.${metric}\` allows ${bound}`,
          help: `see what the steps up to \`crossedAt\` are for, or raise \`${metric}\``,
        }
      case 'price-missing':
        return {
          message: `\`budget.costUsd\` is undecided for ${of}: the price table does not cover all of its model calls`,
          help: 'add the missing models and days to `prices` in the configuration',
        }
      case 'time-unknown':
        return {
          message: `\`budget.${metric}\` is undecided for ${of}: the times of ${unknown} spans are missing or reversed`,
          help: 'record start and end of every step',
        }
      case 'first-token-unknown':
        return {
          message: `\`budget.${metric}\` is undecided for ${of}: ${unknown} model calls do not say when it came`,
          help:
            metric === 'timeToFirstToken'
              ? 'record `gen_ai.response.time_to_first_chunk` on every streamed model call'
              : 'add an event `first_visible` to the span when the first content that is no reasoning arrives',
        }
      case 'calls-hidden':
        return {
          message: `\`budget.${metric}\` is undecided for ${of}: ${unknown} spans sum up model calls that have no span of their own`,
          help: 'instrument the model client, so that every call has a span',
        }
      default:
        return {
          message: `\`budget.${metric}\` is undecided for ${of}: ${unknown === '1' ? '1 model call carries' : `${unknown} model calls carry`} no token usage, or not all of it`,
          help: 'record token usage on every model call, of streams too',
        }
    }
  },
})

function limitOf(key: MetricKey, written: string | number): number {
  if (typeof written === 'string') return durationNano(written)!
  return metrics[key].unit === 'usd' ? Math.round(written * 1e9) : written
}

function judgeAll(all: readonly Limit[], view: MeasuredRun, per: string | null): Outcome {
  return mergeParts(
    all.map(({ part, limit, measure }) => {
      const outcome = judgeMeasure(part, measure(view), limit)
      return per === null ? outcome : { ...outcome, data: { ...outcome.data, per } }
    }),
  )
}

/** As the first part that fails, else as the first that is open; what else was exceeded is listed with it. */
function mergeParts(parts: readonly Outcome[]): Outcome {
  const activations = parts.reduce((sum, one) => sum + one.activations, 0)
  const resting = parts.flatMap((one) => one.resting ?? [])
  const failed = parts.filter(({ verdict }) => verdict === 'fail')
  const [decisive = parts.find(({ verdict }) => verdict === 'inconclusive')] = failed
  if (decisive === undefined) return { verdict: 'pass', activations, resting }
  const also = failed.slice(1).flatMap(({ data = {} }) => [data['metric'], ...((data['also'] ?? []) as unknown[])])
  const data: FindingData = {
    ...decisive.data,
    ...(also.length === 0 ? {} : { also: [...((decisive.data?.['also'] ?? []) as unknown[]), ...also] }),
  }
  return { ...decisive, data, activations, resting }
}

function unitOf(metric: string): string {
  return metric.startsWith('phases.') ? 'duration' : metrics[metric as MetricKey].unit
}

function wordsOf(metric: string): string {
  return metric.startsWith('phases.')
    ? `of \`${metric.slice('phases.'.length)}\` on its critical path`
    : metrics[metric as MetricKey].words
}

/** A measure as a person would write it. */
function render(metric: string, value: unknown): string {
  if (typeof value !== 'number') return 'nothing but'
  switch (unitOf(metric)) {
    case 'duration':
      return renderDuration(value)
    case 'usd':
      return String(value / 1e9)
    default:
      return String(Number(value.toFixed(3)))
  }
}
