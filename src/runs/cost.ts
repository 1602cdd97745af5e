import type { Price } from '../model/price.ts'
import type { Usage } from '../model/span-facts.ts'
import type { CountedUsage } from './steps/counted-usage.ts'

/** What a run cost, in billionths of a US dollar. */
export interface Cost {
  /** Null where it is not known of every counted call. */
  readonly nanoUsd: bigint | null
  /** The sum over the calls of which it is known: the run cost at least that. */
  readonly knownNanoUsd: bigint
  /** How many of the counted calls that is. */
  readonly known: number
  /** Why the cost is unknown, for the first call of which it is; null where it is known. */
  readonly reason: string | null
}

/**
 * Sums up the cost of calls: what was recorded, if it was for every one of them; else by the price table, with the price of
 * the day of each call. The two are never mixed in one sum.
 */
export function costOf(counted: readonly CountedUsage[], priceOf: (call: CountedUsage) => Price | undefined): Cost {
  if (counted.length === 0) return { nanoUsd: null, knownNanoUsd: 0n, known: 0, reason: 'no model call is recorded' }
  const recorded = counted.flatMap(({ costUsd }) => (costUsd === null ? [] : [BigInt(Math.round(costUsd * 1e9))]))
  if (recorded.length === counted.length) {
    const nanoUsd = sum(recorded)
    return { nanoUsd, knownNanoUsd: nanoUsd, known: recorded.length, reason: null }
  }
  const costs = counted.map((call) => priced(call, priceOf(call)))
  const known = costs.flatMap((cost) => (typeof cost === 'bigint' ? [cost] : []))
  const reason = costs.find((cost) => typeof cost === 'string') ?? null
  const knownNanoUsd = sum(known)
  return { nanoUsd: reason === null ? knownNanoUsd : null, knownNanoUsd, known: known.length, reason }
}

/** Billionths of a dollar, or why they are unknown. */
function priced(call: CountedUsage, price: Price | undefined): bigint | string {
  const name = `\`${call.span.name}\``
  const model = call.responseModel ?? call.requestModel
  if (call.usage === null || call.usage.input === null || call.usage.output === null) {
    return `model call ${name} carries no token usage`
  }
  if (model === null) return `model call ${name} names no model`
  if (call.startUnixNano === null) return `model call ${name} has no time, so that the price of its day is unknown`
  if (price === undefined) return `no price of \`${model}\` covers the day of model call ${name}`
  const unknown = unknownPart(call.usage, price)
  if (unknown !== null) return `\`${model}\` has a price for ${unknown} tokens, which model call ${name} does not count`
  const { input, output } = call.usage
  const cached = call.usage.cachedInput ?? 0
  const written = call.usage.cacheWrite ?? 0
  const reasoning = call.usage.reasoning ?? 0
  if (cached + written > input || reasoning > output)
    return `the token counts of model call ${name} contradict each other`
  const pico =
    tokens(input - cached - written, price.input) +
    tokens(cached, price.cachedInput ?? price.input) +
    tokens(written, price.cacheWrite ?? price.input) +
    tokens(output - reasoning, price.output) +
    tokens(reasoning, price.reasoning ?? price.output)
  return (pico + 500n) / 1000n
}

/** A part with a price of its own that the call does not count: taking it for 0 would be a guess. */
function unknownPart(usage: Usage, price: Price): string | null {
  if (usage.cachedInput === null && isApart(price.cachedInput, price.input)) return 'cached input'
  if (usage.cacheWrite === null && isApart(price.cacheWrite, price.input)) return 'cache write'
  if (usage.reasoning === null && isApart(price.reasoning, price.output)) return 'reasoning'
  return null
}

function isApart(price: number | null, whole: number): boolean {
  return price !== null && price !== whole
}

/** A dollar for a million tokens is 10^6 trillionths for each: prices have at most six decimals. */
function tokens(count: number, usdPerMillion: number): bigint {
  return BigInt(Math.round(count)) * BigInt(Math.round(usdPerMillion * 1e6))
}

function sum(parts: readonly bigint[]): bigint {
  return parts.reduce((total, part) => total + part, 0n)
}
