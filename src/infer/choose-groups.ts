import { compareText } from '../model/compare-text.ts'
import type { Candidate, Find, Gathered } from './gathered.ts'
import { wordsOf } from './name-shape.ts'
import type { SpanGroup } from './span-group.ts'

/** Clauses that a person still reads. */
const longestDraft = 30

/** Keys of infrastructure, which say nothing of what a span is for. */
const infrastructureKey =
  /^(?:asgi|aws|client|cloud|db|error|exception|faas|http|messaging|network|peer|rpc|server|url|user_agent)\./

/**
 * Where a dialect claims some spans, those, what they stand in, and spans that carry attributes of the program itself: what
 * HTTP clients and frameworks record around them is not what a contract of an agent is about. Else everything.
 */
export function chosen(
  candidates: readonly Candidate[],
  all: boolean,
  { find, shapes }: Gathered,
): readonly Candidate[] {
  const nameable = candidates.filter((candidate) => !isHidden(candidate, find))
  const claimed = nameable.filter(({ group }) => group.claimed > 0)
  const around = new Set(claimed.flatMap(({ position }) => [...(shapes.parentsOf(position)?.keys() ?? [])]))
  const kept = nameable.filter(
    ({ position, group }) =>
      all ||
      claimed.length === 0 ||
      group.claimed > 0 ||
      around.has(position) ||
      (group.grouping?.isInfrastructure !== true && carriesOwnKeys(group)),
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
export function isHidden({ position, group, shape }: Candidate, find: Find): boolean {
  if (position === 0) return true
  return shape === undefined ? find(JSON.stringify(group.grouping?.match)).length > 0 : !/\p{L}/u.test(wordsOf(shape))
}

function carriesOwnKeys(group: SpanGroup): boolean {
  return [...group.keys.keys()].some((key) => !infrastructureKey.test(key))
}
