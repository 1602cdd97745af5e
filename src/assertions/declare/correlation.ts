import { z } from 'zod'

import { canonicalText } from '../../model/canonical.ts'
import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Value } from '../../model/value.ts'
import { argumentPath, compileArgumentPath } from '../argument-path.ts'

/** Which of the two selectors of a pair. */
export type Side = 'first' | 'second'

/** What partners must share, as text; null: the step has no such argument; undefined: its arguments are not recorded. */
export type Key = string | null | undefined

const path = argumentPath.refine((given) => !/\.\*|\[\*\]/.test(given), 'leads to several values; name one')

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
  const reads = {
    first: pairs.map(([first]) => compileArgumentPath(first)),
    second: pairs.map(([, second]) => compileArgumentPath(second)),
  }
  const valuesOf = (side: Side, { args }: Step): readonly Value[] | null | undefined => {
    const found = reads[side].map((read) => read(args))
    if (found.includes(undefined)) return undefined
    return found.includes(null) ? null : (found as readonly (readonly Value[])[]).flat()
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
