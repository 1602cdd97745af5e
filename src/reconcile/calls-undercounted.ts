import { z } from 'zod'

import { common } from './options.ts'
import { defineReconciliation, type ReconcileFact } from './reconciliation.ts'
import { placeOfRow } from './source-rows.ts'
import type { RecordedRun } from './recorded-run.ts'
import { counted } from './words.ts'

const options = z.strictObject(common).describe('The agent process counts its calls; runs hold no fewer')

const kinds = [
  { field: 'modelCalls', noun: 'model call' },
  { field: 'toolCalls', noun: 'tool call' },
] as const

interface CallsData {
  readonly run: string
  readonly noun: string
  readonly counted: number
  readonly recorded: number
  readonly reason?: string
}

export const callsUndercounted = defineReconciliation({
  id: 'calls-undercounted',
  summary: 'Requires as many recorded model and tool calls as the agent process counted',
  sources: ['counters'],
  options,
  compare({ runs, sources: { counters }, keys }) {
    const runsOf = Map.groupBy(
      runs.flatMap((run) => idsOf(run, keys.counters).map((id) => ({ id, run }))),
      ({ id }) => id,
    )
    const seen = new Set<RecordedRun>()
    const facts: ReconcileFact[] = []
    const onlyInSource: string[] = []
    for (const row of counters.rows) {
      const joined = (runsOf.get(row.run) ?? []).map(({ run }) => run)
      const [first] = joined
      if (first === undefined) {
        onlyInSource.push(row.run)
        continue
      }
      for (const run of joined) seen.add(run)
      const damage = joined.find((run) => run.damage.length > 0)?.damage[0]
      for (const { field, noun } of kinds) {
        const calls = joined.map((run) => run[field])
        const recorded = calls.reduce<number>((sum, one) => sum + (one ?? 0), 0)
        if (row[field] <= recorded) continue
        const hidden = calls.includes(null) ? 'a span sums up calls that have no span of their own' : damage
        const reason = hidden === undefined ? {} : { reason: hidden }
        const data: CallsData = { run: row.run, noun, counted: row[field], recorded, ...reason }
        facts.push({
          data: { ...data },
          undecided: hidden !== undefined,
          subject: noun,
          row: placeOfRow(row),
          run: first.id,
        })
      }
    }
    const onlyInRuns = runs.filter((run) => !seen.has(run)).map(({ id }) => id)
    return { facts, matchings: [{ source: 'counters', keys: 'runs', matched: seen.size, onlyInSource, onlyInRuns }] }
  },
  describe(data) {
    const { run, noun, counted: count, recorded, reason } = data as unknown as CallsData
    if (reason !== undefined) {
      return {
        message: `whether run \`${run}\` holds every ${noun} is undecided: its process counted ${count}, the recording shows ${recorded}, and ${reason}`,
        help: `record every ${noun} as a span of its own, in a recording that is whole`,
      }
    }
    return {
      message: `the process of run \`${run}\` counted ${counted(count, noun)} and the recording holds ${recorded}`,
      help: 'keep all spans of a trace: sample at the root, and flush before the process ends',
    }
  },
})

/** A counter names its run by a trace id, or by the attribute the contract joins by. */
function idsOf(run: RecordedRun, key: string | null): readonly string[] {
  return key === null ? run.traceIds : [...(run.values.get(key) ?? [])]
}
