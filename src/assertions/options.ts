import { z } from 'zod'

import { severities, type Severity } from '../model/finding.ts'
import { strictObjectOf, text } from '../schema/index.ts'

/** `own`: steps directly in the agent's scope, sub-agents as one step each; `deep`: sub-agents flattened; or of one agent. */
export type ScopeOption = 'own' | 'deep' | `agent:${string}`

/** What every assertion's full form takes. */
export interface CommonOptions {
  /** Names the item where a trajectory has several of one assertion. */
  readonly id?: string | undefined
  readonly scope?: ScopeOption | undefined
  readonly severity?: Severity | undefined
  readonly activation?: 'some' | 'each' | undefined
  readonly exercise?: 'required' | 'optional' | undefined
  readonly guards?: 'safety' | undefined
  readonly stateCap?: number | undefined
}

const common = () => ({
  id: text.optional().describe('Name of this item, where there are several of one assertion'),
  scope: z
    .union([z.enum(['own', 'deep']), z.templateLiteral(['agent:', z.string().min(1)])])
    .optional()
    .describe('own: steps of the agent itself; deep: of its sub-agents too; agent:NAME: of that agent anywhere'),
  severity: z.enum(severities).optional().describe('Severity of a finding. Default: that of the assertion'),
  activation: z
    .enum(['some', 'each'])
    .optional()
    .describe('In how many runs it must find something to judge. Default: some'),
  exercise: z.enum(['required', 'optional']).optional().describe('optional: it may find nothing to judge in any run'),
  guards: z.literal('safety').optional().describe('It guards safety: loosening it is a breaking change'),
  stateCap: z
    .int()
    .min(1)
    .optional()
    .describe('States a search may visit before it gives up. Default: 1000000; of sequences and goldens 400000'),
})

/** The full form of an assertion's options, with those that every assertion takes. */
export function fullForm<Shape extends z.ZodRawShape>(
  shape: () => Shape,
): z.ZodObject<Shape & ReturnType<typeof common>, z.core.$strict> {
  return strictObjectOf(() => ({ ...shape(), ...common() }))
}

export const defaultStateCap = 1_000_000
