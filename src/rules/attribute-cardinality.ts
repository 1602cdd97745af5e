import type { Value } from '../model/value.ts'
import { canonicalText } from './equal-values.ts'
import { counted } from './phrases.ts'
import { defineRule } from './rule.ts'

type CardinalityData = {
  readonly attribute: string
  readonly distinct?: number
  readonly minDistinct?: number
  readonly maxDistinct?: number
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
        return {
          add(value) {
            if (seen.size < deciding) seen.add(distinctForm(value))
          },
          finish() {
            if (seen.size > atMost) return { data: { attribute: key, maxDistinct: atMost } }
            return seen.size < atLeast
              ? { data: { attribute: key, distinct: seen.size, minDistinct: atLeast } }
              : undefined
          },
        }
      },
    }
  },
  describe(data) {
    const { attribute, distinct = 0, minDistinct, maxDistinct } = data as CardinalityData
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
