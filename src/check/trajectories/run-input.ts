import { factsOf, userTextsOf, userTextsOfLogs } from '../../dialects/index.ts'
import type { Run, RunRead } from '../../runs/index.ts'

/** The first text of the user that a span records. */
export const inputRead: RunRead = {
  name: 'user input',
  take: (span) => userTextsOf(span, () => factsOf(span)?.kind)?.[0],
}

/** What the user asked: what the root of the run says of it, or else the earliest span; null where none does. */
export function inputOf(run: Run): string | null {
  for (const { values, logEvents } of [...run.roots, ...run.spans]) {
    const text = values.get(inputRead.name) ?? userTextsOfLogs(logEvents)?.[0]
    if (typeof text === 'string') return text
  }
  return null
}
