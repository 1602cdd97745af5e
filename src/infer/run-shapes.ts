import type { Run, RunSpan } from '../runs/index.ts'

/** Where spans of a group stand: below a group, by its position, or at one of these places. */
export const entrance = -1
/** The parent is not recorded. */
const lost = -2

/** Kinds of runs that are remembered; recordings with more give no counts. */
const rememberedShapes = 10_000

/** Runs that hold spans of the same groups. */
interface RunShape {
  /** Positions of the groups, and how often each occurs in one run. */
  readonly counts: ReadonlyMap<number, { min: number; max: number }>
  runs: number
  readonly roots: { min: number; max: number }
  orphans: number
  /** Spans of some run may be missing. */
  isIncomplete: boolean
}

/** What was seen of the trees of all runs; its size grows with the kinds of runs, not with their number. */
export interface RunShapes {
  /** Adds a run whose spans have the positions of their groups as tags. */
  readonly add: (run: Run) => void
  /** How often spans of a group stand below which other group, or at `entrance`; undefined where some parent is lost. */
  readonly parentsOf: (group: number) => ReadonlyMap<number, number> | undefined
  /** Position of the group's earliest span within a run. */
  readonly rankOf: (group: number) => number
  /** Runs with a span of one of these groups; undefined when there were too many kinds of runs. */
  readonly withAny: (groups: ReadonlySet<number>) => readonly RunShape[] | undefined
  /** Number of runs with a span of the group. */
  readonly runsWith: (group: number) => number
}

export function createRunShapes(): RunShapes {
  const shapes = new Map<string, RunShape>()
  const parents = new Map<number, Map<number, number>>()
  const ranks = new Map<number, number>()
  const runs = new Map<number, number>()
  let isFull = false
  return {
    add(run) {
      const counts = new Map<number, number>()
      for (const [rank, span] of run.spans.entries()) {
        const group = span.tag
        counts.set(group, (counts.get(group) ?? 0) + 1)
        ranks.set(group, Math.min(rank, ranks.get(group) ?? Infinity))
        count(parents, group, placeOf(span))
      }
      for (const group of counts.keys()) runs.set(group, (runs.get(group) ?? 0) + 1)
      const key = [...counts.keys()].sort((left, right) => left - right).join(' ')
      let shape = shapes.get(key)
      if (shape === undefined) {
        if (shapes.size >= rememberedShapes) {
          isFull = true
          return
        }
        shapes.set(key, (shape = emptyShape(counts.keys())))
      }
      addToShape(shape, run, counts)
    },
    parentsOf(group) {
      const places = parents.get(group) ?? new Map<number, number>()
      return places.has(lost) ? undefined : places
    },
    rankOf: (group) => ranks.get(group) ?? Infinity,
    runsWith: (group) => runs.get(group) ?? 0,
    withAny(groups) {
      if (isFull) return undefined
      return [...shapes.values()].filter(({ counts }) => [...counts.keys()].some((group) => groups.has(group)))
    },
  }
}

function placeOf(span: RunSpan): number {
  if (span.parent !== null) return span.parent.tag
  return isEntrance(span) ? entrance : lost
}

/** An entry span, or a root, even where orphans stand beside it. */
function isEntrance(span: RunSpan): boolean {
  return span.isEntry || span.parentSpanId === null
}

function count(parents: Map<number, Map<number, number>>, group: number, place: number): void {
  const places = parents.get(group) ?? new Map<number, number>()
  parents.set(group, places)
  places.set(place, (places.get(place) ?? 0) + 1)
}

function emptyShape(groups: Iterable<number>): RunShape {
  return {
    counts: new Map([...groups].map((group) => [group, { min: Infinity, max: 0 }])),
    runs: 0,
    roots: { min: Infinity, max: 0 },
    orphans: 0,
    isIncomplete: false,
  }
}

function addToShape(shape: RunShape, run: Run, counts: ReadonlyMap<number, number>): void {
  shape.runs += 1
  widen(shape.roots, run.spans.filter(isEntrance).length)
  shape.orphans = Math.max(shape.orphans, run.orphans.length)
  if (run.losses.length > 0) shape.isIncomplete = true
  for (const [group, bounds] of shape.counts) widen(bounds, counts.get(group) ?? 0)
}

function widen(bounds: { min: number; max: number }, value: number): void {
  bounds.min = Math.min(bounds.min, value)
  bounds.max = Math.max(bounds.max, value)
}
