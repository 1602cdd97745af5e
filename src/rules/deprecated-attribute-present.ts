import { deprecationData, deprecationWords, openDualWindow, type DeprecationData } from './deprecation.ts'
import { holderNoun } from './dropped.ts'
import { defineRule } from './rule.ts'

export const deprecatedAttributePresent = defineRule({
  id: 'deprecated-attribute-present',
  summary: 'Reports attributes that the contract calls deprecated',
  severity: 'warning',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  asks: 'present',
  compile(clause, context) {
    if (clause.deprecated === undefined || openDualWindow(clause, context.now) !== undefined) return undefined
    const fact = { data: { attribute: clause.key, ...deprecationData(clause.deprecated) } }
    return {
      severity: clause.own ? 'warning' : 'info',
      check: (value) => (value === undefined ? undefined : fact),
    }
  },
  describe(data, place) {
    const { attribute, ...deprecation } = data as DeprecationData & { readonly attribute: string }
    const { renamedTo } = deprecation
    return {
      message: `${place} carries attribute \`${attribute}\`, ${deprecationWords(deprecation)}`,
      help:
        renamedTo === undefined
          ? `stop setting \`${attribute}\` on this ${holderNoun(place)}`
          : `set \`${renamedTo}\` in place of \`${attribute}\``,
    }
  },
})
