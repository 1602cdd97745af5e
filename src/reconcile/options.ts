import { z } from 'zod'

import { durationNano } from '../model/duration.ts'

const share = z.number().min(0, 'is below 0').max(1, 'is above 1')

export const tolerance = share.default(0.02).describe('Share by which the two may differ')

/** Keys that every reconciliation takes. */
export const common = {
  maxUnmatched: share.default(0.01).describe('Share of keys that may be on one side only before nothing is decided'),
}

const durationMessage = 'is no duration such as `60s`'

export const slack = z
  .string(durationMessage)
  .refine((text) => durationNano(text) !== undefined, durationMessage)
  .default('60s')
  .describe('Calls this close to the edge of a day may be billed on either side')

export function slackMs(text: string): number {
  return durationNano(text)! / 1e6
}

/** What sums are made for. */
export const groupBy = z
  .array(z.enum(['model', 'day', 'kind']))
  .min(1, 'the list is empty')
  .describe('What sums are compared for')
