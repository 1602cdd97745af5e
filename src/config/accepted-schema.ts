import { z } from 'zod'

import { isoDate, text } from '../schema/index.ts'
import { assertions } from '../assertions/index.ts'
import { reconcileFindings } from '../reconcile/index.ts'
import { rules } from '../rules/index.ts'

const entry = z
  .strictObject({
    finding: z
      .enum([...rules, ...assertions, ...reconcileFindings].map((rule) => rule.id))
      .describe('Id of the accepted finding'),
    contract: text.describe('Name of the contract'),
    path: text
      .optional()
      .describe('Clause path. Default: every clause of the contract')
      .meta({ examples: ['spans.think.attributes.gen_ai.request.model'] }),
    reason: z.string().regex(/\S/, 'is empty: an acceptance says why').describe('Why the finding is accepted'),
    owner: z.string().nullable().optional().describe('Who answers for it'),
    expires: isoDate
      .nullable()
      .optional()
      .describe('ISO date after which it no longer holds; empty: never')
      .meta({ examples: ['2027-03-31'] }),
  })
  .describe('A finding that is counted instead of listed')

/** An acceptance file as its author writes it. */
export const accepted = z
  .strictObject({
    $schema: text.optional().describe('JSON Schema of this file, for editors'),
    accepted: z.array(entry).describe('Accepted findings'),
  })
  .meta({ title: 'spanpact acceptances', description: 'Findings somebody decided to live with' })

export type AcceptedSource = z.input<typeof accepted>
