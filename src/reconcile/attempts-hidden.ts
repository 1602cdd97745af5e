import { z } from 'zod'

import { common } from './options.ts'
import { joinAttempts, requestKey } from './join-attempts.ts'
import { defineReconciliation, type ReconcileFact } from './reconciliation.ts'
import { placeOfRow } from './source-rows.ts'
import { counted } from './words.ts'

const options = z.strictObject(common).describe('A gateway logs every request; spans show no fewer attempts')

interface HiddenData {
  readonly request: string
  readonly onWire: number
  readonly layer: string | null
  readonly recorded: number
  readonly reason?: string
}

export const attemptsHidden = defineReconciliation({
  id: 'attempts-hidden',
  summary: 'Requires as many recorded attempts of a request as went over the wire',
  sources: ['wire'],
  options,
  compare({ runs, sources: { wire }, keys }) {
    const key = keys.wire ?? requestKey
    const joined = joinAttempts(runs, key)
    const rowsOf = Map.groupBy(wire.rows, (row) => (row.idempotencyKey ?? row.requestId)!)
    const facts: ReconcileFact[] = []
    const onlyInSource: string[] = []
    for (const [request, rows] of rowsOf) {
      const attempts = joined.byRequest.get(request)
      if (attempts === undefined) {
        onlyInSource.push(request)
        continue
      }
      // A gateway in front of another logs what it passes on: layers are not added up.
      const layers = [...Map.groupBy(rows, ({ layer }) => layer ?? null)]
      const [layer, most] = layers.reduce((best, one) => (one[1].length > best[1].length ? one : best))
      const recorded = attempts.reduce((sum, { tries }) => sum + tries, 0)
      if (most.length <= recorded) continue
      const reason = joined.damage === undefined ? {} : { reason: joined.damage }
      const data: HiddenData = { request, onWire: most.length, layer, recorded, ...reason }
      facts.push({
        data: { ...data },
        undecided: joined.damage !== undefined,
        subject: request,
        row: placeOfRow(most.at(-1)!),
      })
    }
    const matched = rowsOf.size - onlyInSource.length
    const onlyInRuns = [...joined.byRequest.keys()].filter((request) => !rowsOf.has(request))
    const matching = { source: 'wire', keys: 'requests', matched, onlyInSource } as const
    return { facts, matchings: [{ ...matching, onlyInRuns: [...onlyInRuns, ...joined.withoutKey] }] }
  },
  describe(data) {
    const { request, onWire, layer, recorded, reason } = data as unknown as HiddenData
    const where = layer === null ? 'the wire' : `layer \`${layer}\``
    const counts = `request \`${request}\` went over ${where} ${counted(onWire, 'time')} and the recording shows ${counted(recorded, 'attempt')}`
    return reason === undefined
      ? {
          message: counts,
          help: 'record each try: set `http.request.resend_count`, or instrument the HTTP client below the model call',
        }
      : { message: `${counts}, which is undecided: ${reason}`, help: 'record the run until all its spans are exported' }
  },
})
