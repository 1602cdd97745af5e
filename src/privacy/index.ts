/**
 * Text in, places of secrets, personal data and canaries out; never the text that was found.
 * To add a detector: one file that exports a `Detector`, one line in the table, one test, one section in the privacy guide.
 */
import { compileCanaries } from './canaries.ts'
import type { Detector, Match } from './detector.ts'
import { email } from './email.ts'
import { iban } from './iban.ts'
import { paymentCard } from './payment-card.ts'
import { phone } from './phone.ts'
import { secrets } from './secrets.ts'
import { signedUrl } from './signed-url.ts'
import { compileTriggers } from './trigger-filter.ts'
import { usSsn } from './us-ssn.ts'

export { redact } from './redact.ts'
export { scanValue, textOf } from './scan-value.ts'

export const detectors = {
  secrets,
  email,
  'payment-card': paymentCard,
  phone,
  iban,
  'us-ssn': usSsn,
  'signed-url': signedUrl,
} as const satisfies Readonly<Record<string, Detector>>

export type DetectorId = keyof typeof detectors

function isDetectorId(id: string): id is DetectorId {
  return Object.hasOwn(detectors, id)
}

export const detectorIds: readonly DetectorId[] = Object.keys(detectors).filter(isDetectorId)

/** One place where a detector or a canary matched. */
export interface Hit extends Match {
  readonly detector: DetectorId | 'canary'
}

/** Finds everything in one text, in order of start. Hits of different detectors may overlap. */
export type Scan = (text: string) => readonly Hit[]

const noHits: readonly Hit[] = Object.freeze([])

/**
 * Compiles detectors and planted strings into one scan; a text without a trigger costs about as much as one search in it.
 * @throws SpanpactError `canary-empty`.
 */
export function compileDetectors(ids: readonly DetectorId[], canaries: readonly string[]): Scan {
  const selected = [...new Set(ids)].map((id) => ({ id, ...detectors[id] }))
  const findTriggers = compileTriggers(selected.map(({ triggers }) => triggers))
  const findCanaries = compileCanaries(canaries)
  return (text) => {
    const triggered = findTriggers(text)
    const planted = findCanaries(text)
    if (triggered === 0 && planted.length === 0) return noHits
    const hits: Hit[] = planted.map((match) => ({ detector: 'canary', ...match }))
    for (const [index, { id, find }] of selected.entries()) {
      if ((triggered & (1 << index)) === 0) continue
      for (const match of find(text)) hits.push({ detector: id, ...match })
    }
    return hits.length === 0 ? noHits : hits.toSorted((a, b) => a.start - b.start)
  }
}
