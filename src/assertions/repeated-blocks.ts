import { canonicalText } from '../model/canonical.ts'

/** What one thing of a sequence is: equal known ones have equal keys; null where only the name is known, or not even that. */
export interface Item {
  readonly name: string | null
  readonly key: string | null
}

/** A block that follows on itself: where it starts, how many groups it has, and how often it comes. */
export interface Repetition {
  readonly start: number
  readonly length: number
  readonly times: number
}

/**
 * The block that comes more than `max` times back to back, smallest first, then earliest. A sequence is one of groups;
 * the items of a group have no order among each other. A block has at most `window` items.
 */
export function findRepetition(
  groups: readonly (readonly Item[])[],
  window: number,
  max: number,
): Repetition | undefined {
  const known = groups.map((group) => (group.some(({ key }) => key === null) ? null : multiset(group, 'key')))
  return search(groups, known, window, max, () => true)
}

/** The same where what is not known is whatever makes one. */
export function findPossibleRepetition(
  groups: readonly (readonly Item[])[],
  window: number,
  max: number,
): Repetition | undefined {
  if (groups.every((group) => group.every(({ key }) => key !== null))) return findRepetition(groups, window, max)
  // A name that is not known may be any: then the number of items is all that can tell groups apart.
  const isNamed = groups.every((group) => group.every(({ name }) => name !== null))
  const names = groups.map((group) => (isNamed ? multiset(group, 'name') : String(group.length)))
  return search(groups, names, window, max, (start, length) => {
    for (let place = 0; place < length; place++) {
      const alike = Array.from({ length: max + 1 }, (_, time) => groups[start + place + time * length]!)
      if (!canBeEqual(alike, isNamed)) return false
    }
    return true
  })
}

function search(
  groups: readonly (readonly Item[])[],
  texts: readonly (string | null)[],
  window: number,
  max: number,
  accepts: (start: number, length: number) => boolean,
): Repetition | undefined {
  const ids = numbered(texts)
  const sums = new Int32Array(groups.length + 1)
  groups.forEach((group, index) => (sums[index + 1] = sums[index]! + group.length))
  const sizeOf = (start: number, length: number): number => sums[start + length]! - sums[start]!
  let best: Repetition | undefined
  for (let length = 1; length <= Math.min(window, Math.floor(groups.length / (max + 1))); length++) {
    let run = 0
    for (let at = length; at < groups.length; at++) {
      run = ids[at] === ids[at - length] ? run + 1 : 0
      if (run < length * max) continue
      const start = at - length * (max + 1) + 1
      if (sizeOf(start, length) > window) continue
      if (best !== undefined && sizeOf(best.start, best.length) <= sizeOf(start, length)) continue
      if (!accepts(start, length)) continue
      let end = at + 1
      while (end < groups.length && ids[end] === ids[end - length]) end += 1
      best = { start, length, times: Math.floor((end - start) / length) }
      break
    }
  }
  return best
}

/** Equal texts get equal numbers; null is equal to nothing. */
function numbered(texts: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(texts, (text, index) => {
    if (text === null) return -1 - index
    const known = numbers.get(text) ?? numbers.size
    numbers.set(text, known)
    return known
  })
}

function multiset(group: readonly Item[], part: 'key' | 'name'): string {
  return group.length === 1 ? group[0]![part]! : canonicalText(group.map((item) => item[part]!).sort())
}

/** Whether items that are not known can be filled in so that the groups are equal. */
function canBeEqual(groups: readonly (readonly Item[])[], isNamed: boolean): boolean {
  const most = new Map<string, { readonly name: string | null; count: number }>()
  for (const group of groups) {
    for (const [key, same] of Map.groupBy(group, (item) => item.key)) {
      if (key !== null && same.length > (most.get(key)?.count ?? 0)) {
        most.set(key, { name: same[0]!.name, count: same.length })
      }
    }
  }
  const needed = [...most.values()]
  const room = Map.groupBy(groups[0]!, ({ name }) => (isNamed ? name : null))
  return [...room].every(
    ([name, items]) =>
      needed.reduce((sum, one) => sum + (!isNamed || one.name === name ? one.count : 0), 0) <= items.length,
  )
}
