import { compileDetectors } from '../privacy/index.ts'
import { describeLoss, placeWords, type ExportData } from './exported-text-words.ts'
import { compileExportScan } from './exported-text.ts'
import { counted } from './phrases.ts'
import { defineRule } from './rule.ts'

export const canaryExported = defineRule({
  id: 'canary-exported',
  summary: 'Forbids planted texts anywhere in exported spans',
  severity: 'error',
  scope: 'any-span',
  readsTranscripts: true,
  compile(_clause, { contract: { privacy } }) {
    if (privacy === null || privacy.canaries.length === 0) return undefined
    return {
      clausePath: 'privacy.canaries',
      own: privacy.own,
      check: compileExportScan(
        compileDetectors(
          [],
          privacy.canaries.map(({ text }) => text),
        ),
        privacy.canaries.map(({ name }) => name),
      ),
    }
  },
  describe(data, place) {
    const loss = describeLoss(data, place, 'a planted text')
    if (loss !== undefined) return loss
    const { kind, length, matches } = data as ExportData
    const more = matches === 1 ? '' : ` and ${matches - 1} more`
    return {
      message: `${placeWords(data, place)} holds planted text \`${kind}\` (${counted(length, 'character')})${more}`,
      help: 'redact the content that carries the planted text before export',
    }
  },
})
