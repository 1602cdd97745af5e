import { z } from 'zod'

import { canonicalText } from '../../model/canonical.ts'
import type { Value } from '../../model/value.ts'
import { duration, filledIn } from '../../schema/index.ts'
import { stepSelector } from '../step-selector.ts'
import { correlation } from './correlation.ts'

/** At least two steps; of more, each and the next are a pair. */
export const pairList = z.array(stepSelector).min(2, 'names fewer than two steps')

/** The same where no step is its own partner. */
export const distinctPairList = pairList.refine(
  (steps) => pairsOf(steps).every(([one, other]) => canonicalText(one as Value) !== canonicalText(other as Value)),
  filledIn('has the same step on both sides of a pair'),
)

/** What every rule about pairs takes. */
export const pairShape = {
  order: pairList.describe('The steps; of more than two, each and the next are a pair'),
  on: correlation.optional(),
}

/** What a rule about their order takes. */
export const orderShape = {
  within: duration.optional().describe('At most this long from the end of the earlier to the start of the later'),
  concurrent: z
    .enum(['violation', 'allowed'])
    .optional()
    .describe(
      'Partners that run at one time. Default: violation where an order is asked for, allowed where one is forbidden',
    ),
}

export const withinSteps = z
  .int('is no whole number')
  .min(1, 'is below 1')
  .optional()
  .describe('The later is at most so many steps after the earlier; 1 is the next')

export const notBoth = filledIn('has both `within` and `withinSteps`')

export function pairsOf<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.slice(1).map((item, index) => [items[index]!, item])
}
