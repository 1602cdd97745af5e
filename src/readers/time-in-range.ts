const endOfTime = 1n << 64n

/** The time, where it fits the 64 bits that OpenTelemetry has for one; null for 0, which is none. */
export function timeInRange(nanos: bigint | undefined): bigint | null | undefined {
  if (nanos === undefined || nanos < 0n || nanos >= endOfTime) return undefined
  return nanos === 0n ? null : nanos
}
