import { openDualWindow } from './deprecation.ts'
import { dropped, holderNoun, raiseAttributeLimit } from './dropped.ts'
import { defineRule } from './rule.ts'

type DualData = {
  readonly attribute: string
  readonly present: string
  readonly sunset: string
  readonly dropped?: number
}

export const dualEmissionMissing = defineRule({
  id: 'dual-emission-missing',
  summary: 'Requires old and new key of a renamed attribute together until the sunset',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  compile(clause, context) {
    const window = openDualWindow(clause, context.now)
    if (window === undefined) return undefined
    const { key } = clause
    const { renamedTo, sunset } = window
    return {
      check(value, { attributes, droppedAttributes }) {
        const hasOld = value !== undefined
        if (hasOld === attributes.has(renamedTo)) return undefined
        const data = { attribute: hasOld ? renamedTo : key, present: hasOld ? key : renamedTo, sunset }
        if (droppedAttributes === 0) return { data }
        return { data: { ...data, dropped: droppedAttributes }, undecided: true }
      },
    }
  },
  describe(data, place) {
    const { attribute, present, sunset, dropped: lost } = data as DualData
    const holder = holderNoun(place)
    const lack = `${place} carries \`${present}\` without \`${attribute}\`, its other name until \`${sunset}\``
    if (lost === undefined) {
      return { message: lack, help: `set \`${attribute}\` to the value of \`${present}\` too` }
    }
    return {
      message: `whether ${lack}, is undecided: ${dropped(holder, lost, 'attribute')}`,
      help: raiseAttributeLimit(holder),
    }
  },
})
