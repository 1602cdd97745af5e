import { nanosOfIso } from './times.ts'

/** Nanoseconds of a time as ISO text; null where there is none, undefined for what is no such time. */
export function readIsoTime(raw: unknown): bigint | null | undefined {
  if (raw === undefined || raw === null || raw === '') return null
  const nanos = typeof raw === 'string' ? nanosOfIso(raw) : undefined
  return nanos === 0n ? null : nanos
}

/** Smallest step of a time in ISO text, in nanoseconds, as far as its decimals tell: milli-, micro- or nanoseconds. */
export function isoPrecisionNano(raw: unknown): number {
  const decimals = typeof raw === 'string' ? (/[.,](\d+)/.exec(raw)?.[1]?.length ?? 0) : 0
  if (decimals > 6) return 1
  return decimals > 3 ? 1000 : 1_000_000
}
