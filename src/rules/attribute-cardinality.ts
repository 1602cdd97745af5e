import type { Value } from '../model/value.ts'
import { canonicalText } from '../model/canonical.ts'
import { counted } from './phrases.ts'
import { defineRule } from './rule.ts'

type CardinalityData = {
  readonly attribute: string
  readonly distinct?: number
  readonly minDistinct?: number
  readonly maxDistinct?: number
  /** Holders without the attribute that dropped some. */
  readonly lost?: number
}

export const attributeCardinality = defineRule({
  id: 'attribute-cardinality',
  summary: 'Bounds how many distinct values an attribute takes in one recording',
  severity: 'error',
  scope: 'recording',
  compile({ key, minDistinct, maxDistinct }) {
    if (minDistinct === undefined && maxDistinct === undefined) return undefined
    const atLeast = minDistinct ?? 0
    const atMost = maxDistinct ?? Infinity
    // Beyond this many, further values decide nothing.
    const deciding = maxDistinct === undefined ? atLeast : Math.max(atLeast, maxDistinct + 1)
    return {
      check() {
        const seen = new Set<string | boolean | null>()
        let lost = 0
        return {
          add(value) {
            if (seen.size < deciding) seen.add(distinctForm(value))
          },
          lose: () => void (lost += 1),
          finish() {
            const distinct = seen.size
            if (distinct > atMost) return { data: { attribute: key, maxDistinct: atMost } }
            // Each lost value may be one more.
            if (distinct < atLeast && distinct + lost < atLeast) {
              return { data: { attribute: key, distinct, minDistinct: atLeast } }
            }
            if (distinct >= atLeast && distinct + lost <= atMost) return undefined
            return { data: { attribute: key, distinct, lost }, undecided: true }
          },
        }
      },
    }
  },
  describe(data) {
    const { attribute, distinct = 0, minDistinct, maxDistinct, lost } = data as CardinalityData
    if (lost !== undefined) {
      return {
        message: `how many distinct values attribute \`${attribute}\` takes is undecided: it takes ${distinct}, and may be among what was dropped ${counted(lost, 'time')}`,
        help: 'raise the attribute limits of the SDK so that all attributes are kept',
      }
    }
    if (maxDistinct !== undefined) {
      return {
        message: `attribute \`${attribute}\` takes more than ${counted(maxDistinct, 'distinct value')}; the contract allows no more`,
        help: `keep ids and other unbounded values out of \`${attribute}\`, or raise its \`maxDistinct\``,
      }
    }
    return {
      message: `attribute \`${attribute}\` takes ${counted(distinct, 'distinct value')}; the contract wants at least ${minDistinct}`,
      help: `set \`${attribute}\` from the run rather than to a constant, or record more runs`,
    }
  },
})

/** What stands for a value in the set: most are texts, which need no copy; the prefix keeps other values apart from them. */
function distinctForm(value: Value): string | boolean | null {
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : `\0${canonicalText(value)}`
}
