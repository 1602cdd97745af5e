import { z } from 'zod'

import { compare, exactly, nothing, perhaps, plus, ratioOf, unknown, type Amount } from './amount.ts'
import { daysOf } from './days.ts'
import {
  createModelNames,
  groupInvoice,
  labelKey,
  labelOf,
  largestRows,
  listedKinds,
  placeWords,
  tokensOf,
  type GroupLabel,
} from './invoice-groups.ts'
import { requestKey } from './join-attempts.ts'
import { common, slack, slackMs, tolerance } from './options.ts'
import type { RecordedUsage } from './recorded-run.ts'
import { defineReconciliation, type Matching, type ReconcileFact, type ReconcileInput } from './reconciliation.ts'
import type { SourceRow } from './source-rows.ts'
import { percent } from './words.ts'

const options = z
  .strictObject({
    ...common,
    groupBy: z
      .array(z.enum(['model', 'day']))
      .min(1, 'the list is empty')
      .default(['model', 'day'])
      .describe('What sums are compared for'),
    tolerance,
    slack,
  })
  .describe('The invoice bills no more output than clients received')

type Input = ReconcileInput<z.output<typeof options>, 'invoice' | 'deliveries'>

interface DeliveredData extends GroupLabel {
  readonly billed: string
  readonly delivered: string
  readonly reasoning: string
  readonly difference: string
  readonly ratio: number | null
  readonly tolerance: number
  readonly reason: string | null
}

export const billedNotDelivered = defineReconciliation({
  id: 'billed-not-delivered',
  summary: 'Requires that clients received the output that an invoice bills',
  sources: ['invoice', 'deliveries'],
  options,
  compare(input) {
    const { rows } = input.sources.invoice
    const billedRows = rows.filter(({ kind }) => kind === 'output')
    const isByRequest = billedRows.length > 0 && billedRows.every(({ requestId }) => requestId !== undefined)
    const placed = isByRequest ? placeByRequest(input, billedRows) : placeBySpan(input)
    const groups = groupInvoice(
      isByRequest ? billedRows.filter((row) => placed.requests.has(row.requestId!)) : billedRows,
      input.options.groupBy,
    )
    // Reasoning is billed as output where the invoice does not list it apart, and no client receives it.
    const isReasoningApart = listedKinds(rows).has('reasoning')
    const facts = [...groups].flatMap(([key, group]): ReconcileFact[] => {
      const delivered = placed.delivered.get(key)
      if (delivered === undefined) return []
      const reasoning = isReasoningApart ? nothing : (placed.reasoning.get(key) ?? nothing)
      const billed = tokensOf(group.rows)
      const due = plus(delivered, reasoning)
      const verdict = compare(billed, due, input.options.tolerance)
      if (verdict === 'pass') return []
      const isFail = verdict === 'fail'
      const shown = isFail
        ? { delivered: delivered.high!, reasoning: reasoning.high! }
        : { delivered: delivered.low, reasoning: reasoning.low }
      const most = largestRows(group.rows)
      const data: DeliveredData = {
        model: group.model,
        day: group.day,
        kind: null,
        billed: String(billed),
        delivered: String(shown.delivered),
        reasoning: String(shown.reasoning),
        difference: String(billed - shown.delivered - shown.reasoning),
        ratio: ratioOf(billed, shown.delivered + shown.reasoning),
        tolerance: input.options.tolerance,
        reason: isFail ? null : 'of some requests the reasoning tokens, the model or the day are unknown',
      }
      return [{ data: { ...data, rows: most.rows }, undecided: !isFail, subject: key, row: most.row }]
    })
    const days = matchGroups([...groups.keys()], placed)
    return { facts, matchings: isByRequest ? [placed.matching] : [placed.matching, days] }
  },
  describe(data) {
    const {
      billed,
      delivered,
      reasoning,
      ratio,
      tolerance: allowed,
      reason,
      ...label
    } = data as unknown as DeliveredData
    const what = `output tokens${placeWords(label)}`
    const and = reasoning === '0' ? '' : ` beside ${reasoning} of reasoning`
    if (reason !== null) {
      return {
        message: `whether clients received the ${what} is undecided: the invoice bills ${billed}, at least ${delivered} were delivered${and}, and ${reason}`,
        help: 'record `gen_ai.usage.reasoning.output_tokens`, the model and the time of every model call',
      }
    }
    const times = ratio === null ? '' : ` (${ratio} times as many)`
    return {
      message: `the invoice bills ${billed} ${what} and clients received ${delivered}${and}${times}; the contract tolerates ${percent(allowed)} more`,
      help: 'cancel the request at the provider when the client stops reading, and cap the output of each request',
    }
  },
})

/** Sums for the groups of the invoice, and which requests both sides know. */
interface Placed {
  readonly delivered: ReadonlyMap<string, Amount>
  readonly reasoning: ReadonlyMap<string, Amount>
  readonly requests: ReadonlySet<string>
  readonly matching: Matching
}

/** The invoice names requests: model and day are its own. */
function placeByRequest(input: Input, rows: readonly SourceRow<'invoice'>[]): Placed {
  const { sources, options: asked } = input
  const usageOf = usagesByRequest(input)
  const deliveriesOf = Map.groupBy(sources.deliveries.rows, ({ requestId }) => requestId)
  const delivered = new Map<string, Amount>()
  const reasoning = new Map<string, Amount>()
  const billed = new Map(rows.map((row) => [row.requestId!, row]))
  for (const [request, row] of billed) {
    const received = deliveriesOf.get(request)
    if (received === undefined) continue
    const key = labelKey(labelOf({ model: row.model, day: row.period, kind: null }, asked.groupBy))
    addTo(delivered, key, exactly(received.reduce((sum, { deliveredTokens }) => sum + deliveredTokens, 0)))
    addTo(reasoning, key, reasoningOf(usageOf.get(request)))
  }
  const requests = new Set([...billed.keys()].filter((request) => deliveriesOf.has(request)))
  return {
    delivered,
    reasoning,
    requests,
    matching: {
      source: 'deliveries',
      keys: 'requests',
      matched: requests.size,
      onlyInSource: [...deliveriesOf.keys()].filter((request) => !billed.has(request)),
      insteadOfRuns: 'invoice',
      onlyInRuns: [...billed.keys()].filter((request) => !deliveriesOf.has(request)),
    },
  }
}

/** The invoice sums up: model and day of a delivery are those of the model call that carries its request id. */
function placeBySpan(input: Input): Placed {
  const { runs, sources, keys, options: asked } = input
  const key = keys.deliveries ?? requestKey
  const usageOf = usagesByRequest(input)
  const nameOf = createModelNames(sources.invoice)
  const ms = slackMs(asked.slack)
  const delivered = new Map<string, Amount>()
  const reasoning = new Map<string, Amount>()
  const requests = new Set<string>()
  const onlyInSource = new Set<string>()
  for (const { requestId, deliveredTokens } of sources.deliveries.rows) {
    const usages = usageOf.get(requestId)
    if (usages === undefined) {
      onlyInSource.add(requestId)
      continue
    }
    const [usage] = usages
    const model = nameOf(usage)
    const days = daysOf(usage, ms)
    const labels = new Set((days ?? []).map((day) => labelKey(labelOf({ model, day, kind: null }, asked.groupBy))))
    const sure = labels.size === 1
    for (const label of labels) {
      addTo(delivered, label, sure ? exactly(deliveredTokens) : perhaps(exactly(deliveredTokens)))
      if (!requests.has(requestId)) addTo(reasoning, label, sure ? reasoningOf(usages) : perhaps(reasoningOf(usages)))
    }
    requests.add(requestId)
  }
  const withoutKey = runs.flatMap((run) => run.usages).filter(({ values }) => !values.has(key))
  const onlyInRuns = [...usageOf.keys()].filter((request) => !requests.has(request))
  return {
    delivered,
    reasoning,
    requests,
    matching: {
      source: 'deliveries',
      keys: 'requests',
      matched: requests.size,
      onlyInSource: [...onlyInSource],
      onlyInRuns: [...onlyInRuns, ...withoutKey.map(() => `a model call without ${key}`)],
    },
  }
}

function matchGroups(billed: readonly string[], { delivered }: Placed): Matching {
  const words = (key: string): string =>
    (JSON.parse(key) as readonly (string | null)[]).filter((part) => part !== null).join(' ')
  const onlyInSource = billed.filter((key) => !delivered.has(key))
  return {
    source: 'invoice',
    keys: 'models and days',
    matched: billed.length - onlyInSource.length,
    onlyInSource: onlyInSource.map(words),
    onlyInRuns: [...delivered.keys()].filter((key) => !billed.includes(key)).map(words),
  }
}

function usagesByRequest({ runs, keys }: Input): ReadonlyMap<string, readonly [RecordedUsage, ...RecordedUsage[]]> {
  const key = keys.deliveries ?? requestKey
  const usages = runs.flatMap((run) => run.usages).filter(({ values }) => values.has(key))
  return Map.groupBy(usages, ({ values }) => values.get(key)!) as Map<string, [RecordedUsage, ...RecordedUsage[]]>
}

function reasoningOf(usages: readonly RecordedUsage[] | undefined): Amount {
  if (usages === undefined) return unknown
  return usages.reduce((sum, { usage }) => {
    if (usage === null) return plus(sum, unknown)
    if (usage.reasoning !== null) return plus(sum, exactly(usage.reasoning))
    return plus(sum, usage.output === null ? unknown : perhaps(exactly(usage.output)))
  }, nothing)
}

function addTo(sums: Map<string, Amount>, key: string, amount: Amount): void {
  sums.set(key, plus(sums.get(key) ?? nothing, amount))
}
