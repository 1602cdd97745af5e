import type { ValueType } from '../../model/contract.ts'
import type { Literal } from '../../model/selector.ts'

/** Whether a listed value can be a value, or a member, of the declared type. */
export function literalFits(value: Literal, type: ValueType): boolean {
  switch (type) {
    case 'any':
      return true
    case 'map':
      return false
    default:
      break
  }
  // The values of an array attribute are listed member by member.
  switch (type.replace('[]', '')) {
    case 'int':
      return Number.isInteger(value)
    case 'double':
      return typeof value === 'number'
    default:
      return typeof value === type.replace('[]', '')
  }
}
