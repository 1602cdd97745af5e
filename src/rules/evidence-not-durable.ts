import type { Value } from '../model/value.ts'
import { compileDetectors } from '../privacy/index.ts'
import { dropped, holderNoun, raiseAttributeLimit } from './dropped.ts'
import { allOfWords } from './phrases.ts'
import { defineRule } from './rule.ts'

const findSignedUrls = compileDetectors(['signed-url'], [])

type EvidenceData = { readonly attribute: string; readonly lacking: readonly string[]; readonly dropped?: number }

export const evidenceNotDurable = defineRule({
  id: 'evidence-not-durable',
  summary: 'Requires a durable id and a content hash beside evidence that is only a signed URL',
  severity: 'error',
  scope: 'attribute',
  compile({ key, role }) {
    if (role !== 'evidence') return undefined
    const prefix = key.slice(0, key.lastIndexOf('.') + 1)
    const siblings = [`${prefix}id`, `${prefix}sha256`]
    return {
      check(value, { attributes, droppedAttributes }) {
        if (value === undefined || !holdsSignedUrl(value)) return undefined
        const lacking = siblings.filter((sibling) => !attributes.has(sibling))
        if (lacking.length === 0) return undefined
        if (droppedAttributes === 0) return { data: { attribute: key, lacking } }
        return { data: { attribute: key, lacking, dropped: droppedAttributes }, undecided: true }
      },
    }
  },
  describe(data, place) {
    const { attribute, lacking, dropped: lost } = data as EvidenceData
    const holder = holderNoun(place)
    const subject = `attribute \`${attribute}\` of ${place}`
    if (lost !== undefined) {
      return {
        message: `whether ${subject} is durable evidence is undecided: ${dropped(holder, lost, 'attribute')}`,
        help: raiseAttributeLimit(holder),
      }
    }
    return {
      message: `${subject} is a signed URL, which expires, and the ${holder} lacks ${allOfWords(lacking)}`,
      help: `set ${allOfWords(lacking)} beside the link: a durable object id and the hash of the content`,
    }
  },
})

function holdsSignedUrl(value: Value): boolean {
  if (typeof value === 'string') return findSignedUrls(value).length > 0
  return Array.isArray(value) && value.some((item: Value) => holdsSignedUrl(item))
}
