import type { KeyStats } from './key-stats.ts'
import { nameShape, type Place } from './name-shape.ts'
import type { RunShapes } from './run-shapes.ts'
import type { SpanGroup } from './span-group.ts'

/** Finds what must not be written down in a text. */
export type Find = (text: string) => readonly Place[]

/** What an inference has gathered when the last recording is read. */
export interface Gathered {
  readonly groups: readonly SpanGroup[]
  readonly shapes: RunShapes
  readonly find: Find
  readonly resource: ReadonlyMap<string, KeyStats>
  readonly dialects: ReadonlyMap<string, number>
  readonly spans: number
  readonly transcriptSpans: number
  readonly runs: number
  readonly lacksResource: boolean
}

/** A group that may get a clause. */
export interface Candidate {
  /** Among all groups; 0 for the one that took what came after too many others. */
  readonly position: number
  readonly group: SpanGroup
  /** The one shape of the names of a group that only they tell apart; undefined where attributes do. */
  readonly shape: string | undefined
}

/** The groups that hold spans. */
export function candidatesOf({ groups, find }: Gathered): readonly Candidate[] {
  return groups.flatMap((group, position) => {
    if (group.spans === 0) return []
    const [name = ''] = group.names.keys()
    return [{ position, group, shape: group.grouping === undefined ? nameShape(name, find(name)) : undefined }]
  })
}
