import type { ShownRun } from '../model/report.ts'
import { shorten } from '../model/shorten.ts'
import { printable } from '../reporters/index.ts'
import { hanging } from './hanging.ts'

const longestName = 60
const listedNames = 12
const titleWidth = 10

/** Agents, models, tools and dialects of a recording's runs, how often each, most frequent first. */
export function recordingFacts(runs: readonly ShownRun[], width: number): string[] {
  const agents = new Map<string, number>()
  for (const run of runs)
    for (const { name, invocations } of run.agents) {
      const shown = name ?? '(unnamed)'
      agents.set(shown, (agents.get(shown) ?? 0) + invocations)
    }
  const spans = runs.reduce((sum, run) => sum + run.spans, 0)
  const byDialect = frequent(runs.flatMap(({ claimedSpans }) => Object.entries(claimedSpans)))
  const unclaimed = spans - byDialect.reduce((sum, [, count]) => sum + count, 0)
  return [
    ...line('agents', frequent([...agents]).map(times), width),
    ...line(
      'models',
      frequent(runs.flatMap(({ modelCalls }) => Object.entries(modelCalls?.byModel ?? {}))).map(times),
      width,
    ),
    ...line('tools', frequent(runs.flatMap(({ toolCalls }) => Object.entries(toolCalls.byName))).map(times), width),
    ...line(
      'dialects',
      [...byDialect.map(([id, count]) => `${id} ${count}`), ...(unclaimed > 0 ? [`none ${unclaimed}`] : [])],
      width,
    ),
  ]
}

function times([name, count]: readonly [string, number]): string {
  return `${printable(shorten(name, longestName))}${count === 1 ? '' : ` × ${count}`}`
}

function line(title: string, entries: readonly string[], width: number): string[] {
  if (entries.length === 0) return []
  const more = entries.length > listedNames ? [`… ${entries.length - listedNames} more`] : []
  return hanging(title.padEnd(titleWidth), [...entries.slice(0, listedNames), ...more].join(', '), width)
}

/** Adds up and sorts: most frequent first, then by name. */
export function frequent(entries: readonly (readonly [string, number])[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const [name, count] of entries) counts.set(name, (counts.get(name) ?? 0) + count)
  return [...counts].sort(([left, first], [right, second]) => second - first || (left < right ? -1 : 1))
}
