import type { Span } from '../model/span.ts'
import { textOf } from './keys.ts'

const nanoPerMilli = 1_000_000n

/** Nanoseconds from the start of a span to the ISO time under a key; null where either is missing or they are reversed. */
export function nanosUntil(span: Span, key: string): number | null {
  const at = nanosOfIso(textOf(span, key) ?? '')
  if (at === null || span.startUnixNano === null || at < span.startUnixNano) return null
  const nano = Number(at - span.startUnixNano)
  return Number.isSafeInteger(nano) ? nano : null
}

/** ISO text without a zone is UTC. */
function nanosOfIso(text: string): bigint | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/.exec(text)
  if (match === null) return null
  const milli = Date.parse(`${match[1]}${match[3] ?? 'Z'}`)
  return Number.isNaN(milli) ? null : BigInt(milli) * nanoPerMilli + BigInt((match[2] ?? '').padEnd(9, '0'))
}
