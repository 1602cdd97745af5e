import type { Price } from '../model/price.ts'
import type { Usage } from '../model/span-facts.ts'
import type { Completeness, Step } from '../model/step.ts'
import { costOf } from './cost.ts'
import type { CountedUsage } from './steps/counted-usage.ts'
import type { RunSteps } from './steps/derive-steps.ts'
import { compareTexts } from './steps/intervals.ts'

/** What a run comes to. Unknown is null, never 0. */
export interface RunSummary {
  /** By name; agents without a name under null. */
  readonly agents: readonly { readonly name: string | null; readonly invocations: number }[]
  /** Null where only sums tell of model calls. */
  readonly modelCalls: { readonly count: number; readonly byModel: Readonly<Record<string, number>> } | null
  /** `failed` counts steps whose last try failed, `retries` tries beyond the first. */
  readonly toolCalls: {
    readonly count: number
    readonly byName: Readonly<Record<string, number>>
    readonly failed: number
    readonly retries: number
  }
  /** Each null unless every counted call has it. */
  readonly tokens: Usage
  readonly costUsd: number | null
  readonly complete: boolean
  readonly notes: readonly string[]
}

const unnamed = '(unnamed)'

/** Adds up a run's steps; `priceOf` gives the price of a call, undefined where the table has none. */
export function summarize(
  run: RunSteps,
  priceOf: (call: CountedUsage) => Price | undefined = () => undefined,
): RunSummary {
  const { steps, counted, hidden, completeness } = run
  const models = steps.filter(({ kind }) => kind === 'model')
  const tools = steps.filter(({ kind }) => kind === 'tool')
  const cost = costOf(counted, priceOf)
  // A table that prices some of the calls was meant to price them all.
  const isPriceMissing = cost.nanoUsd === null && cost.known > 0
  return {
    agents: [
      ...countBy(
        steps.filter(({ kind }) => kind === 'agent'),
        ({ name }) => name,
      ),
    ].map(([name, invocations]) => ({ name, invocations })),
    modelCalls:
      hidden.length > 0
        ? null
        : {
            count: models.length,
            byModel: tally(models, ({ responseModel, requestModel, name }) => responseModel ?? requestModel ?? name),
          },
    toolCalls: {
      count: tools.length,
      byName: tally(tools, ({ name }) => name),
      failed: tools.filter(({ status }) => status === 'error' || status === 'cancelled').length,
      retries: tools.reduce((retries, { attempts }) => retries + attempts.length - 1, 0),
    },
    tokens: {
      input: total(counted, 'input'),
      output: total(counted, 'output'),
      cachedInput: total(counted, 'cachedInput'),
      cacheWrite: total(counted, 'cacheWrite'),
      reasoning: total(counted, 'reasoning'),
    },
    costUsd: cost.nanoUsd === null ? null : Number(cost.nanoUsd) / 1e9,
    complete: completeness.extent === 'complete',
    notes: [
      ...gapNotes(completeness),
      ...(isPriceMissing ? [`the cost is unknown: ${cost.reason}`] : []),
      ...run.notes,
    ],
  }
}

/** One sentence for each facet, whatever the number of scopes; that no layer shows its tries is so in almost every run. */
function gapNotes({ gaps }: Completeness): string[] {
  const shown = gaps.filter(({ facet }) => facet !== 'attempts')
  return [...Map.groupBy(shown, ({ facet }) => facet).values()].map(([first, ...more]) =>
    more.length === 0
      ? first!.message
      : `${first!.message}, and more in ${more.length} other ${more.length === 1 ? 'scope' : 'scopes'}`,
  )
}

function total(counted: readonly CountedUsage[], part: keyof Usage): number | null {
  if (counted.length === 0) return null
  let sum = 0
  for (const { usage } of counted) {
    const tokens = usage?.[part] ?? null
    if (tokens === null) return null
    sum += tokens
  }
  return sum
}

function tally(steps: readonly Step[], nameOf: (step: Step) => string | null): Record<string, number> {
  // A name such as `__proto__` becomes a key of its own here, which an assignment would not make.
  return Object.fromEntries(countBy(steps, (step) => nameOf(step) ?? unnamed))
}

/** By name, names in order. */
function countBy<Name extends string | null>(steps: readonly Step[], nameOf: (step: Step) => Name): Map<Name, number> {
  const counts = new Map<Name, number>()
  for (const step of steps) counts.set(nameOf(step), (counts.get(nameOf(step)) ?? 0) + 1)
  return new Map([...counts].sort(([left], [right]) => compareTexts(left, right)))
}
