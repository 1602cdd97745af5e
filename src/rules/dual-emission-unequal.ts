import { openDualWindow } from './deprecation.ts'
import { equalValues } from '../model/canonical.ts'
import { defineRule } from './rule.ts'

type UnequalData = {
  readonly attribute: string
  readonly value: string
  readonly renamedTo: string
  readonly renamedValue: string
}

export const dualEmissionUnequal = defineRule({
  id: 'dual-emission-unequal',
  summary: 'Requires the same value under old and new key of a renamed attribute until the sunset',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  compile(clause, context) {
    const window = openDualWindow(clause, context.now)
    if (window === undefined) return undefined
    const { renamedTo } = window
    return {
      check(value, { attributes }) {
        const renamed = attributes.get(renamedTo)
        if (value === undefined || renamed === undefined || equalValues(value, renamed)) return undefined
        return {
          data: {
            attribute: clause.key,
            value: context.show(value, clause),
            renamedTo,
            renamedValue: context.show(renamed, { ...clause, key: renamedTo }),
          },
        }
      },
    }
  },
  describe(data, place) {
    const { attribute, value, renamedTo, renamedValue } = data as UnequalData
    return {
      message: `attribute \`${attribute}\` of ${place} is \`${value}\` but \`${renamedTo}\`, its new name, is \`${renamedValue}\``,
      help: `set \`${attribute}\` and \`${renamedTo}\` to the same value`,
    }
  },
})
