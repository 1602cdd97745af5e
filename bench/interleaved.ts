/** Seconds by what was measured, one entry a round. */
export type Times<Id extends string> = ReadonlyMap<Id, readonly number[]>

/** Measures in turn, A B C, A B C, …, `rounds` times after one round that is not counted. */
export async function interleaved<Id extends string>(
  ids: readonly Id[],
  rounds: number,
  measure: (id: Id) => Promise<number> | number,
): Promise<Times<Id>> {
  const times = new Map<Id, number[]>(ids.map((id) => [id, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const [id, list] of times) {
      const seconds = await measure(id)
      if (round > 0) list.push(seconds)
    }
  }
  return times
}
