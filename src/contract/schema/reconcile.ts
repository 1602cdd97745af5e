import { z } from 'zod'

import { sourceNames } from '../../model/source-name.ts'
import { reconciliations, requestKey } from '../../reconcile/index.ts'
import { filledIn, strictObjectOf, text } from '../../schema/index.ts'

const source = strictObjectOf(() => ({
  key: text
    .optional()
    .describe(`Span attribute that joins runs with its rows. Default: \`${requestKey}\`; for \`counters\` the trace id`)
    .meta({ examples: ['app.request.id'] }),
}))

export const sources = z
  .partialRecord(z.enum(sourceNames), source)
  .refine((value) => Object.keys(value).length > 0, filledIn('names no source'))
  .describe('Second records of the traffic, each a file beside the recording or of `--source`')

/** The entries under `reconcile:`; each is brought by the reconciliation that reads it. */
const entry = strictObjectOf(() =>
  Object.fromEntries(reconciliations.map(({ id, options }) => [id, options.optional()])),
).refine((value) => Object.keys(value).length === 1, filledIn('names no reconciliation, or more than one in one entry'))

export const reconcile = z
  .array(entry)
  .min(1, 'the list is empty')
  .superRefine((entries, context) => {
    const seen = new Set<string>()
    for (const [index, one] of entries.entries()) {
      const [id = ''] = Object.keys(one)
      if (seen.has(id)) {
        context.addIssue({
          code: 'custom',
          message: `\`${id}\` is in the list already`,
          path: [index, id],
          params: { help: 'remove one of the two', at: 'key' },
        })
      }
      seen.add(id)
    }
  })
  .describe('Comparisons of runs with second sources')
