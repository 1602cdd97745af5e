import type { ClauseReference, Location } from '../model/finding.ts'

/** `run.jsonl:12`, `run.invoice.csv:3` for a row of a second source, or `run.pb (byte 1024)` in a binary recording. */
export function place(location: Pick<Location, 'recording' | 'line' | 'byte' | 'source'>): string {
  if (location.source !== undefined) return `${location.source.file}:${location.source.line}`
  if (location.line !== undefined) return `${location.recording}:${location.line}`
  if (location.byte !== undefined) return `${location.recording} (byte ${location.byte})`
  return location.recording
}

/** `support.contract.yaml:24:7`, as far as it is known. */
export function clausePlace(clause: ClauseReference): string {
  return [clause.file, clause.line, clause.column].filter((part) => part !== undefined).join(':')
}

/** `run.jsonl › run 4bf9…`: the heading of a run. */
export function runTitle({ recording, run }: Pick<Location, 'recording' | 'run'>): string {
  return run === undefined ? recording : `${recording} › run ${run}`
}

/** `run.jsonl:12, span 00f0…, run 4bf9…`: a place that stands alone. */
export function fullPlace(location: Location): string {
  const span = location.spanId === undefined ? '' : `, span ${location.spanId}`
  const run = location.run === undefined ? '' : `, run ${location.run}`
  return `${place(location)}${span}${run}`
}
