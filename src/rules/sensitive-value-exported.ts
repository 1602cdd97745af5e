import { compileDetectors, detectorIds } from '../privacy/index.ts'
import { describeLoss, placeWords, type ExportData } from './exported-text-words.ts'
import { compileExportScan } from './exported-text.ts'
import { counted } from './phrases.ts'
import { defineRule } from './rule.ts'

export const sensitiveValueExported = defineRule({
  id: 'sensitive-value-exported',
  summary: 'Forbids secrets and personal data anywhere in exported spans',
  severity: 'error',
  scope: 'any-span',
  readsTranscripts: true,
  compile(_clause, { contract: { privacy } }) {
    if (privacy === null || privacy.deny.length === 0) return undefined
    const ids = detectorIds.filter((id) => privacy.deny.includes(id))
    return {
      clausePath: 'privacy.deny',
      own: privacy.own,
      check: compileExportScan(compileDetectors(ids, [])),
    }
  },
  describe(data, place) {
    const loss = describeLoss(data, place, 'what the contract denies')
    if (loss !== undefined) return loss
    const { detector, kind, length, matches } = data as ExportData
    const more = matches === 1 ? '' : ` and ${matches - 1} more`
    return {
      message: `${placeWords(data, place)} holds text of kind \`${kind}\` (${counted(length, 'character')})${more}, which the contract denies`,
      help: `redact it before export, or take \`${detector}\` out of \`privacy.deny\``,
    }
  },
})
