const shortest = 12

/**
 * The beginnings by which runs are told apart, at least 12 characters long; each is what `--run` takes. Equal ids, of one run
 * in two recordings, have one beginning.
 */
export function shortRunIds(ids: Iterable<string>): ReadonlyMap<string, string> {
  const sorted = [...new Set(ids)].sort()
  return new Map(
    sorted.map((id, at) => {
      const shared = Math.max(sharedBeginning(id, sorted[at - 1]), sharedBeginning(id, sorted[at + 1]))
      return [id, id.slice(0, Math.max(shortest, shared + 1))]
    }),
  )
}

function sharedBeginning(one: string, other: string | undefined): number {
  if (other === undefined) return 0
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}
