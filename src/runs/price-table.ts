import type { Price } from '../model/price.ts'

/** What is known of a call that has a price. */
export interface Priced {
  readonly provider: string | null
  readonly responseModel: string | null
  readonly requestModel: string | null
  /** Null: the day is unknown, and so is the price. */
  readonly startUnixNano: bigint | null
}

/**
 * Finds the price of a call on its day (UTC). The model that answered is looked up before the one that was asked for; a
 * literal comes before a glob, a longer glob before a shorter, an entry with a provider before one without, and then the
 * latest that had begun.
 */
export function createPriceTable(prices: readonly Price[]): (call: Priced) => Price | undefined {
  if (prices.length === 0) return () => undefined
  const bestFirst = prices.toSorted(
    (left, right) =>
      Number(isGlob(left.model)) - Number(isGlob(right.model)) ||
      right.model.length - left.model.length ||
      Number(left.provider === null) - Number(right.provider === null) ||
      (left.from < right.from ? 1 : left.from > right.from ? -1 : 0) ||
      (left.model < right.model ? -1 : 1),
  )
  const found = new Map<string, Price | undefined>()
  return ({ provider, responseModel, requestModel, startUnixNano }) => {
    if (startUnixNano === null) return undefined
    const day = new Date(Number(startUnixNano / 1_000_000n)).toISOString().slice(0, 10)
    const key = JSON.stringify([provider, responseModel, requestModel, day])
    if (found.has(key)) return found.get(key)
    const priceOf = (model: string | null): Price | undefined =>
      model === null
        ? undefined
        : bestFirst.find(
            (price) =>
              price.from <= day &&
              (price.provider === null || price.provider === provider) &&
              matchesGlob(price.model, model),
          )
    const price = priceOf(responseModel) ?? priceOf(requestModel)
    found.set(key, price)
    return price
  }
}

function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern)
}

/** Whether a text is one that a glob of `*` and `?` means; never more than the product of both lengths. */
export function matchesGlob(glob: string, text: string): boolean {
  let [at, of, star, resume] = [0, 0, -1, 0]
  while (at < text.length) {
    if (glob[of] === '*') {
      star = of
      resume = at
      of += 1
    } else if (of < glob.length && (glob[of] === '?' || glob[of] === text[at])) {
      at += 1
      of += 1
    } else if (star >= 0) {
      of = star + 1
      resume += 1
      at = resume
    } else return false
  }
  while (glob[of] === '*') of += 1
  return of === glob.length
}
