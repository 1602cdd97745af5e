import { jsonText } from './json-text.ts'
import { defineReporter } from './reporter.ts'

/** The order in which the keys of a report are written; others, such as those of `data`, follow by name. */
const keyOrder = [
  'schemaVersion tool name version id severity verdict summary findings unreadable notes',
  'recordings runs spans contracts errors warnings infos inconclusive accepted idle',
  'recording file line column byte message help data location contract path reason',
  'occurrences locations docs run traceId spanId spanName ancestors',
].flatMap((keys) => keys.split(' '))
const rank = new Map(keyOrder.map((key, index) => [key, index]))

/** The report as it is; `schemas/report.schema.json` describes it. */
export const json = defineReporter({
  id: 'json',
  summary: 'prints the whole report as JSON, with a stable schema',
  extension: 'json',
  render: (report) => jsonText(inOrder(report)),
})

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([left], [right]) => compareKeys(left, right))
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]))
}

function compareKeys(left: string, right: string): number {
  const byRank = (rank.get(left) ?? keyOrder.length) - (rank.get(right) ?? keyOrder.length)
  return byRank === 0 ? (left < right ? -1 : 1) : byRank
}
