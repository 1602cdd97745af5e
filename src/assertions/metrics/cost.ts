import { costOf, type CountedUsage } from '../../runs/index.ts'
import type { AssertionContext } from '../assertion.ts'
import { sumUp, type Amount, type Measure } from './measure.ts'
import type { MeasuredRun } from './measured-run.ts'
import { noUsages } from './tokens.ts'

/**
 * Billionths of a dollar: what was recorded, if every call that counts has a cost; else by the price table. The two are
 * never added to each other.
 */
export function countCost(view: MeasuredRun, priceOf: AssertionContext['priceOf'], limit: number): Measure {
  const calls = view.usages.map(({ usage }) => usage)
  const unsure = view.maybeUsages.map(({ usage }) => usage.span)
  if (calls.length + unsure.length === 0) return noUsages(view)
  const recorded = calls.map((call): Amount => ({ span: call.span, amount: costAlone(call, () => undefined) }))
  const isRecorded = recorded.every(({ amount }) => amount !== null)
  const priced = calls.map((call): Amount => ({
    span: call.span,
    amount: costAlone({ ...call, costUsd: null }, priceOf),
  }))
  if (
    !isRecorded &&
    unsure.length === 0 &&
    calls.every((call) => call.costUsd === null && priceOf(call) === undefined)
  ) {
    return { value: 0, rests: { reason: 'no price is known of any of its model calls', isIdle: true } }
  }
  const byTable = sumUp(priced, limit)
  const byRecord = sumUp(recorded, limit)
  // Each is the least that the calls cost; a sum of both would be neither.
  const { value, crossedAt, unknown = [] } = isRecorded || byRecord.value > byTable.value ? byRecord : byTable
  const isCut = view.usages.flatMap(({ usage, attempt }) =>
    attempt?.status === 'cancelled' && usage.costUsd === null ? [usage.span] : [],
  )
  const missing = isRecorded ? [] : (byTable.unknown ?? unknown)
  const hasPrices = calls.every((call) => isRecorded || priceOf(call) !== undefined)
  return {
    value,
    crossedAt,
    unknown: [...new Set([...missing, ...isCut, ...unsure])],
    reason: hasPrices ? 'usage-unknown' : 'price-missing',
    holes: view.scoped.holes(),
  }
}

/** Billionths of a dollar of one call; null where they are unknown. */
function costAlone(call: CountedUsage, priceOf: AssertionContext['priceOf']): number | null {
  const { nanoUsd } = costOf([call], priceOf)
  return nanoUsd === null ? null : Number(nanoUsd)
}
