/**
 * A maximum matching: for each slot one of its candidates or undefined, no candidate twice. A slot that can be filled
 * together with the slots before it is; smaller candidates are tried first. Source: augmenting paths (Berge, 1957).
 */
export function matchSlots(candidates: readonly (readonly number[])[]): (number | undefined)[] {
  const filled: (number | undefined)[] = candidates.map(() => undefined)
  const holder = new Map<number, number>()
  for (const start of candidates.keys()) {
    // Breadth first and without recursion: chains of exchanges may be as long as a run.
    const reachedFrom = new Map<number, number>()
    const queue = [start]
    let free: number | undefined
    for (let at = 0; at < queue.length && free === undefined; at++) {
      const slot = queue[at]!
      for (const candidate of candidates[slot]!) {
        if (reachedFrom.has(candidate)) continue
        reachedFrom.set(candidate, slot)
        const other = holder.get(candidate)
        if (other === undefined) {
          free = candidate
          break
        }
        queue.push(other)
      }
    }
    while (free !== undefined) {
      const slot: number = reachedFrom.get(free)!
      const given: number | undefined = filled[slot]
      filled[slot] = free
      holder.set(free, slot)
      free = slot === start ? undefined : given
    }
  }
  return filled
}
