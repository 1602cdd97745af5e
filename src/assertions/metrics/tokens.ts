import type { Usage } from '../../model/span-facts.ts'
import { largest, sumUp, type Amount, type Measure } from './measure.ts'
import type { MeasuredRun, UsageOfTry } from './measured-run.ts'

/** Tokens of one usage: null where it does not say, `isPart` where only a part of them is said. */
type TokensOf = (usage: Usage | null) => Omit<Amount, 'span'>

const said =
  (part: keyof Usage): TokensOf =>
  (usage) => ({ amount: usage?.[part] ?? null })

export const tokensOf = {
  inputTokens: said('input'),
  outputTokens: said('output'),
  cachedInputTokens: said('cachedInput'),
  reasoningTokens: said('reasoning'),
  /** Cached tokens are a part of the input and reasoning of the output: neither is added again. */
  totalTokens: (usage) => {
    if (usage === null || (usage.input === null && usage.output === null)) return { amount: null }
    return {
      amount: (usage.input ?? 0) + (usage.output ?? 0),
      isPart: usage.input === null || usage.output === null,
    }
  },
} as const satisfies Record<string, TokensOf>

export const noModelCall = { reason: 'no model call is recorded', isIdle: false } as const

export function countTokens(view: MeasuredRun, of: TokensOf, limit: number): Measure {
  if (view.usages.length + view.maybeUsages.length === 0) return noUsages(view)
  const { value, crossedAt, unknown = [] } = sumUp(amountsOf(view.usages, of), limit)
  const isUnsure = view.maybeUsages.map(({ usage }) => usage.span)
  return { value, crossedAt, unknown: [...unknown, ...isUnsure], reason: 'usage-unknown', holes: view.scoped.holes() }
}

/** What was not recorded may have been lost. */
export function noUsages({ scoped }: MeasuredRun): Measure {
  const holes = scoped.holes()
  return holes.length > 0 ? { value: 0, holes } : { value: 0, rests: noModelCall }
}

/** What a stream had used when it was cancelled is a part of what it was billed. */
function amountsOf(usages: readonly UsageOfTry[], of: TokensOf): readonly Amount[] {
  return usages.map(({ usage: { span, usage }, attempt }) => {
    const tokens = of(usage)
    return { span, amount: tokens.amount, isPart: tokens.isPart === true || attempt?.status === 'cancelled' }
  })
}

/** Reasoning tokens for each token that is none; Infinity where nothing but reasoning came out. */
export function reasoningRatio(view: MeasuredRun, limit: number): Measure {
  if (view.usages.length + view.maybeUsages.length === 0) return noUsages(view)
  const unknown = view.maybeUsages.map(({ usage }) => usage.span)
  let [reasoning, visible] = [0, 0]
  let most: Amount | undefined
  for (const { usage, attempt } of view.usages) {
    const { span } = usage
    if (usage.usage?.reasoning == null || usage.usage.output === null || attempt?.status === 'cancelled') {
      unknown.push(span)
      continue
    }
    reasoning += usage.usage.reasoning
    visible += Math.max(0, usage.usage.output - usage.usage.reasoning)
    if (usage.usage.reasoning > (most?.amount ?? -1)) most = { span, amount: usage.usage.reasoning }
  }
  const value = reasoning === 0 ? 0 : reasoning / visible
  return {
    value,
    crossedAt: value > limit ? most?.span : undefined,
    unknown,
    reason: 'usage-unknown',
    holes: view.scoped.holes(),
    mayFall: true,
  }
}

/** Most tokens in a second, over the calls that start within one window. */
export function tokensPerSecond(view: MeasuredRun, windowNano: number, limit: number): Measure {
  if (view.usages.length + view.maybeUsages.length === 0) return noUsages(view)
  const seconds = windowNano / 1e9
  const started = view.usages.flatMap(({ usage }) => {
    const { startUnixNano, span } = usage
    const { amount } = tokensOf.totalTokens(usage.usage)
    return startUnixNano === null || amount === null ? [] : [{ startUnixNano, span, amount }]
  })
  let first = 0
  let inWindow = 0
  const rates = started.map(({ startUnixNano, span, amount }): Amount => {
    inWindow += amount
    while (startUnixNano - started[first]!.startUnixNano >= BigInt(windowNano)) inWindow -= started[first++]!.amount
    return { span, amount: inWindow / seconds }
  })
  const whole = amountsOf(view.usages, tokensOf.totalTokens)
  const unknown = view.usages.flatMap(({ usage }, index) =>
    usage.startUnixNano === null || whole[index]!.amount === null || whole[index]!.isPart === true ? [usage.span] : [],
  )
  const { value, crossedAt } = largest(rates, limit)
  return {
    value,
    crossedAt,
    unknown: [...unknown, ...view.maybeUsages.map(({ usage }) => usage.span)],
    reason: 'usage-unknown',
    holes: view.scoped.holes(),
  }
}
