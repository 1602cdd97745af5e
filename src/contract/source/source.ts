import type { ContractProblem } from '../problem.ts'

export type Path = readonly (string | number)[]

/** Line and column from 1; `start` and `end` are offsets into the text, where the text is at hand. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly start?: number
  readonly end?: number
}

/** Places of keys and of values by path; a key with dots is one segment. */
export interface Positions {
  readonly key: (path: Path) => Place | undefined
  readonly value: (path: Path) => Place | undefined
  /** Places of keys by dotted path. */
  readonly byPath: ReadonlyMap<string, Place>
}

/** A file as plain data, with the place of everything in it. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly value: unknown
  readonly positions: Positions
  /** What is wrong already at this stage; `value` is then incomplete. */
  readonly problems: readonly ContractProblem[]
}

/** 5 MB is a thousand times the largest contract anybody keeps by hand. */
export const maxSourceBytes = 5_000_000
export const maxSourceDepth = 100

const start: Place = { line: 1, column: 1 }

/** Collects places while a file is read. */
export interface PositionCollector extends Positions {
  readonly add: (path: Path, key: Place, value: Place) => void
}

export function createPositions(): PositionCollector {
  const keys = new Map<string, Place>()
  const values = new Map<string, Place>()
  return {
    byPath: keys,
    key: (path) => keys.get(path.join('.')),
    value: (path) => values.get(path.join('.')),
    add(path, key, value) {
      const joined = path.join('.')
      if (keys.has(joined)) return
      keys.set(joined, key)
      values.set(joined, value)
    },
  }
}

/** Makes a problem at a path: at the value, at the key, or at the nearest part of the file that exists. */
export function problemAt(
  source: Pick<Source, 'file' | 'positions'>,
  path: Path,
  at: 'key' | 'value',
  message: string,
  help: string,
): ContractProblem {
  let place: Place | undefined
  for (let length = path.length; place === undefined && length >= 0; length--) {
    const part = path.slice(0, length)
    place = at === 'value' && length === path.length ? source.positions.value(part) : source.positions.key(part)
  }
  const { line, column } = place ?? start
  return { file: source.file, line, column, path: path.join('.'), message, help }
}

/** The value at a path, or undefined. Only own properties count. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value
  for (const segment of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, segment)) return undefined
    current = (current as Record<string | number, unknown>)[segment]
  }
  return current
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
