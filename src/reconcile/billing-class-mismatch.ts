import { z } from 'zod'

import { daysOf } from './days.ts'
import { tokensOf, type InvoiceRow } from './invoice-groups.ts'
import { common, slack, slackMs, tolerance } from './options.ts'
import type { RecordedUsage } from './recorded-run.ts'
import { defineReconciliation, type ReconcileFact, type ReconcileInput } from './reconciliation.ts'
import { placeOfRow } from './source-rows.ts'
import { percent } from './words.ts'

const text = z.string().min(1, 'the text is empty')

const options = z
  .strictObject({
    ...common,
    tier: text.describe('Attribute of model spans that names the tier that served the call'),
    commitment: z
      .strictObject({
        tier: text.describe('Tier that the commitment is for'),
        tokensPerMinute: z.int('is no whole number').min(1, 'is below 1').describe('Tokens of input and output'),
        within: text.describe('Billing class of tokens within the commitment'),
        beyond: text.describe('Billing class of tokens beyond it, counted by the minute'),
      })
      .optional()
      .describe('What was agreed. Default: the billing class is the tier'),
    rates: z
      .record(text, z.number().min(0, 'is below 0'))
      .optional()
      .describe('USD per million tokens by billing class. Default: money is not compared'),
    tolerance,
    slack,
  })
  .describe('The invoice puts tokens into the billing classes that were agreed')

type Options = z.output<typeof options>

interface ClassData {
  readonly day: string
  readonly billingClass: string
  readonly measure: 'tokens' | 'money'
  readonly billedShare: number
  readonly recordedShare: number
  readonly tolerance: number
  readonly reason: string | null
}

export const billingClassMismatch = defineReconciliation({
  id: 'billing-class-mismatch',
  summary: 'Requires that an invoice puts tokens into the billing classes that follow from the runs',
  sources: ['invoice'],
  options,
  reads: ({ tier }) => [tier],
  compare(input) {
    const rowsOf = Map.groupBy(input.sources.invoice.rows, ({ period }) => period)
    const recorded = recordByDay(input)
    const facts = [...rowsOf].flatMap(([day, rows]) => {
      const known = recorded.days.get(day)
      return known === undefined ? [] : compareDay(day, rows, known, recorded.reason, input.options)
    })
    const onlyInSource = [...rowsOf.keys()].filter((day) => !recorded.days.has(day))
    const onlyInRuns = [...recorded.days].filter(([day, { sure }]) => sure > 0 && !rowsOf.has(day)).map(([day]) => day)
    const matched = rowsOf.size - onlyInSource.length
    return { facts, matchings: [{ source: 'invoice', keys: 'days', matched, onlyInSource, onlyInRuns }] }
  },
  describe(data) {
    const {
      day,
      billingClass,
      measure,
      billedShare,
      recordedShare,
      tolerance: allowed,
      reason,
    } = data as unknown as ClassData
    const what = measure === 'tokens' ? 'tokens' : 'money'
    if (reason !== null) {
      return {
        message: `the share of class \`${billingClass}\` in the ${what} of ${day} is undecided: ${reason}`,
        help: 'set the attribute under `tier`, and record tokens and time of every model call; ask for an invoice that names class and amount of every row',
      }
    }
    return {
      message: `the invoice of ${day} puts ${percent(billedShare)} of the ${what} into class \`${billingClass}\`, and by the agreed rule it is ${percent(recordedShare)}; the contract tolerates ${percent(allowed)}`,
      help: 'dispute the rows with the vendor, or write the rule that was agreed under `commitment` and `rates`',
    }
  },
})

interface RecordedDay {
  /** Tokens by billing class of calls that are on this day for certain, or may be. */
  readonly classes: Map<string, number>
  sure: number
  /** Of calls so close to an edge that they may be billed on another day. */
  unsure: number
}

interface RecordedDays {
  readonly days: ReadonlyMap<string, RecordedDay>
  /** Why classes are unknown; null where they are known of every call. */
  readonly reason: string | null
}

function recordByDay({ runs, options: asked }: ReconcileInput<Options, 'invoice'>): RecordedDays {
  const days = new Map<string, RecordedDay>()
  let reason = runs.find((run) => run.damage.length > 0)?.damage[0] ?? null
  const usages = runs.flatMap((run) => run.usages)
  const classesOf = classify(usages, asked)
  for (const usage of usages) {
    const on = daysOf(usage, slackMs(asked.slack))
    const tokens = tokensOfUsage(usage)
    const classes = classesOf(usage)
    if (on === null || tokens === null || classes === null) {
      reason ??=
        usage.values.get(asked.tier) === undefined
          ? `a model call carries no \`${asked.tier}\``
          : 'the tokens or the time of a model call are unknown'
    }
    for (const day of on ?? []) {
      let known = days.get(day)
      if (known === undefined) days.set(day, (known = { classes: new Map(), sure: 0, unsure: 0 }))
      if (on!.length === 1) known.sure += tokens ?? 0
      else known.unsure += tokens ?? 0
      if (on!.length > 1) continue
      for (const [name, share] of classes ?? []) known.classes.set(name, (known.classes.get(name) ?? 0) + share)
    }
  }
  return { days, reason }
}

/** Tokens of a call by billing class; null where unknown. Of a minute beyond the commitment every call has its part. */
function classify(
  usages: readonly RecordedUsage[],
  { tier, commitment }: Options,
): (usage: RecordedUsage) => ReadonlyMap<string, number> | null {
  const minutes = new Map<bigint, number>()
  if (commitment !== undefined) {
    for (const usage of usages) {
      if (usage.values.get(tier) !== commitment.tier || usage.startUnixNano === null) continue
      const minute = usage.startUnixNano / nanoPerMinute
      minutes.set(minute, (minutes.get(minute) ?? 0) + (tokensOfUsage(usage) ?? 0))
    }
  }
  return (usage) => {
    const name = usage.values.get(tier)
    const tokens = tokensOfUsage(usage)
    if (name === undefined || tokens === null) return null
    if (commitment === undefined || name !== commitment.tier) return new Map([[name, tokens]])
    if (usage.startUnixNano === null) return null
    const all = minutes.get(usage.startUnixNano / nanoPerMinute)!
    const within = all === 0 ? 0 : tokens * Math.min(1, commitment.tokensPerMinute / all)
    return new Map([
      [commitment.within, within],
      [commitment.beyond, tokens - within],
    ])
  }
}

const nanoPerMinute = 60_000_000_000n

function tokensOfUsage({ usage }: RecordedUsage): number | null {
  const { input = null, output = null } = usage ?? {}
  return input === null || output === null ? null : input + output
}

function compareDay(
  day: string,
  rows: readonly InvoiceRow[],
  recorded: RecordedDay,
  reason: string | null,
  { rates, tolerance: allowed }: Options,
): readonly ReconcileFact[] {
  const unnamed = rows.some(({ billingClass }) => billingClass === undefined)
  const cause = reason ?? (unnamed ? 'a row of the invoice names no class' : null)
  const tokens = judge({
    measure: 'tokens',
    billed: shares(rows, (one) => Number(tokensOf(one))),
    due: normalised(recorded.classes),
    spread: partOf(recorded.unsure, recorded.sure),
    reason: cause,
  })
  if (rates === undefined) return tokens
  const missing = [...recorded.classes].find(([name, sum]) => sum > 0 && !Object.hasOwn(rates, name))?.[0]
  const due = new Map(
    [...recorded.classes].map(([name, sum]) => [name, missing === undefined ? sum * rates[name]! : 0]),
  )
  const unpriced = rows.some(({ amountUsd }) => amountUsd === undefined)
  const money = judge({
    measure: 'money',
    billed: shares(rows, (one) => one.reduce((sum, { amountUsd }) => sum + Number(amountUsd ?? 0n), 0)),
    due: normalised(due),
    spread: partOf(recorded.unsure * Math.max(...Object.values(rates)), sumOf(due)),
    reason:
      cause ??
      (missing === undefined ? null : `\`rates\` has no class \`${missing}\``) ??
      (unpriced ? 'a row of the invoice names no amount' : null),
  })
  return [...tokens, ...money]

  function judge({ measure, billed, due: agreed, spread, reason: why }: Shares): readonly ReconcileFact[] {
    const names = [...new Set([...billed.keys(), ...agreed.keys()])].toSorted()
    const differences = names.map((billingClass) => {
      const [billedShare, recordedShare] = [billed.get(billingClass) ?? 0, agreed.get(billingClass) ?? 0]
      return { billingClass, billedShare: rounded(billedShare), recordedShare: rounded(recordedShare) }
    })
    // What one class has too much others have too little: the one that differs most stands for all.
    const [most] = differences.toSorted(
      (left, right) =>
        sizeOf(right) - sizeOf(left) ||
        right.billedShare - right.recordedShare - (left.billedShare - left.recordedShare),
    )
    if (most === undefined) return []
    if (why === null && sizeOf(most) + spread <= allowed) return []
    const isOpen = sizeOf(most) - spread <= allowed
    const open = why ?? (isOpen ? 'calls at the edge of the day may be billed on another' : null)
    const data: ClassData = { day, ...most, measure, tolerance: allowed, reason: open }
    return [
      {
        data: { ...data, classes: differences },
        undecided: open !== null,
        subject: `${measure} ${day}`,
        row: placeOfRow(rows.find(({ billingClass }) => billingClass === most.billingClass) ?? rows[0]!),
      },
    ]
  }
}

/** Shares of classes in one sum, as billed and as agreed. */
interface Shares {
  readonly measure: ClassData['measure']
  readonly billed: ReadonlyMap<string, number>
  readonly due: ReadonlyMap<string, number>
  /** By how much the agreed shares may be off, for calls that may be billed on another day. */
  readonly spread: number
  readonly reason: string | null
}

function sizeOf({
  billedShare,
  recordedShare,
}: {
  readonly billedShare: number
  readonly recordedShare: number
}): number {
  return rounded(Math.abs(billedShare - recordedShare))
}

function partOf(some: number, rest: number): number {
  return some === 0 ? 0 : some / (some + rest)
}

function shares(
  rows: readonly InvoiceRow[],
  sum: (rows: readonly InvoiceRow[]) => number,
): ReadonlyMap<string, number> {
  const byClass = Map.groupBy(rows, ({ billingClass }) => billingClass ?? '')
  byClass.delete('')
  return normalised(new Map([...byClass].map(([name, members]) => [name, sum(members)])))
}

function normalised(sums: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const total = sumOf(sums)
  return new Map([...sums].map(([name, sum]) => [name, total === 0 ? 0 : sum / total]))
}

function sumOf(sums: ReadonlyMap<string, number>): number {
  return [...sums.values()].reduce((sum, one) => sum + one, 0)
}

/** Shares of floating point are equal to six decimals. */
function rounded(share: number): number {
  return Number(share.toFixed(6))
}
