import { z } from 'zod'

import { strictObjectOf } from '../../schema/index.ts'
import type { AnyOrderItem, OneOfItem, StepItem } from './plan.ts'

/** A step as written: what it does, and what may be done instead. */
export interface WrittenStep<Do> extends StepItem {
  readonly do?: Do | undefined
  readonly or?: readonly Do[] | undefined
}

/** `PlanItem` whose steps say what they do. */
export type WrittenItem<Do> =
  | WrittenStep<Do>
  | (OneOfItem & { readonly oneOf: readonly WrittenItem<Do>[] })
  | (AnyOrderItem & { readonly anyOrder: readonly WrittenItem<Do>[] })

const id = z.string().min(1, 'the text is empty')
const place = {
  after: z.array(id).optional().describe('Ids of the steps or groups that come first; default the preceding one'),
}
const groupPlace = { id: id.optional().describe('For `after` of other items'), ...place }
const repeat = strictObjectOf(() => ({
  min: z.int('is no whole number').optional().describe('At least, inclusive; default 1'),
  max: z.int('is no whole number').optional().describe('At most, inclusive; without it there is no bound'),
}))

/** The shape of a plan's items; `action` is the shape of `do` and of what stands under `or`. `compilePlan` checks the rest. */
export function planItems<Do>(action: z.ZodType<Do>): z.ZodType<readonly WrittenItem<Do>[]> {
  const step = strictObjectOf(() => ({
    id: id.describe('For `after` and `critical`, and what findings call it'),
    do: action.optional().describe('The action'),
    or: z.array(action).optional().describe('Actions that may stand in for it, at a cost'),
    ...place,
    optional: z.boolean().optional().describe('It may be left out at no cost'),
    repeat: repeat.optional().describe('How often it may be done; default once'),
    weight: z.number().optional().describe('What leaving it out costs; default 1'),
    critical: z.boolean().optional().describe('It must be done, whatever the fitness'),
    allowFailed: z.boolean().optional().describe('A failed action is good enough'),
  }))
  const item: z.ZodType<WrittenItem<Do>> = z.lazy(() =>
    z.union([
      strictObjectOf(() => ({ ...groupPlace, oneOf: z.array(item).describe('Exactly one of these items') })),
      strictObjectOf(() => ({ ...groupPlace, anyOrder: z.array(item).describe('All of these items, in any order') })),
      step,
    ]),
  )
  return z.array(item)
}
