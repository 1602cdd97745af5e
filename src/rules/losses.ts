import type { FindingData } from '../model/finding.ts'
import type { Description } from './rule.ts'

/**
 * Words for what lost spans leave open, when the data of a fact has `losses`; else undefined.
 * `what` is a noun or a clause: "the number of roots", "whether the run is connected".
 */
export function undecidedByLosses(what: string, data: FindingData): Description | undefined {
  if (!Array.isArray(data['losses'])) return undefined
  return {
    message: `${what} is undecided: spans may be lost (${data['losses'].join('; ')})`,
    help: 'record the run until all its spans are exported',
  }
}
