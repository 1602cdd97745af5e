/** `2025-09-30T12:34:56.789012Z`, with any number of decimals, a space for the T, an offset or none. */
const isoTime =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?\s*(Z|UTC|[+-]\d{2}:?(?:\d{2})?)?$/i

/** Spans keep times as unsigned 64-bit nanoseconds: up to the year 2554. */
function inRange(nanos: bigint): bigint | undefined {
  return nanos >= 0n && nanos < 1n << 64n ? nanos : undefined
}

/** Nanoseconds since the epoch of an ISO 8601 time; one without zone is UTC. Undefined for other text and before 1970. */
export function nanosOfIso(text: string): bigint | undefined {
  const match = isoTime.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (!new Date(midnight).toISOString().startsWith(`${year}-${month}-${day}`)) return undefined
  // A leap second counts as the first one of the next minute.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const millis = midnight + seconds * 1000 - offsetMillis(zone)
  return inRange(BigInt(millis) * 1_000_000n + BigInt(fraction.padEnd(9, '0')))
}

function offsetMillis(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (match === null) return 0
  const [, sign, hours, minutes = '0'] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** Nanoseconds of a `[seconds, nanoseconds]` pair, as the OpenTelemetry JS SDK writes times; undefined for anything else. */
export function nanosOfPair(raw: unknown): bigint | undefined {
  if (!Array.isArray(raw) || raw.length !== 2) return undefined
  const [seconds, nanos]: readonly unknown[] = raw
  const isPair =
    typeof seconds === 'number' &&
    typeof nanos === 'number' &&
    Number.isSafeInteger(seconds) &&
    Number.isSafeInteger(nanos)
  return isPair && seconds >= 0 && nanos >= 0 ? inRange(BigInt(seconds) * 1_000_000_000n + BigInt(nanos)) : undefined
}

/** Nanoseconds of a whole number of `unit` nanoseconds, written as number, bigint or decimal text. */
export function nanosOfInteger(raw: unknown, unit: bigint): bigint | undefined {
  if (typeof raw === 'bigint') return inRange(raw * unit)
  if (typeof raw === 'number') return Number.isSafeInteger(raw) ? inRange(BigInt(raw) * unit) : undefined
  return typeof raw === 'string' && /^\d{1,20}$/.test(raw) ? inRange(BigInt(raw) * unit) : undefined
}
