import type { Contract } from '../../model/contract.ts'
import type { ContractFile } from './load-files.ts'
import { listNames } from './list-names.ts'

/** Sections whose entries are named: an entry that is not in the file is not at the section's key. */
const namedSections = new Set(['spans', 'attributes', 'resource'])

/**
 * Finds clause paths in the files of a contract, nearer files first: the path itself, or the nearest part of it that
 * some file writes. Undefined for clauses that come from a pack.
 */
export function locator(files: readonly ContractFile[]): Contract['locate'] {
  const nearestFirst = files.toReversed().map(({ source }) => ({ source, names: listNames(source.value) }))
  return (path) => {
    for (let part = path; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
      if (part !== path && namedSections.has(part)) return undefined
      for (const { source, names } of nearestFirst) {
        const place = source.positions.byPath.get(part) ?? source.positions.byPath.get(byPlace(part, names))
        if (place !== undefined) return { file: source.file, line: place.line, column: place.column }
      }
    }
    return undefined
  }
}

function byPlace(path: string, names: ReadonlyMap<string, string>): string {
  for (const [name, place] of names) {
    if (path === name || path.startsWith(`${name}.`)) return place + path.slice(name.length)
  }
  return path
}
