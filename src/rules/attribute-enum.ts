import { equalsLiteral, type Literal } from '../model/selector.ts'
import type { Value } from '../model/value.ts'
import { checkEachMember } from './each-member.ts'
import { compileNearest } from './nearest.ts'
import { defineRule } from './rule.ts'
import { subjectWords, type ValueData } from './value-type.ts'

const listedLiterals = 8
/** Up to so many literals, comparing with each costs less than hashing a value that was just parsed. */
const comparedLiterals = 8

type EnumData = ValueData & { readonly allowed: readonly Literal[]; readonly nearest?: string }

export const attributeEnum = defineRule({
  id: 'attribute-enum',
  summary: 'Requires values that the clause lists',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  asks: 'present',
  compile(clause, context) {
    const { key, enum: literals, open } = clause
    if (literals === undefined) return undefined
    const isListed = compileLiterals(literals)
    const nearest = compileNearest(literals.filter((literal) => typeof literal === 'string'))
    const dataOf = (value: Value) => {
      const near = typeof value === 'string' ? nearest(value) : undefined
      const base = { attribute: key, value: context.show(value, clause), allowed: literals }
      return near === undefined ? base : { ...base, nearest: near }
    }
    return {
      severity: open === true ? 'warning' : 'error',
      check: checkEachMember(isListed, dataOf),
    }
  },
  describe(data, place) {
    const facts = data as EnumData
    const { attribute, value, allowed, nearest } = facts
    return {
      message: `${subjectWords(facts, place)} is \`${value}\`; the contract lists ${literalWords(allowed)}`,
      help:
        nearest === undefined
          ? `set \`${attribute}\` to a listed value, or add the value to the clause's \`enum\``
          : `set \`${attribute}\` to \`${JSON.stringify(nearest)}\``,
    }
  },
})

function compileLiterals(literals: readonly Literal[]): (value: Value) => boolean {
  const set: ReadonlySet<Value> = new Set(literals)
  const list: readonly Value[] = literals
  const isListed =
    list.length <= comparedLiterals ? (value: Value) => list.includes(value) : (value: Value) => set.has(value)
  // Only integers beyond 2^53 are bigint; they equal a literal by value, not by identity.
  return (value) =>
    isListed(value) || (typeof value === 'bigint' && literals.some((literal) => equalsLiteral(value, literal)))
}

function literalWords(literals: readonly Literal[]): string {
  const words = literals.slice(0, listedLiterals).map((literal) => `\`${JSON.stringify(literal)}\``)
  const more = literals.length - words.length
  return words.join(', ') + (more === 0 ? '' : ` and ${more} more`)
}
