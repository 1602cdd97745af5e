import { compareText } from '../model/compare-text.ts'
import type { Selector } from '../model/selector.ts'
import { shorten } from '../model/shorten.ts'
import type { Span } from '../model/span.ts'
import { compileNames } from '../selectors/index.ts'
import type { Draft, DraftAttribute, DraftSpan } from './draft.ts'
import { draftAttributes, fewSpans } from './draft-attributes.ts'
import { draftNames } from './draft-names.ts'
import type { Gathered } from './inference.ts'
import { isIdLike, isPattern, nameShape, wordsOf } from './name-shape.ts'
import { entrance, type RunShapes } from './run-shapes.ts'
import { spanIdOf, uniqueId } from './span-ids.ts'
import type { SpanGroup } from './span-group.ts'

/** Clauses that a person still reads. */
const longestDraft = 30
const longestParents = 3
/** Runs from which a count per run is drawn: the same in all, or at least one in all. */
const fewRuns = 3
const manyRuns = 10

/** Keys of infrastructure, which say nothing of what a span is for. */
const infrastructureKey =
  /^(?:asgi|aws|client|cloud|db|error|exception|faas|http|messaging|network|peer|rpc|server|url|user_agent)\./

/** A group with a clause. */
interface Kept {
  readonly position: number
  readonly group: SpanGroup
}

/** What a contract can say of what was gathered: which spans have a clause, where they stand, what they carry. */
export function draftContract(gathered: Gathered, all: boolean): Draft {
  const { groups, shapes, find } = gathered
  const candidates = groups.map((group, position) => ({ group, position })).filter(({ group }) => group.spans > 0)
  const kept = inTreeOrder(chosen(candidates, all, gathered), shapes)
  const positions = new Set(kept.map(({ position }) => position))
  const ids = idsOf(kept, find)
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

/**
 * Where a dialect claims some spans, those, what they stand in, and spans that carry attributes of the program itself: what
 * HTTP clients and frameworks record around them is not what a contract of an agent is about. Else everything.
 */
function chosen(candidates: readonly Kept[], all: boolean, { find, shapes }: Gathered): readonly Kept[] {
  const nameable = candidates.filter(({ position, group }) => position !== 0 && !isHidden(group, find))
  const claimed = nameable.filter(({ group }) => group.claimed > 0)
  const around = new Set(claimed.flatMap(({ position }) => [...(shapes.parentsOf(position)?.keys() ?? [])]))
  const kept = nameable.filter(
    ({ position, group }) =>
      all ||
      claimed.length === 0 ||
      group.claimed > 0 ||
      (group.grouping?.isInfrastructure !== true && (around.has(position) || carriesOwnKeys(group))),
  )
  return kept
    .toSorted(
      (left, right) =>
        right.group.claimed - left.group.claimed ||
        right.group.spans - left.group.spans ||
        compareText(left.group.key, right.group.key),
    )
    .slice(0, longestDraft)
}

/** A selector must not hold what a detector finds, nor select whatever there is. */
function isHidden(group: SpanGroup, find: Gathered['find']): boolean {
  const { grouping } = group
  if (grouping !== undefined) return find(JSON.stringify(grouping.match)).length > 0
  return !/\p{L}/u.test(wordsOf(namesOf(group, find)[0]!))
}

function carriesOwnKeys(group: SpanGroup): boolean {
  return [...group.keys.keys()].some((key) => !infrastructureKey.test(key))
}

/** Roots first, what stands below a group behind it, in the order in which they begin. */
function inTreeOrder(kept: readonly Kept[], shapes: RunShapes): readonly Kept[] {
  const byPosition = new Map(kept.map((one) => [one.position, one]))
  const below = new Map<number, Kept[]>()
  for (const one of kept) {
    const [parent] = [...(shapes.parentsOf(one.position) ?? [])]
      .filter(([place]) => place !== one.position && byPosition.has(place))
      .sort(
        ([left, first], [right, second]) =>
          second - first || compareText(byPosition.get(left)?.group.key, byPosition.get(right)?.group.key),
      )
      .map(([place]) => place)
    below.set(parent ?? entrance, [...(below.get(parent ?? entrance) ?? []), one])
  }
  const ordered = new Set<Kept>()
  const visit = (one: Kept): void => {
    if (ordered.has(one)) return
    ordered.add(one)
    inOrder(below.get(one.position) ?? []).forEach(visit)
  }
  const inOrder = (siblings: readonly Kept[]): readonly Kept[] =>
    siblings.toSorted(
      (left, right) =>
        shapes.rankOf(left.position) - shapes.rankOf(right.position) || compareText(left.group.key, right.group.key),
    )
  inOrder(below.get(entrance) ?? []).forEach(visit)
  // Groups that stand below each other have no root among them.
  inOrder(kept).forEach(visit)
  return [...ordered]
}

function idsOf(kept: readonly Kept[], find: Gathered['find']): ReadonlyMap<number, string> {
  const taken = new Set<string>()
  return new Map(
    kept.map(({ position, group }) => {
      const [name = ''] = group.names.keys()
      const words = group.grouping?.words ?? wordsOf(nameShape(name, find(name)))
      return [position, uniqueId(spanIdOf(words), taken)]
    }),
  )
}

function draftSpan(
  { position, group }: Kept,
  ids: ReadonlyMap<number, string>,
  candidates: readonly Kept[],
  { shapes, find }: Gathered,
  positions: ReadonlySet<number>,
): DraftSpan {
  const { attributes, more } = draftAttributes(group, (text) => find(text).length > 0)
  const match = selectorOf(position, group, candidates, find)
  const runs = shapes.runsWith(position)
  const isOftenSeen = group.spans >= fewSpans
  const count = countOf(position, shapes, positions)
  const names = group.grouping === undefined ? namesOf(group, find) : draftNames(group, find)
  return {
    id: ids.get(position)!,
    name:
      group.grouping === undefined && match !== undefined && names.length === 1 && isPattern(names[0]!) ? [] : names,
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

/** The names of a group that only its name tells apart: it has one shape. */
function namesOf(group: SpanGroup, find: Gathered['find']): readonly string[] {
  const [name = ''] = group.names.keys()
  return [nameShape(name, find(name))]
}

/**
 * The selector of a clause. Spans of a group that comes before carry other keys too: where they would meet this
 * selector, it says that it is not about them.
 */
function selectorOf(
  position: number,
  group: SpanGroup,
  candidates: readonly Kept[],
  find: Gathered['find'],
): Selector | undefined {
  const shape = group.grouping === undefined ? namesOf(group, find)[0]! : undefined
  const others = candidates.filter((other) => {
    const key = other.group.grouping?.key
    if (other.position === position || key === undefined || group.keys.has(key)) return false
    return shape === undefined ? meets(other.group, group.grouping!.match) : isNamed(other.group, shape)
  })
  const excluded = [...new Set(others.map((other) => other.group.grouping!.key))].sort(compareText)
  const except: Selector = Object.fromEntries(excluded.map((key) => [key, { exists: false }]))
  if (shape === undefined) return { ...group.grouping!.match, ...except }
  if (excluded.length === 0) return undefined
  return { 'span.name': isPattern(shape) ? { pattern: shape.slice(1, -1) } : shape, ...except }
}

/** Whether some span of the group may meet a selector. */
function meets(group: SpanGroup, match: Selector): boolean {
  return Object.entries(match).every(([key, test]) => {
    if (key === 'span.kind') return [...group.kinds].some((kind) => kind === test)
    const stats = group.keys.get(key)
    if (stats === undefined) return false
    return typeof test !== 'string' || stats.values === undefined || stats.values.has(test)
  })
}

function isNamed(group: SpanGroup, shape: string): boolean {
  const names = compileNames([shape])
  return [...group.names.values()].some((span: Span) => names.selects(span))
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

function eventsOf(group: SpanGroup, find: Gathered['find']): readonly string[] {
  return [...group.events]
    .filter(([name, spans]) => spans === group.spans && name !== 'exception' && nameShape(name, find(name)) === name)
    .map(([name]) => name)
    .sort(compareText)
}

/** What every span's resource has. */
function draftResource({ resource, spans, lacksResource, find }: Gathered): readonly DraftAttribute[] {
  if (lacksResource) return []
  return [...resource]
    .filter(([, stats]) => stats.okSpans === spans && stats.types.size === 1 && stats.types.has('string'))
    .sort(([left], [right]) => compareText(left, right))
    .map(([key, stats]) => {
      const [value, ...others] = [...(stats.values?.keys() ?? [])]
      const isOne = key === 'service.name' && typeof value === 'string' && others.length === 0
      return {
        key,
        type: 'string' as const,
        requirement: 'required' as const,
        ...(isOne && isFixedName(value, find) ? { enum: [value] } : {}),
      }
    })
}

function serviceOf({ resource, find }: Gathered): string | undefined {
  const [value, ...others] = [...(resource.get('service.name')?.values?.keys() ?? [])]
  return typeof value === 'string' && others.length === 0 && isFixedName(value, find) ? value : undefined
}

function isFixedName(value: string, find: Gathered['find']): boolean {
  return !isIdLike(value) && !value.startsWith('unknown_service') && find(value).length === 0
}

const longestShown = 60

function leftOut(
  candidates: readonly Kept[],
  kept: ReadonlySet<number>,
  find: Gathered['find'],
): Draft['evidence']['leftOut'] {
  return candidates
    .filter(({ position }) => !kept.has(position))
    .map(({ position, group }) => {
      const [name = ''] = group.names.keys()
      const shown =
        position === 0 || isHidden(group, find) ? 'others' : (group.grouping?.words ?? nameShape(name, find(name)))
      return { name: shorten(shown.trim(), longestShown), spans: group.spans }
    })
    .sort((left, right) => right.spans - left.spans || compareText(left.name, right.name))
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
