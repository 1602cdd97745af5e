import type { Contract, SpanClause } from '../model/contract.ts'
import { compileNearest } from './nearest.ts'
import { defineRule, type Fact } from './rule.ts'

type UnknownData = { readonly attribute: string; readonly nearest?: string }

export const attributeUnknown = defineRule({
  id: 'attribute-unknown',
  summary: 'Forbids attributes that a closed span does not declare',
  severity: 'error',
  scope: 'span',
  compile(clause, { contract }) {
    if (!clause.closed) return undefined
    const keys = declaredKeys(clause, contract)
    const names = new Set(keys.filter((key) => !key.endsWith('.*')))
    const prefixes = ['spanpact.', ...keys.filter((key) => key.endsWith('.*')).map((key) => key.slice(0, -1))]
    const nearest = compileNearest([...names])
    const isKnown = (key: string): boolean => names.has(key) || prefixes.some((prefix) => key.startsWith(prefix))
    return {
      path: '.closed',
      check(span) {
        let facts: Fact[] | undefined
        for (const key of span.attributes.keys()) {
          if (isKnown(key)) continue
          const near = nearest(key)
          const data = near === undefined ? { attribute: key } : { attribute: key, nearest: near }
          ;(facts ??= []).push({ data, subject: key, path: `.${key}` })
        }
        return facts
      },
    }
  },
  describe(data, place) {
    const { attribute, nearest } = data as UnknownData
    return {
      message: `${place} carries attribute \`${attribute}\`, which the closed clause does not declare`,
      help:
        nearest === undefined
          ? `declare \`${attribute}\` in the clause, or stop setting it`
          : `rename \`${attribute}\` to \`${nearest}\``,
    }
  },
})

/** Deprecated definitions hold on every span of the contract: another rule reports them. */
function declaredKeys(clause: SpanClause, contract: Contract): readonly string[] {
  const deprecated = contract.attributes.filter((definition) => definition.deprecated !== undefined)
  return [...clause.attributes, ...deprecated].map(({ key }) => key)
}
