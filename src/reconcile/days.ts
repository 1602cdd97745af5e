const nanoPerMs = 1_000_000n

/**
 * Days (UTC, half open) that a call may be billed on: those of its start and its end, each give or take the slack. One day
 * in most cases; null where no time is known.
 */
export function daysOf(
  { startUnixNano, endUnixNano }: { readonly startUnixNano: bigint | null; readonly endUnixNano: bigint | null },
  slackMs: number,
): readonly string[] | null {
  const times = [startUnixNano, endUnixNano].filter((time) => time !== null)
  if (times.length === 0) return null
  const days = times.flatMap((time) => {
    const ms = Number(time / nanoPerMs)
    return [dayOf(ms - slackMs), dayOf(ms + slackMs)]
  })
  return [...new Set(days)].toSorted()
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
