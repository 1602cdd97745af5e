import type { LinkClause, SpanClause } from '../model/contract.ts'
import { linkName } from '../model/link-name.ts'

/** One link clause of a span, with how many links it asks for. */
export interface LinkDemand {
  readonly to: LinkClause['to']
  readonly min: number
  readonly max: number
  /** The bounds as a finding keeps them: without a maximum where there is none. */
  readonly bounds: { readonly min: number; readonly max?: number }
  /** Below the path of the span's `links`. */
  readonly path: string
}

/** Each clause speaks of the links that lead where it says; a link may count for several. Without a count: at least one. */
export function linkDemands({ links }: SpanClause): readonly LinkDemand[] {
  return links.map(({ to, count: { min: least, max } }) => {
    const min = least ?? (max === 0 ? 0 : 1)
    return {
      to,
      min,
      max: max ?? Infinity,
      bounds: max === undefined ? { min } : { min, max },
      path: links.length === 1 ? '' : `.${linkName(to)}`,
    }
  })
}

/** How to stop an SDK from dropping links. Source: OpenTelemetry SDK environment variables, limits. */
export const raiseLinkLimit = 'raise `OTEL_SPAN_LINK_COUNT_LIMIT` so that the span keeps all its links'
