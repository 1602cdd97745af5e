import type { ReadContext } from './reader.ts'
import type { TranscriptOddities } from './transcript-spans.ts'

/** Tells what was odd about the transcripts of a file, once each. */
export function noteOddities(
  { unaskedResults, lostCalls, repeatedCallIds }: TranscriptOddities,
  context: ReadContext,
): void {
  if (unaskedResults > 0) {
    const what =
      unaskedResults === 1 ? '1 tool result answers no call' : `${unaskedResults} tool results answer no call`
    context.note(`${what} that was asked for before it, and makes none`, { incomplete: lostCalls > 0 })
  }
  if (repeatedCallIds > 0) {
    const what = repeatedCallIds === 1 ? '1 call has' : `${repeatedCallIds} calls have`
    context.note(`${what} the id of an earlier call; a number behind the id keeps them apart`)
  }
}
