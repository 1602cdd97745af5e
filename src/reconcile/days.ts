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
    return [Math.floor((ms - slackMs) / msPerDay), Math.floor((ms + slackMs) / msPerDay)]
  })
  const [first = 0, ...others] = days
  // One day is by far the most common answer, and texts of dates are slow to make.
  if (others.every((day) => day === first)) return listOf(first)
  return [...new Set(days)].toSorted((left, right) => left - right).map((day) => listOf(day)[0]!)
}

const msPerDay = 86_400_000
/** Days as calls name them; recordings hold few. */
const lists = new Map<number, readonly string[]>()

function listOf(day: number): readonly string[] {
  let list = lists.get(day)
  if (list === undefined) lists.set(day, (list = [new Date(day * msPerDay).toISOString().slice(0, 10)]))
  return list
}

/** Recordings may hold times beyond the last date there is. */
function isDate(nano: bigint): boolean {
  return nano >= 0n && nano < lastNano
}

/** Of the year 9999. */
const lastNano = 253_402_300_799_000_000_000n
