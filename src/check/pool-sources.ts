import { sourceNames } from '../model/source-name.ts'
import type { LoadedSource } from '../reconcile/index.ts'
import type { ReconcileSet } from './reconcile-contract.ts'

/**
 * All recordings as one set. A source that is not shared is what lies beside the recordings, of every one of them: one
 * without it leaves the source missing.
 */
export function poolSources(sets: readonly ReconcileSet[], shared: readonly LoadedSource[]): ReconcileSet {
  const sources = sourceNames.flatMap((name) => {
    const given = shared.filter(({ source }) => source === name)
    const beside = sets.flatMap((set) => set.sources[name] ?? [])
    const found = given.length > 0 ? given : beside.length === sets.length ? beside : []
    return found.length === 0 ? [] : [[name, joined(found)] as const]
  })
  const [first] = sets
  return {
    name: sets.length === 1 && first !== undefined ? first.name : `${sets.length} recordings`,
    runs: sets.flatMap(({ runs }) => runs),
    sources: Object.fromEntries(sources),
  }
}

function joined(parts: readonly LoadedSource[]): LoadedSource {
  const [first, ...rest] = parts
  if (rest.length === 0) return first!
  return {
    source: first!.source,
    file: parts.map(({ file }) => file).join(', '),
    rows: parts.flatMap(({ rows }) => rows),
    problems: parts.flatMap(({ problems }) => problems),
  }
}
