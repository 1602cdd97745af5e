import { z } from 'zod'

import { canonicalText } from '../../model/canonical.ts'
import { parseJsonPath, valuesAt, type JsonPath } from '../../model/json-path.ts'
import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Value } from '../../model/value.ts'
import { text } from '../../schema/index.ts'

/** Which of the two selectors of a pair. */
export type Side = 'first' | 'second'

/** What partners must share, as text; null: the step has no such argument; undefined: its arguments are not recorded. */
export type Key = string | null | undefined

const path = text
  .superRefine((given, context) => {
    const parsed = pathOf(given)
    if ('problem' in parsed) context.addIssue({ code: 'custom', message: `\`${given}\` ${parsed.problem}` })
    else if (/\.\*|\[\*\]/.test(given))
      context.addIssue({ code: 'custom', message: `\`${given}\` leads to several values; name one` })
  })
  .describe('Path of an argument: `order_id`, `order.id`, `items[0].id`')

/** Arguments in which partners must be equal: one path for both, or pairs of the first step's and the second's. */
export const correlation = z
  .union([path, z.record(path, path).refine((pairs) => Object.keys(pairs).length > 0, 'names no argument')])
  .describe('Arguments that partners must share: a path for both, or `{ path in the first: path in the second }`')

export interface Correlation {
  readonly keyOf: (side: Side, step: Step) => Key
  /** What the step has there; undefined where there is none, or nothing is asked. */
  readonly valueOf: (side: Side, step: Step) => Value | undefined
}

/** Without paths all steps share one key. */
export function compileCorrelation(on: z.output<typeof correlation> | undefined): Correlation {
  if (on === undefined) return { keyOf: () => '', valueOf: () => undefined }
  const pairs = typeof on === 'string' ? [[on, on] as const] : Object.entries(on)
  const paths = {
    first: pairs.map(([first]) => pathOf(first) as JsonPath),
    second: pairs.map(([, second]) => pathOf(second) as JsonPath),
  }
  const valuesOf = (side: Side, { args }: Step): readonly Value[] | null | undefined => {
    if ('lacks' in args) return args.lacks === 'invalid-json' ? null : undefined
    if (!('value' in args)) return undefined
    const found = paths[side].flatMap((one) => valuesAt(args.value, one) as readonly Value[])
    return found.length === paths[side].length ? found : null
  }
  return {
    keyOf(side, step) {
      const values = valuesOf(side, step)
      return values === null || values === undefined ? values : canonicalText(values)
    },
    valueOf(side, step) {
      const values = valuesOf(side, step) ?? undefined
      return values?.length === 1 ? values[0] : values
    },
  }
}

/** Whether two steps share what they must. */
export function sharesKey(one: Key, other: Key): Decision {
  if (one === null || other === null) return false
  return one === undefined || other === undefined ? undefined : one === other
}

function pathOf(given: string): ReturnType<typeof parseJsonPath> {
  return parseJsonPath(given.startsWith('$') ? given : given.startsWith('[') ? `$${given}` : `$.${given}`)
}
