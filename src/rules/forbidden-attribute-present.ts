import { dropped, holderNoun, raiseAttributeLimit } from './dropped.ts'
import { defineRule } from './rule.ts'

type PresenceData = { readonly attribute: string; readonly dropped?: number }

export const forbiddenAttributePresent = defineRule({
  id: 'forbidden-attribute-present',
  summary: 'Forbids the attributes that a clause declares as forbidden',
  severity: 'error',
  scope: 'attribute',
  holders: ['span', 'event', 'link', 'resource'],
  compile({ key, requirement }) {
    if (requirement !== 'forbidden') return undefined
    return {
      check(value, holder) {
        if (value !== undefined) return { data: { attribute: key } }
        if (holder.droppedAttributes === 0) return undefined
        return { data: { attribute: key, dropped: holder.droppedAttributes }, undecided: true }
      },
    }
  },
  describe(data, place) {
    const { attribute, dropped: lost } = data as PresenceData
    const holder = holderNoun(place)
    const presence = `${place} carries attribute \`${attribute}\`, which the contract forbids`
    if (lost === undefined) return { message: presence, help: `stop setting \`${attribute}\` on this ${holder}` }
    return {
      message: `whether ${presence}, is undecided: ${dropped(holder, lost, 'attribute')}`,
      help: raiseAttributeLimit(holder),
    }
  },
})
