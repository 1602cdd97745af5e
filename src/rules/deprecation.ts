import type { AttributeClause, Deprecation } from '../model/contract.ts'

const dayMs = 86_400_000

/**
 * The time until which a producer emits an attribute under its old and its new key: asked for only by the contract that
 * declares it, never by an inherited pack. Undefined when there is none, or when it is over: after the last day in UTC.
 */
export function openDualWindow(
  clause: AttributeClause,
  now: number,
): { readonly renamedTo: string; readonly sunset: string } | undefined {
  const { renamedTo, sunset } = clause.deprecated ?? {}
  if (!clause.own || clause.requirement === 'forbidden' || clause.key.endsWith('.*')) return undefined
  if (renamedTo === undefined || sunset === undefined) return undefined
  return now < endOfDay(sunset) ? { renamedTo, sunset } : undefined
}

/** Whether the day is over, in UTC, after which the attribute need not be emitted any more. */
export function isPastSunset({ deprecated }: AttributeClause, now: number): boolean {
  return deprecated?.sunset !== undefined && now >= endOfDay(deprecated.sunset)
}

function endOfDay(date: string): number {
  return Date.parse(date.slice(0, 10)) + dayMs
}

/** What a finding keeps of a deprecation. */
export type DeprecationData = {
  readonly since?: string
  readonly renamedTo?: string
  readonly sunset?: string
  readonly note?: string
}

export function deprecationData({ since, renamedTo, sunset, note }: Deprecation): DeprecationData {
  return {
    ...(since === undefined ? {} : { since }),
    ...(renamedTo === undefined ? {} : { renamedTo }),
    ...(sunset === undefined ? {} : { sunset }),
    ...(note === undefined ? {} : { note }),
  }
}

/** ``deprecated since `2.0.0` with sunset `2027-01-31` (values differ)``, as far as the contract says. */
export function deprecationWords({ since, sunset, note }: DeprecationData): string {
  const from = since === undefined ? '' : ` since \`${since}\``
  const until = sunset === undefined ? '' : ` with sunset \`${sunset}\``
  return `deprecated${from}${until}${note === undefined ? '' : ` (${note})`}`
}
