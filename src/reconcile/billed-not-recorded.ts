import { z } from 'zod'

import type { Usage } from '../model/span-facts.ts'
import { costOf } from '../runs/index.ts'
import { compare, exactly, nothing, perhaps, plus, ratioOf, unknown, type Amount } from './amount.ts'
import { daysOf } from './days.ts'
import {
  createModelNames,
  groupInvoice,
  groupWords,
  labelKey,
  labelOf,
  largestRows,
  listedKinds,
  placeWords,
  tokensOf,
  type GroupKey,
  type GroupLabel,
  type InvoiceGroup,
  type InvoiceRow,
} from './invoice-groups.ts'
import { common, groupBy, slack, slackMs, tolerance } from './options.ts'
import type { RecordedUsage } from './recorded-run.ts'
import { defineReconciliation, type Matching, type ReconcileFact, type ReconcileInput } from './reconciliation.ts'
import { tokenKinds, type TokenKind } from './source-rows.ts'
import { dollars, percent } from './words.ts'

const options = z
  .strictObject({ ...common, groupBy: groupBy.default(['model', 'day', 'kind']), tolerance, slack })
  .describe('The invoice bills no more tokens and no more money than the runs record')

type Input = ReconcileInput<z.output<typeof options>, 'invoice'>

interface BilledData extends GroupLabel {
  readonly measure: 'tokens' | 'money'
  readonly billed: string
  readonly recorded: string
  readonly difference: string
  readonly ratio: number | null
  readonly tolerance: number
  readonly reason: string | null
}

export const billedNotRecorded = defineReconciliation({
  id: 'billed-not-recorded',
  summary: 'Requires that runs record the tokens and the money that an invoice bills',
  sources: ['invoice'],
  options,
  compare(input) {
    const { matching, rows } = matchPlaces(input)
    return { facts: [...compareTokens(input, rows), ...compareMoney(input, rows)], matchings: [matching] }
  },
  describe(data) {
    const { measure, billed, recorded, ratio, tolerance: allowed, reason, ...label } = data as unknown as BilledData
    const isMoney = measure === 'money'
    const what = isMoney ? `the cost${placeWords(label)}` : groupWords(label)
    if (reason !== null) {
      return {
        message: `whether the runs record ${what} is undecided: the invoice bills ${billed}, at least ${recorded} are recorded, and ${reason}`,
        help: 'record the tokens, the model and the time of every model call, in recordings that are whole',
      }
    }
    const times = ratio === null ? '' : ` (${ratio} times as much)`
    return {
      message: `the invoice bills ${billed}${isMoney ? placeWords(label) : ` ${what}`} and the runs record ${recorded}${times}; the contract tolerates ${percent(allowed)} more`,
      help: 'find the calls that are billed and not recorded: tries of SDK and gateway, reasoning tokens, cancelled streams, callers without telemetry',
    }
  },
})

function compareTokens(input: Input, rows: readonly InvoiceRow[]): readonly ReconcileFact[] {
  const { runs, sources, options: asked } = input
  const listed = listedKinds(sources.invoice.rows)
  const groups = groupInvoice(rows, asked.groupBy)
  const usages = runs.flatMap((run) => run.usages)
  const recorded = sumUp(usages, groups, asked.groupBy, placesOf(input), ({ usage }) =>
    asked.groupBy.includes('kind') ? partsOf(usage, listed) : wholeOf(usage, listed),
  )
  return [...groups].flatMap(([key, group]): ReconcileFact[] => {
    const found = judge(tokensOf(group.rows), recorded.get(key)!, input)
    return found === undefined ? [] : [makeFact(group, 'tokens', found, String, asked.tolerance)]
  })
}

/** Money is compared where the cost of some call is known: nobody has to keep a table of prices. */
function compareMoney(input: Input, rows: readonly InvoiceRow[]): readonly ReconcileFact[] {
  const { runs, options: asked, priceOf } = input
  if (rows.some(({ amountUsd }) => amountUsd === undefined)) return []
  const usages = runs.flatMap((run) => run.usages)
  // What was recorded and what a table says are never mixed in one sum.
  const isRecorded = usages.every(({ costUsd }) => costUsd !== null)
  const costs = new Map(
    usages.map((usage) => [usage, costOf([isRecorded ? usage : { ...usage, costUsd: null }], priceOf).nanoUsd]),
  )
  if (![...costs.values()].some((cost) => cost !== null)) return []
  const by = asked.groupBy.filter((key) => key !== 'kind')
  const groups = groupInvoice(rows, by)
  const recorded = sumUp(usages, groups, by, placesOf(input), (usage) => {
    const cost = costs.get(usage) ?? null
    return [[null, cost === null ? unknown : exactly(cost)]]
  })
  return [...groups].flatMap(([key, group]): ReconcileFact[] => {
    const billed = group.rows.reduce((sum, { amountUsd }) => sum + amountUsd!, 0n)
    const found = judge(billed, recorded.get(key)!, input)
    return found === undefined ? [] : [makeFact(group, 'money', found, dollars, asked.tolerance)]
  })
}

interface Judged {
  readonly billed: bigint
  readonly recorded: Amount
  readonly reason: string | null
}

function judge(billed: bigint, recorded: Amount, { runs, options: { tolerance: allowed } }: Input): Judged | undefined {
  const verdict = compare(billed, recorded, allowed)
  if (verdict === 'pass') return undefined
  const damage = runs.find((run) => run.damage.length > 0)?.damage[0]
  const reason = verdict === 'fail' ? (damage ?? null) : 'of some model calls tokens, cost, model or day are unknown'
  return { billed, recorded, reason }
}

function makeFact(
  group: InvoiceGroup,
  measure: BilledData['measure'],
  { billed, recorded, reason }: Judged,
  show: (amount: bigint) => string,
  allowed: number,
): ReconcileFact {
  const { model, day, kind } = group
  const { row, rows } = largestRows(group.rows)
  // What is known for certain where it is undecided, all that it can be where it fails.
  const shown = reason === null ? recorded.high! : recorded.low
  const data: BilledData = {
    model,
    day,
    kind,
    measure,
    billed: show(billed),
    recorded: show(shown),
    difference: show(billed - shown),
    ratio: ratioOf(billed, shown),
    tolerance: allowed,
    reason,
  }
  return {
    data: { ...data, rows },
    undecided: reason !== null,
    subject: `${measure} ${labelKey(group)}`,
    row,
  }
}

/** Model and days under which a call may be billed; null where unknown. */
type Places = (usage: RecordedUsage) => { readonly model: string | null; readonly days: readonly string[] | null }

function placesOf({ sources, options: asked }: Input): Places {
  const nameOf = createModelNames(sources.invoice)
  const ms = slackMs(asked.slack)
  return (usage) => ({ model: nameOf(usage), days: daysOf(usage, ms) })
}

/** What is recorded for each group of the invoice. */
function sumUp(
  usages: readonly RecordedUsage[],
  groups: ReadonlyMap<string, InvoiceGroup>,
  by: readonly GroupKey[],
  placesOfUsage: Places,
  partsOfUsage: (usage: RecordedUsage) => readonly (readonly [TokenKind | null, Amount])[],
): ReadonlyMap<string, Amount> {
  const sums = new Map<string, Amount>([...groups.keys()].map((key) => [key, nothing]))
  const add = (key: string, amount: Amount): void => {
    const sum = sums.get(key)
    if (sum !== undefined) sums.set(key, plus(sum, amount))
  }
  /** Of calls that may belong anywhere. */
  const anywhere = new Map<TokenKind | null, Amount>()
  for (const usage of usages) {
    const { model, days } = placesOfUsage(usage)
    const isPlaced = (model !== null || !by.includes('model')) && (days !== null || !by.includes('day'))
    for (const [kind, amount] of partsOfUsage(usage)) {
      if (!isPlaced) {
        anywhere.set(kind, plus(anywhere.get(kind) ?? nothing, perhaps(amount)))
        continue
      }
      const candidates = new Set((days ?? [null]).map((day) => labelKey(labelOf({ model, day, kind }, by))))
      for (const key of candidates) add(key, candidates.size === 1 ? amount : perhaps(amount))
    }
  }
  for (const [key, group] of groups) {
    for (const [kind, amount] of anywhere) if (group.kind === null || group.kind === kind) add(key, amount)
  }
  return sums
}

/** Tokens by the kinds that the invoice lists. */
function partsOf(usage: Usage | null, listed: ReadonlySet<TokenKind>): readonly (readonly [TokenKind, Amount])[] {
  const input = split(usage?.input ?? null, usage?.cachedInput ?? null, listed.has('input'), listed.has('cached'))
  const output = split(usage?.output ?? null, usage?.reasoning ?? null, listed.has('output'), listed.has('reasoning'))
  const parts = { input: input.rest, cached: input.part, output: output.rest, reasoning: output.part }
  return tokenKinds.filter((kind) => listed.has(kind)).map((kind) => [kind, parts[kind]] as const)
}

/** All tokens of the sides that the invoice lists, whatever kinds it has for them. */
function wholeOf(usage: Usage | null, listed: ReadonlySet<TokenKind>): readonly (readonly [null, Amount])[] {
  const sides = [
    ...(listed.has('input') || listed.has('cached') ? [usage?.input ?? null] : []),
    ...(listed.has('output') || listed.has('reasoning') ? [usage?.output ?? null] : []),
  ]
  return sides.map((side) => [null, side === null ? unknown : exactly(side)] as const)
}

/** A whole and the part of it that may be listed apart. */
function split(
  whole: number | null,
  part: number | null,
  isWholeListed: boolean,
  isPartListed: boolean,
): { readonly rest: Amount; readonly part: Amount } {
  if (!isPartListed) return { rest: whole === null ? unknown : exactly(whole), part: nothing }
  if (part !== null) {
    return { rest: whole === null ? unknown : exactly(Math.max(0, whole - part)), part: exactly(part) }
  }
  if (whole === null) return { rest: unknown, part: unknown }
  const somewhere = perhaps(exactly(whole))
  return { rest: isWholeListed ? somewhere : nothing, part: somewhere }
}

/** Models and days that only one side knows, and the rows of those that the runs know. */
function matchPlaces(input: Input): { readonly matching: Matching; readonly rows: readonly InvoiceRow[] } {
  const { runs, sources, options: asked } = input
  const by = asked.groupBy.filter((key) => key !== 'kind')
  const billed = groupInvoice(sources.invoice.rows, by)
  const placesOfUsage = placesOf(input)
  const recorded = new Map<string, GroupLabel>()
  const possible = new Set<string>()
  let isAnywhere = false
  for (const usage of runs.flatMap((run) => run.usages)) {
    const { model, days } = placesOfUsage(usage)
    if ((model === null && by.includes('model')) || (days === null && by.includes('day'))) {
      isAnywhere = true
      continue
    }
    const labels = (days ?? [null]).map((day) => labelOf({ model, day, kind: null }, by))
    for (const label of labels) possible.add(labelKey(label))
    // A call that may be on either of two days is on neither for certain, and one without tokens is not billed.
    const isBillable = usage.usage !== null && (usage.usage.input ?? 0) + (usage.usage.output ?? 0) > 0
    if (isBillable && new Set(labels.map(labelKey)).size === 1) recorded.set(labelKey(labels[0]!), labels[0]!)
  }
  const words = ({ model, day }: GroupLabel): string => [model, day].filter((part) => part !== null).join(' ')
  const matched = [...billed].filter(([key]) => possible.has(key) || isAnywhere)
  const onlyInSource = [...billed].filter(([key]) => !possible.has(key) && !isAnywhere)
  const onlyInRuns = [...recorded].filter(([key]) => !billed.has(key))
  return {
    rows: matched.flatMap(([, { rows }]) => rows),
    matching: {
      source: 'invoice',
      keys: 'models and days',
      matched: matched.length,
      onlyInSource: onlyInSource.map(([, group]) => words(group)),
      onlyInRuns: onlyInRuns.map(([, label]) => words(label)),
    },
  }
}
