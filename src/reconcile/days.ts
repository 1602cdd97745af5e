const nanoPerMs = 1_000_000n

/**
 * Days (UTC, half open) that a call may be billed on: those of its start and its end, each give or take the slack. One day
 * in most cases; null where no time is known.
 */
export function daysOf(
  { startUnixNano, endUnixNano }: { readonly startUnixNano: bigint | null; readonly endUnixNano: bigint | null },
  slackMs: number,
): readonly string[] | null {
  const times = [startUnixNano, endUnixNano].filter((time) => time !== null && isDate(time)) as readonly bigint[]
  if (times.length === 0) return null
  const days = times.flatMap((time) => {
    const ms = Number(time / nanoPerMs)
    return [dayOf(ms - slackMs), dayOf(ms + slackMs)]
  })
  return [...new Set(days)].toSorted()
}

/** Recordings may hold times beyond the last date there is. */
function isDate(nano: bigint): boolean {
  return nano >= 0n && nano < lastNano
}

/** Of the year 9999. */
const lastNano = 253_402_300_799_000_000_000n

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
