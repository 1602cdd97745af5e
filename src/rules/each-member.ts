import type { FindingData } from '../model/finding.ts'
import type { Value } from '../model/value.ts'
import type { Fact } from './rule.ts'

/** Checks a value, or each member of a list; the fact is about the first member that is not accepted. */
export function checkEachMember(
  accepts: (value: Value) => boolean,
  dataOf: (value: Value) => FindingData,
): (value: Value | undefined) => Fact | undefined {
  return (value) => {
    if (value === undefined) return undefined
    if (!Array.isArray(value)) return accepts(value) ? undefined : { data: dataOf(value) }
    const members = value as readonly Value[]
    const member = members.findIndex((item) => !accepts(item))
    return member === -1 ? undefined : { data: { ...dataOf(members[member]!), member } }
  }
}
