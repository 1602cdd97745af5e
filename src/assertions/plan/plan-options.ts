import { z } from 'zod'

import { stepKinds, type StepKind } from '../../model/span-facts.ts'

/** Kinds of steps that a plan speaks of; models think, and planning steps plan. */
export const plannedKinds: readonly StepKind[] = ['tool', 'agent', 'retrieval', 'memory']

export const kindsShape = z
  .array(z.enum(stepKinds))
  .min(1, 'the list is empty')
  .optional()
  .describe('Kinds of steps that count, beside those the plan names. Default: tool, agent, retrieval, memory')

export const share = z.number().min(0, 'is below 0').max(1, 'is above 1')
