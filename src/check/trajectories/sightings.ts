import type { Outcome, Sighting } from '../../assertions/index.ts'
import { compareText } from '../../model/compare-text.ts'
import type { Run } from '../../runs/index.ts'
import type { Place } from '../findings.ts'
import { placeOf, runPlace, type PlaceContext } from '../places.ts'
import type { CompiledExpect } from './compile-trajectories.ts'

interface Placed {
  readonly sighting: Sighting
  readonly place: Place
}

/** What single runs show that only all runs of the invocation decide. */
export interface Sightings {
  readonly add: (expect: CompiledExpect, outcome: Outcome, run: Run, places: PlaceContext) => void
  readonly judge: (
    crashed: (recording: string, check: number, cause: unknown) => void,
  ) => readonly { readonly expect: CompiledExpect; readonly outcome: Outcome; readonly place: Place }[]
}

export function createSightings(): Sightings {
  const all = new Map<CompiledExpect, Placed[]>()
  return {
    add(expect, { sightings = [] }, run, places) {
      if (expect.compiled.across === undefined) return
      const known = all.get(expect) ?? []
      for (const sighting of sightings) {
        const span = run.find(sighting.span.traceId, sighting.span.spanId)
        const place = span === undefined ? runPlace(run) : placeOf(span, run, '', places)
        known.push({ sighting, place })
      }
      all.set(expect, known)
    },
    judge: (crashed) =>
      [...all].flatMap(([expect, placed]) => {
        placed.sort(byPlace)
        const placeOfSighting = new Map(placed.map(({ sighting, place }) => [sighting, place]))
        try {
          const outcomes = expect.compiled.across!(placed.map(({ sighting }) => sighting))
          return outcomes.map(({ at, ...outcome }) => ({
            expect,
            outcome,
            // The words are of the run: what broke is its trajectory, and the span only shows where.
            place: { ...placeOfSighting.get(at)!, words: 'run' },
          }))
        } catch (cause) {
          crashed(placed[0]?.place.recording ?? '', expect.check, cause)
          return []
        }
      }),
  }
}

function byPlace({ place: one, sighting: { span } }: Placed, { place: other, sighting }: Placed): number {
  if (one.recording !== other.recording) return compareText(one.recording, other.recording)
  const [start, later] = [one.startUnixNano, other.startUnixNano]
  if (start !== later) return start === null ? 1 : later === null ? -1 : start < later ? -1 : 1
  return compareText(span.traceId, sighting.span.traceId) || compareText(span.spanId, sighting.span.spanId)
}
