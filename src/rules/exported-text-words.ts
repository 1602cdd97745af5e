import type { FindingData } from '../model/finding.ts'
import { counted } from './phrases.ts'
import type { Description } from './rule.ts'

/** What of a span a text belongs to; an event is told by its name. */
export interface ExportPart {
  readonly part: 'span' | 'event' | 'link' | 'resource' | 'scope'
  readonly event?: string
}

/** What was found, and where. */
export type ExportData = {
  readonly part: ExportPart['part']
  /** Name of the event. */
  readonly event?: string
  /** `name`, `attribute`, `attribute key`, `status message`, `trace state`, `body`, `version`. */
  readonly place: string
  readonly key?: string
  readonly detector: string
  readonly kind: string
  /** Characters of the first match. */
  readonly length: number
  /** Matches of the kind in the same place. */
  readonly matches: number
}

type LossData = {
  readonly dropped?: { readonly attributes: number; readonly events: number; readonly links: number }
  readonly unread?: boolean
}

/** Words for a span, or a value in it, that may hold what `exports` names; undefined for a fact about a match. */
export function describeLoss(data: FindingData, span: string, exports: string): Description | undefined {
  const { dropped, unread } = data as LossData
  if (unread === true) {
    return {
      message: `whether ${placeWords(data, span)} exports ${exports} is undecided: it nests too deep to be read`,
      help: 'emit the value with less nesting',
    }
  }
  if (dropped === undefined) return undefined
  const lost = Object.entries(dropped).filter(([, count]) => count > 0)
  const counts = lost.map(([nouns, count]) => counted(count, nouns.slice(0, -1)))
  return {
    message: `whether ${span} exports ${exports} is undecided: it dropped ${counts.join(' and ')}`,
    help: 'raise the limits of the SDK so that the span keeps all it is given',
  }
}

/** ``attribute `url.full` of event `http` of span `GET` ``. */
export function placeWords(data: FindingData, span: string): string {
  const { part, event, place, key } = data as ExportData
  const named = event === undefined ? part : `${part} \`${event}\``
  return `${place}${key === undefined ? '' : ` \`${key}\``} of ${part === 'span' ? '' : `${named} of `}${span}`
}
