// promptfoo's assertions on spans and on the whole run. Source: its page on deterministic assertions, `trace-*`, `cost`, `latency`.
import { z } from 'zod'

import { filledIn, text } from '../../schema/index.ts'
import { fullForm } from '../options.ts'
import { defineAlias, type Naming } from './alias.ts'
import { anyCase } from './exact-name.ts'
import { limitShape, plainText, saysNothing, saysSomething } from './promptfoo-options.ts'

const pattern = plainText.describe('Name of spans; `*` and `?` stand for other characters, any case')

const milliseconds = z.number().min(0, 'is below 0')

/** As many decimals as durations may have, and no exponent. */
function durationOf(ms: number): string {
  return `${Math.round(ms * 1e6)}ns`.replace(/000000ns$/, 'ms')
}

/** The name of spans; none where all are meant. */
function spanName(glob: string | undefined, naming: Naming): { readonly name?: string } {
  return glob === undefined || /^\*+$/.test(glob) ? {} : { name: naming(glob) }
}

export const traceSpanCount = defineAlias({
  name: 'trace-span-count',
  summary: 'Bounds the number of spans of a name: promptfoo',
  value: fullForm(() => ({ pattern, ...limitShape }))
    .refine(({ min, max }) => min !== undefined || max !== undefined, filledIn('has neither `min` nor `max`'))
    .refine(saysSomething, saysNothing),
  to: ({ pattern: glob, min, max, ...common }, naming: Naming = anyCase) => ({
    assertion: 'span-query',
    options: {
      name: naming(glob),
      count: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
      ...common,
    },
  }),
})

export const traceSpanDuration = defineAlias({
  name: 'trace-span-duration',
  summary: 'Bounds how long each span of a name takes: promptfoo',
  value: fullForm(() => ({
    pattern: pattern.optional(),
    max: milliseconds.describe('At most this many milliseconds'),
    percentile: z
      .number()
      .refine((value) => value === 100, 'is not 100, and a share of slow spans has no counterpart')
      .optional()
      .describe('100: all spans; a lower one has no counterpart'),
    requirePresence: z.boolean().optional().describe('Taken as true: no span proves nothing'),
  })),
  to({ pattern: glob, max, percentile: _p, requirePresence: _r, ...common }, naming: Naming = anyCase) {
    return {
      assertion: 'span-query',
      options: { ...spanName(glob, naming), duration: { max: durationOf(max) }, ...common },
    }
  },
})

const errorCount = z.int('is no whole number').min(0, 'is below 0')

export const traceErrorSpans = defineAlias({
  name: 'trace-error-spans',
  summary: 'Bounds the number of spans whose status is error: promptfoo',
  value: z.union([
    fullForm(() => ({
      pattern: pattern.optional(),
      max_count: errorCount.optional().describe('At most this many. Default: 0'),
      max_percentage: z
        .number()
        .refine((value) => value === 0, 'is not 0, and a share of spans has no counterpart: write `max_count`')
        .optional()
        .describe('0: none; a higher one has no counterpart'),
    })),
    errorCount.transform((count): { pattern?: string | undefined; max_count?: number | undefined } => ({
      max_count: count,
    })),
  ]),
  to(value, naming: Naming = anyCase) {
    const {
      pattern: glob,
      max_count: count = 0,
      max_percentage: share,
      ...common
    } = { max_percentage: undefined, ...value }
    const max = share === 0 ? 0 : count
    return {
      assertion: 'span-query',
      options: { ...spanName(glob, naming), and: [{ status: 'error' }], count: { max }, ...common },
    }
  },
})

export const goalSuccess = defineAlias({
  name: 'trajectory:goal-success',
  summary: 'Asks a judge of yours whether the run reached its goal: promptfoo',
  value: fullForm(() => ({
    goal: plainText.describe('What the run must have achieved, in words for the judge'),
    judge: text.describe('File with the judge, relative to the contract; promptfoo brings one, spanpact does not'),
    timeoutMs: milliseconds.gt(0, 'is no time at all').optional().describe('How long the judge may think'),
  })),
  to: ({ timeoutMs, ...options }) => ({
    assertion: 'goal-success',
    options: { ...options, ...(timeoutMs === undefined ? {} : { timeout: durationOf(timeoutMs) }) },
  }),
})

export const cost = defineAlias({
  name: 'cost',
  summary: 'Bounds the cost of a run, in US dollars: promptfoo',
  value: z.number().min(0, 'is below 0').describe('At most this many US dollars'),
  takesThreshold: true,
  to: (costUsd) => ({ assertion: 'budget', options: { costUsd } }),
})

export const latency = defineAlias({
  name: 'latency',
  summary: 'Bounds how long a run takes, in milliseconds: promptfoo',
  value: milliseconds.describe('At most this many milliseconds'),
  takesThreshold: true,
  to: (ms) => ({ assertion: 'budget', options: { wall: durationOf(ms) } }),
})
