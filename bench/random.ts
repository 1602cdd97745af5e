/** Draws that depend on the seed alone. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number
  /** Both bounds included. */
  readonly int: (min: number, max: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** Lower-case hex digits, never all zero. */
  readonly hex: (digits: 16 | 32) => string
}

/** Mulberry32, by Tommy Ettinger (public domain): small, fast, and good enough to spread sizes and choices. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const word = (): string =>
    Math.floor(next() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    // The leading digit keeps an id from being all zero, which OTLP calls no id.
    hex: (digits) =>
      `${Math.floor(1 + next() * 15).toString(16)}${(word() + word() + word() + word()).slice(1, digits)}`,
  }
}
