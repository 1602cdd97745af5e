/** Places that pairs connect: none of them pairs with a place of another component. */
export interface Component {
  readonly ofOne: readonly number[]
  readonly ofOther: readonly number[]
}

/** The components of a pairing graph, and the index of each place's; -1 for a place that has no partner. */
export function componentsOf(
  partners: readonly (readonly number[])[],
  otherCount: number,
): { readonly ofOne: Int32Array; readonly ofOther: Int32Array; readonly all: readonly Component[] } {
  const ofOne = new Int32Array(partners.length).fill(-1)
  const ofOther = new Int32Array(otherCount).fill(-1)
  const back = Array.from({ length: otherCount }, (): number[] => [])
  partners.forEach((others, place) => others.forEach((other) => back[other]!.push(place)))
  let count = 0
  for (let start = 0; start < partners.length; start++) {
    if (ofOne[start] !== -1 || partners[start]!.length === 0) continue
    ofOne[start] = count
    const queue = [start]
    for (let next = 0; next < queue.length; next++) {
      for (const other of partners[queue[next]!]!) {
        if (ofOther[other] !== -1) continue
        ofOther[other] = count
        for (const place of back[other]!) {
          if (ofOne[place] !== -1) continue
          ofOne[place] = count
          queue.push(place)
        }
      }
    }
    count++
  }
  const all = Array.from({ length: count }, () => ({ ofOne: [] as number[], ofOther: [] as number[] }))
  ofOne.forEach((component, place) => all[component]?.ofOne.push(place))
  ofOther.forEach((component, place) => all[component]?.ofOther.push(place))
  return { ofOne, ofOther, all }
}
