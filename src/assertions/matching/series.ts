/** Up to so many positions every pair is looked at for an edge against the given order. */
const checkedBackwards = 256

/** Lowest position of each stretch, in order. */
type Starts = number[]

function isComplete(from: number, to: number, position: number, before: (a: number, b: number) => boolean): boolean {
  for (let earlier = from; earlier < to; earlier++) if (!before(earlier, position)) return false
  return true
}

/** Joins stretches that an edge against the given order crosses. */
function joinBackwards(starts: Starts, count: number, before: (a: number, b: number) => boolean): Starts {
  const isInside = new Uint8Array(count)
  let start = 0
  for (let later = 0, next = 0; later < count; later++) {
    if (starts[next] === later) {
      start = later
      next++
    }
    for (let earlier = 0; earlier < start; earlier++) {
      if (before(later, earlier)) isInside.fill(1, earlier + 1, later + 1)
    }
  }
  return starts.filter((at) => isInside[at] === 0)
}

/**
 * Cuts positions 0 to count - 1 into stretches, each wholly before the next, by looking at as few pairs as that takes:
 * a chain of 10 000 positions at 10 000. The cuts are right for every relation without cycles; in a relation with
 * cycles edges against the given order are seen for up to 256 positions, beyond that the given order wins.
 * Returns the first position of each stretch.
 */
export function cutSeries(count: number, before: (a: number, b: number) => boolean): readonly number[] {
  const starts: Starts = []
  for (let position = 0; position < count; position++) {
    let start = position
    // Stretches that were told apart stay in a chain when they are joined: only the newcomer has to be compared.
    while (starts.length > 0 && !isComplete(starts.at(-1)!, start, position, before)) start = starts.pop()!
    starts.push(start)
  }
  return count <= checkedBackwards ? joinBackwards(starts, count, before) : starts
}
