import { z } from 'zod'

import type { ClauseOrigin } from '../../model/clause-origin.ts'
import type { TrialsClause } from '../../model/trajectory.ts'
import { filledIn, strictObjectOf, text } from '../../schema/index.ts'
import { findTrialProblems, longestTrial, stops } from '../../stats/index.ts'

const rateMessage = 'is no rate between 0 and 1'
/** Above 0; what may be 1 says so. */
const rate = z.number().gt(0, rateMessage).max(1, rateMessage)
const count = z.int('is no whole number').min(1, 'is below 1').max(longestTrial, `is above ${longestTrial}`)

const passAll = strictObjectOf(() => ({
  k: count.describe('How many runs'),
  min: rate.describe('The least chance that all of them pass'),
})).describe('A claim about k runs: the chance that all of them pass is at least `min`')

const baseline = strictObjectOf(() => ({
  file: text
    .regex(/\.json$/, 'is no name that ends in `.json`')
    .describe('File of earlier results, relative to the contract; `spanpact check -u` writes it')
    .meta({ examples: ['baseline/trials.json'] }),
  margin: z
    .number()
    .min(0, rateMessage)
    .lt(1, rateMessage)
    .optional()
    .describe('By how much the pass rate of a single case may fall'),
})).describe('Earlier results to compare with')

const keys = strictObjectOf(() => ({
  runs: count.describe('The most runs of a case'),
  passRate: rate
    .optional()
    .describe(
      'The share of runs that pass, to be shown; 1: every run. Needed unless `passAll` or `healthy` makes the claim',
    ),
  confidence: rate.lt(1, rateMessage).optional().describe('1 − how often a verdict may be wrong. Default: 0.95'),
  stop: z
    .enum(stops)
    .optional()
    .describe('When to stop before `runs`. Default: e-process; with `healthy` and `regressed`: sprt'),
  healthy: rate.optional().describe('Pass rate of a good agent, for `stop: sprt`'),
  regressed: rate.optional().describe('Pass rate of a bad agent, for `stop: sprt`'),
  passAll: passAll.optional(),
  infraErrors: strictObjectOf(() => ({
    max: z.number().min(0, rateMessage).lt(1, rateMessage).describe('The greatest share of attempts'),
  }))
    .optional()
    .describe('How many runs may end in errors of provider, network or quota. Default: 0.1'),
  baseline: baseline.optional(),
}))

type Written = z.output<typeof keys>

export const trials = keys
  .refine(
    ({ passRate, passAll: all, healthy }) => passRate !== undefined || all !== undefined || healthy !== undefined,
    filledIn('claims nothing; give `passRate`, `passAll`, or `healthy` with `regressed`'),
  )
  .refine(
    ({ stop, healthy, regressed }) => stop === undefined || stop === 'sprt' || (healthy ?? regressed) === undefined,
    filledIn('has `healthy` or `regressed`, which only `stop: sprt` reads'),
  )
  .superRefine((written, context) => {
    if (context.issues.length > 0) return
    for (const message of findTrialProblems({ ...completeTrials(written), isNever: false })) {
      context.addIssue({ code: 'custom', message })
    }
  })
  .describe('How often runs of one case must pass; without it, every run must')

/** Fills in the defaults. */
export function completeTrials(written: Written): Omit<TrialsClause, keyof ClauseOrigin> {
  const {
    runs,
    passRate,
    confidence = 0.95,
    stop,
    healthy,
    regressed,
    passAll: all,
    infraErrors,
    baseline: file,
  } = written
  const isSprt = stop === 'sprt' || (stop === undefined && (healthy ?? regressed) !== undefined)
  return {
    runs,
    passRate: passRate ?? (isSprt ? healthy : all?.min) ?? 1,
    confidence,
    stop: isSprt ? 'sprt' : (stop ?? 'e-process'),
    ...(healthy === undefined ? {} : { healthy }),
    ...(regressed === undefined ? {} : { regressed }),
    ...(all === undefined ? {} : { passAll: all }),
    ...(infraErrors === undefined ? {} : { infraErrors }),
    ...(file === undefined
      ? {}
      : { baseline: { file: file.file, ...(file.margin === undefined ? {} : { margin: file.margin }) } }),
  }
}
