const unitNano = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9, d: 86_400e9 } as const

/** `50ms`, `1.5s`, `2m`; units ns, us, ms, s, m, h, d. */
export const durationPattern = /^(\d+(?:\.\d+)?)(ns|us|ms|s|m|h|d)$/

/** Nanoseconds of a duration as contracts write it, or undefined when the text is none. */
export function durationNano(text: string): number | undefined {
  const match = durationPattern.exec(text)
  if (!match) return undefined
  return Math.round(Number(match[1]) * unitNano[match[2] as keyof typeof unitNano])
}

/** A duration in the unit a person would use, to three decimals: `250 ms`, `1.5 s`, `3 d`. */
export function renderDuration(nano: number): string {
  const size = Math.abs(nano)
  if (size >= 2 * unitNano.d) return `${trim(nano / unitNano.d)} d`
  if (size >= 2 * unitNano.h) return `${trim(nano / unitNano.h)} h`
  if (size >= 10 * unitNano.m) return `${trim(nano / unitNano.m)} min`
  if (size >= 1e9) return `${trim(nano / 1e9)} s`
  if (size >= 1e6) return `${trim(nano / 1e6)} ms`
  if (size >= 1e3) return `${trim(nano / 1e3)} us`
  return `${nano} ns`
}

function trim(value: number): string {
  return String(Number(value.toFixed(3)))
}
