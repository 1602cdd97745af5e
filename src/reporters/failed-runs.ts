import { shorten } from '../model/shorten.ts'

interface FailedRun {
  readonly recording?: unknown
  readonly run?: unknown
  readonly outcome?: unknown
  readonly because?: unknown
}

const maxRuns = 5
const maxReason = 120

/** Of repeated runs, the first that did not pass, each with the first reason; nothing for other data. */
export function failedRuns(failed: unknown): readonly string[] {
  if (!Array.isArray(failed)) return []
  const runs = failed as readonly FailedRun[]
  const lines = runs.slice(0, maxRuns).map(({ recording, run, outcome, because }) => {
    const [first] = Array.isArray(because) ? (because as readonly { readonly message?: unknown }[]) : []
    const why =
      outcome === 'infra' ? 'ended in an error of provider, network or quota' : String(first?.message ?? outcome)
    return `run ${String(run)} in ${String(recording)}: ${shorten(why, maxReason)}`
  })
  return runs.length > maxRuns ? [...lines, `… ${runs.length - maxRuns} more`] : lines
}
