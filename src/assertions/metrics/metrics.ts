import type { AssertionContext } from '../assertion.ts'
import type { StreamReader } from '../stream-events.ts'
import { countCost } from './cost.ts'
import { countAttempts, countModelCalls, countToolCalls, countTurns, nestingDepth } from './counts.ts'
import { timeToFirstToken, timeToFirstVisibleToken } from './first-token.ts'
import type { Measure } from './measure.ts'
import type { MeasuredRun } from './measured-run.ts'
import { activeTime, concurrency, wallTime } from './times.ts'
import { countTokens, reasoningRatio, tokensOf, tokensPerSecond } from './tokens.ts'

export interface MetricContext {
  readonly priceOf: AssertionContext['priceOf']
  readonly streams: StreamReader
  readonly windowNano: number
}

interface Metric {
  /** Unit of its limit in a contract: durations are measured in nanoseconds, money in billionths of a dollar. */
  readonly unit: 'count' | 'usd' | 'duration' | 'number'
  /** Kinds of steps without which it has nothing to measure. */
  readonly of: 'any' | 'model' | 'tool'
  readonly words: string
  readonly measure: (view: MeasuredRun, limit: number, context: MetricContext) => Measure
}

const tokens = (key: keyof typeof tokensOf, words: string): Metric => ({
  unit: 'count',
  of: 'model',
  words,
  measure: (view, limit) => countTokens(view, tokensOf[key], limit),
})

/** What a budget bounds, in the order of its page. */
export const metrics = {
  modelCalls: { unit: 'count', of: 'model', words: 'model calls', measure: countModelCalls },
  toolCalls: { unit: 'count', of: 'tool', words: 'tool calls', measure: countToolCalls },
  attempts: { unit: 'count', of: 'any', words: 'attempts of all steps', measure: countAttempts },
  turns: { unit: 'count', of: 'model', words: 'model turns', measure: countTurns },
  inputTokens: tokens('inputTokens', 'input tokens'),
  outputTokens: tokens('outputTokens', 'output tokens'),
  cachedInputTokens: tokens('cachedInputTokens', 'cached input tokens'),
  reasoningTokens: tokens('reasoningTokens', 'reasoning tokens'),
  totalTokens: tokens('totalTokens', 'tokens'),
  costUsd: {
    unit: 'usd',
    of: 'model',
    words: 'dollars',
    measure: (view, limit, { priceOf }) => countCost(view, priceOf, limit),
  },
  wall: { unit: 'duration', of: 'any', words: 'from start to end', measure: wallTime },
  active: { unit: 'duration', of: 'any', words: 'of steps at work', measure: activeTime },
  timeToFirstToken: {
    unit: 'duration',
    of: 'model',
    words: 'to the first token',
    measure: (view, limit, { streams }) => timeToFirstToken(view, streams, limit),
  },
  timeToFirstVisibleToken: {
    unit: 'duration',
    of: 'model',
    words: 'to the first visible token',
    measure: (view, limit, { streams }) => timeToFirstVisibleToken(view, streams, limit),
  },
  reasoningRatio: {
    unit: 'number',
    of: 'model',
    words: 'reasoning tokens for each visible one',
    measure: reasoningRatio,
  },
  tokensPerSecond: {
    unit: 'number',
    of: 'model',
    words: 'tokens in a second',
    measure: (view, limit, { windowNano }) => tokensPerSecond(view, windowNano, limit),
  },
  concurrency: { unit: 'count', of: 'tool', words: 'tool calls open at once', measure: concurrency },
  depth: { unit: 'count', of: 'any', words: 'agents inside of each other', measure: nestingDepth },
} as const satisfies Record<string, Metric>

export type MetricKey = keyof typeof metrics
export const metricKeys = Object.keys(metrics) as readonly MetricKey[]
