/** `2025-09-30T12:34:56.789012Z`, with any number of decimals, a space for the T, an offset or none. */
const isoTime =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?\s*(Z|UTC|[+-]\d{2}:?(?:\d{2})?)?$/i

/** Nanoseconds since the epoch of an ISO 8601 time; one without zone is UTC. Undefined for other text. */
export function nanosOfIso(text: string): bigint | undefined {
  const match = isoTime.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match
  const millis = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const isReal = new Date(millis).toISOString().startsWith(`${year}-${month}-${day}`) || Number(hour) >= 24
  if (!isReal || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  return BigInt(millis - offsetMillis(zone)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
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
  return isPair && seconds >= 0 && nanos >= 0 ? BigInt(seconds) * 1_000_000_000n + BigInt(nanos) : undefined
}

/** Nanoseconds of a whole number of `unit` nanoseconds, written as number, bigint or decimal text. */
export function nanosOfInteger(raw: unknown, unit: bigint): bigint | undefined {
  if (typeof raw === 'bigint') return raw >= 0n ? raw * unit : undefined
  if (typeof raw === 'number') return Number.isSafeInteger(raw) && raw >= 0 ? BigInt(raw) * unit : undefined
  return typeof raw === 'string' && /^\d{1,20}$/.test(raw) ? BigInt(raw) * unit : undefined
}
