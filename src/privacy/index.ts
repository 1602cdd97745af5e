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
 * Compiles detectors and planted strings into one scan; most texts are ruled out at a fraction of what parsing them costs.
 * @throws SpanpactError `canary-empty`.
 */
export function compileDetectors(ids: readonly DetectorId[], canaries: readonly string[]): Scan {
  const selected = [...new Set(ids)].map((id) => {
    const { find, triggers }: Detector = detectors[id]
    return { id, find, triggers, isTriggered: compileTriggers(triggers) }
  })
  const isTriggered = compileTriggers(selected.flatMap(({ triggers }) => triggers))
  const findCanaries = compileCanaries(canaries)
  return (text) => {
    const triggered = isTriggered(text)
    const planted = findCanaries(text)
    if (!triggered && planted.length === 0) return noHits
    const hits: Hit[] = planted.map((match) => ({ detector: 'canary', ...match }))
    for (const detector of triggered ? selected : []) {
      if (!detector.isTriggered(text)) continue
      for (const match of detector.find(text)) hits.push({ detector: detector.id, ...match })
    }
    return hits.length === 0 ? noHits : hits.toSorted((a, b) => a.start - b.start)
  }
}
