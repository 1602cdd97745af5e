import type { Call } from './calls.ts'
import type { Tries } from './attempts.ts'
import type { Asker } from './requests.ts'

/**
 * Which model output of its scope each step belongs to, from 0; of a model step its own number. What the recording says
 * comes first, then the turn of the model call that asked. Only in a scope that names no turn they are counted: as many
 * model calls as had ended when the step began, which orders nothing but steps whose times do not.
 */
export function findTurns(
  all: readonly Tries[],
  askerOf: (call: Call) => Asker | undefined,
): ReadonlyMap<Tries, number | null> {
  const turns = new Map<Tries, number | null>()
  const triesOf = new Map(all.flatMap((tries) => tries.calls.map((call) => [call, tries])))
  const askers = new Map(all.map((tries) => [tries, askingTries(tries, askerOf, triesOf)]))
  for (const inScope of Map.groupBy(all, ({ calls: [{ scope }] }) => scope).values()) {
    const isSaid = inScope.some((tries) => saidTurn(tries) !== null)
    const ends = isSaid ? [] : modelEnds(inScope)
    for (const tries of inScope) {
      const isModel = tries.calls[0].kind === 'model'
      turns.set(tries, saidTurn(tries) ?? (isSaid ? null : countedTurn(tries, ends, isModel)))
    }
    // A model call that names no turn has that of what it asked for.
    for (const tries of inScope) {
      const asker = askers.get(tries)
      const turn = saidTurn(tries)
      if (isSaid && asker !== undefined && turn !== null && turns.get(asker) === null) turns.set(asker, turn)
    }
  }
  for (const tries of all) {
    const asker = askers.get(tries)
    if (asker !== undefined && saidTurn(tries) === null) turns.set(tries, turns.get(asker) ?? null)
  }
  return turns
}

function askingTries(
  tries: Tries,
  askerOf: (call: Call) => Asker | undefined,
  triesOf: ReadonlyMap<Call, Tries>,
): Tries | undefined {
  const asker = askerOf(tries.calls[0])
  return asker === undefined ? undefined : triesOf.get(asker.model)
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

function countedTurn({ calls }: Tries, ends: readonly bigint[], isModel: boolean): number | null {
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
