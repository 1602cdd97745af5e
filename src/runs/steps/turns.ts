import type { Tries } from './attempts.ts'

/**
 * Which model output of its scope each step belongs to, from 0; of a model step its own number. What the recording says
 * comes first, then the turn of the model call that asked. Only in a scope that names no turn they are counted: as many
 * model calls as had ended when the step began, which orders nothing but steps whose times do not.
 */
export function findTurns(
  all: readonly Tries[],
  askerOf: (tries: Tries) => Tries | undefined,
): (tries: Tries) => number | null {
  const turns: (number | null)[] = all.map(() => null)
  for (const inScope of Map.groupBy(all, ({ calls: [{ scope }] }) => scope).values()) {
    const isSaid = inScope.some((tries) => saidTurn(tries) !== null)
    const ends = isSaid ? [] : modelEnds(inScope)
    for (const tries of inScope) turns[tries.index] = isSaid ? saidTurn(tries) : countedTurn(tries, ends)
    if (!isSaid) continue
    // A model call that names no turn has that of what it asked for.
    for (const tries of inScope) {
      const asker = askerOf(tries)
      if (asker !== undefined) turns[asker.index] ??= saidTurn(tries)
    }
  }
  for (const tries of all) {
    const asker = askerOf(tries)
    if (asker !== undefined && saidTurn(tries) === null) turns[tries.index] = turns[asker.index]!
  }
  return ({ index }) => turns[index]!
}

function saidTurn({ calls }: Tries): number | null {
  for (const { facts } of calls) if (facts.turn !== null) return facts.turn
  return null
}

function modelEnds(inScope: readonly Tries[]): bigint[] {
  return inScope
    .filter(({ calls: [{ kind }] }) => kind === 'model')
    .flatMap(({ calls }) => calls.at(-1)!.endUnixNano ?? [])
    .sort((left, right) => (left < right ? -1 : left > right ? 1 : 0))
}

function countedTurn({ calls }: Tries, ends: readonly bigint[]): number | null {
  const isModel = calls[0].kind === 'model'
  const start = calls[0].startUnixNano
  if (start === null) return null
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ends[middle]! <= start) low = middle + 1
    else high = middle
  }
  // A model call with no length ended when it began, and is not one that came before.
  const before = isModel && calls.at(-1)!.endUnixNano === start ? low - 1 : low
  if (isModel) return before
  return before === 0 ? null : before - 1
}
