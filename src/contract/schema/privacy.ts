import { z } from 'zod'

import { detectorIds } from '../../privacy/index.ts'
import { filledIn, strictObjectOf, text } from '../../schema/index.ts'

export const privacy = strictObjectOf(() => ({
  deny: z
    .array(z.enum(detectorIds))
    .optional()
    .describe('Detectors whose hits are errors wherever they occur')
    .meta({ examples: [['secrets', 'email']] }),
  canaries: z
    .array(text)
    .optional()
    .describe('Texts planted in test data that must never be exported')
    .meta({ examples: [['CANARY-7f3a']] }),
}))
  .refine(
    ({ deny = [], canaries = [] }) => deny.length + canaries.length > 0,
    filledIn('names neither a detector under `deny` nor a text under `canaries`'),
  )
  .describe('What no value may hold')
