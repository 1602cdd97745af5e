import { compareText } from '../model/compare-text.ts'
import { shorten } from '../model/shorten.ts'
import { chosen, isHidden } from './choose-groups.ts'
import type { Draft, DraftSpan } from './draft.ts'
import { draftAttributes, fewSpans } from './draft-attributes.ts'
import { draftNames } from './draft-names.ts'
import { draftResource, serviceOf } from './draft-resource.ts'
import { candidatesOf, type Candidate, type Find, type Gathered } from './gathered.ts'
import { selectorOf } from './group-selector.ts'
import { nameShape, wordsOf } from './name-shape.ts'
import { entrance, type RunShapes } from './run-shapes.ts'
import { spanIdOf, uniqueId } from './span-ids.ts'
import type { SpanGroup } from './span-group.ts'
import { inTreeOrder } from './tree-order.ts'

const longestParents = 3
/** Runs from which a count per run is drawn: the same in all, or at least one in all. */
const fewRuns = 3
const manyRuns = 10

/** What a contract can say of what was gathered: which spans have a clause, where they stand, what they carry. */
export function draftContract(gathered: Gathered, all: boolean): Draft {
  const { shapes, find } = gathered
  const candidates = candidatesOf(gathered)
  const kept = inTreeOrder(chosen(candidates, all, gathered), shapes)
  const positions = new Set(kept.map(({ position }) => position))
  const ids = idsOf(kept)
  const spans = kept.map((one) => draftSpan(one, ids, candidates, gathered, positions))
  const isWhole = kept.length === candidates.length
  return {
    spans,
    resource: draftResource(gathered),
    trace: kept.some(({ group }) => group.lacks.has('parent')) ? {} : draftTrace(shapes, positions),
    evidence: {
      spans: gathered.spans,
      runs: gathered.runs,
      transcriptSpans: gathered.transcriptSpans,
      leftOut: isWhole ? [] : leftOut(candidates, positions, find),
    },
    service: serviceOf(gathered),
    dialects: [...gathered.dialects]
      .sort(([left, first], [right, second]) => second - first || compareText(left, right))
      .map(([dialect]) => dialect),
  }
}

function idsOf(kept: readonly Candidate[]): ReadonlyMap<number, string> {
  const taken = new Set<string>()
  return new Map(
    kept.map(({ position, group, shape = '' }) => [
      position,
      uniqueId(spanIdOf(group.grouping?.words ?? wordsOf(shape)), taken),
    ]),
  )
}

function draftSpan(
  candidate: Candidate,
  ids: ReadonlyMap<number, string>,
  candidates: readonly Candidate[],
  { shapes, find }: Gathered,
  positions: ReadonlySet<number>,
): DraftSpan {
  const { position, group, shape } = candidate
  const { attributes, more } = draftAttributes(group, (text) => find(text).length > 0)
  const match = selectorOf(candidate, candidates)
  const runs = shapes.runsWith(position)
  const isOftenSeen = group.spans >= fewSpans
  const count = countOf(position, shapes, positions)
  const names = shape === undefined ? draftNames(group, find) : [shape]
  return {
    id: ids.get(position)!,
    name: names,
    ...(match === undefined ? {} : { match }),
    kind:
      group.lacks.has('kind') || group.kinds.size > 2 || match?.['span.kind'] !== undefined
        ? []
        : [...group.kinds].sort(compareText),
    parent: group.lacks.has('parent') ? [] : parentsOf(position, ids, shapes),
    ...(count === undefined ? {} : { count }),
    status:
      isOftenSeen && !group.lacks.has('status') && group.unsetStatus === 0 && group.okStatus > 0 ? ['ok', 'error'] : [],
    attributes,
    events: isOftenSeen && !group.lacks.has('events') ? eventsOf(group, find) : [],
    inferred: !isOftenSeen,
    evidence: [
      `${counted(group.spans, 'span')} in ${counted(runs, 'run')}`,
      ...(names.length === 0 && match?.['span.name'] === undefined ? ['names vary'] : []),
      ...(more > 0 ? [`${counted(more, 'more attribute')} on some spans only`] : []),
    ].join('; '),
  }
}

/** Where all spans of a group stand below a few groups with a clause, or all at the entrance. */
function parentsOf(position: number, ids: ReadonlyMap<number, string>, shapes: RunShapes): readonly string[] {
  const places = shapes.parentsOf(position)
  if (places === undefined || places.size > longestParents) return []
  const parents = [...places.keys()].map((place) => (place === entrance ? 'entry' : ids.get(place)))
  return parents.includes(undefined) ? [] : (parents as string[]).sort(compareText)
}

/** Once in every run, or at least once, of enough complete runs. */
function countOf(position: number, shapes: RunShapes, kept: ReadonlySet<number>): DraftSpan['count'] {
  const runs = shapes.withAny(kept)
  if (runs === undefined || runs.some((shape) => shape.isIncomplete)) return undefined
  const bounds = runs.map(({ counts }) => counts.get(position) ?? { min: 0, max: 0 })
  const total = runs.reduce((sum, shape) => sum + shape.runs, 0)
  const min = Math.min(...bounds.map((one) => one.min))
  const max = Math.max(...bounds.map((one) => one.max))
  if (total >= fewRuns && min === 1 && max === 1) return 1
  return total >= manyRuns && min >= 1 ? { min: 1 } : undefined
}

function draftTrace(shapes: RunShapes, kept: ReadonlySet<number>): Draft['trace'] {
  const runs = shapes.withAny(kept)
  if (runs === undefined || runs.length === 0 || runs.some((shape) => shape.isIncomplete)) return {}
  const hasOneRoot = runs.every(({ roots }) => roots.min === 1 && roots.max === 1)
  const hasOrphans = runs.some(({ orphans }) => orphans > 0)
  return { ...(hasOneRoot ? { roots: 1 } : {}), ...(hasOrphans ? {} : { orphans: 0 }) }
}

function eventsOf(group: SpanGroup, find: Find): readonly string[] {
  return [...group.events]
    .filter(([name, spans]) => spans === group.spans && name !== 'exception' && nameShape(name, find(name)) === name)
    .map(([name]) => name)
    .sort(compareText)
}

const longestShown = 60

function leftOut(
  candidates: readonly Candidate[],
  kept: ReadonlySet<number>,
  find: Find,
): Draft['evidence']['leftOut'] {
  return candidates
    .filter(({ position }) => !kept.has(position))
    .map((candidate) => {
      const { group, shape = '' } = candidate
      const shown = isHidden(candidate, find) ? 'others' : (group.grouping?.words ?? shape)
      return { name: shorten(shown.trim(), longestShown), spans: group.spans }
    })
    .sort((left, right) => right.spans - left.spans || compareText(left.name, right.name))
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
