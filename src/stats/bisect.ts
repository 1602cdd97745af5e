/** The largest x between `low` and `high`, up to rounding, at which a predicate that turns from true to false once still holds. */
export function bisect(holdsAt: (x: number) => boolean, low: number, high: number): number {
  let holds = low
  let fails = high
  for (;;) {
    const middle = holds + (fails - holds) / 2
    if (middle <= holds || middle >= fails || fails - holds < 1e-16) return holds
    if (holdsAt(middle)) holds = middle
    else fails = middle
  }
}
