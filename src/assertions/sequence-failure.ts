import type { FindingData } from '../model/finding.ts'
import type { Step } from '../model/step.ts'
import type { AssertionContext } from './assertion.ts'
import type { Description } from './common-reasons.ts'
import { isBefore, type Poset } from './matching/poset.ts'
import { matchSequence, type SequenceResult, type SequenceSearch } from './matching/search.ts'
import { nearestStep } from './nearest-step.ts'
import { observedSteps, stepWords } from './observed-steps.ts'
import { itemWords, type SequenceItem, type SequenceLeaf } from './sequence-pattern.ts'
import type { TrajectoryRun } from './trajectory-run.ts'

interface Failure {
  readonly run: TrajectoryRun
  readonly steps: readonly Step[]
  readonly poset: Poset
  readonly leaves: readonly SequenceLeaf[]
  readonly form: string
  readonly list: readonly SequenceItem[]
  readonly search: SequenceSearch
  readonly result: Extract<SequenceResult, { outcome: 'impossible' }>
  readonly show: AssertionContext['show']
}

type Stuck = Failure['result']['stuck'][number]

const listed = 20

/** Which way a run does not match a sequence, and the steps that show it. */
export function sequenceFailure(failure: Failure): {
  readonly reason: string
  readonly data: FindingData
  readonly shown: readonly Step[]
} {
  const { run, steps, leaves, form, list, result, show } = failure
  const { reason, positions } = explain(failure)
  const next = stuckItem(failure, reason === 'out-of-order' ? positions[0] : undefined)
  const leaf = next === undefined ? undefined : leaves[next.item]
  const near = leaf === undefined ? undefined : nearestStep(leaf.selector, unmatched(failure), show)
  const extras = reason === 'not-contiguous' ? positions.slice(1, -1) : result.extras
  const data: FindingData = {
    pattern: `${form}: ${list.map((item) => [itemWords(item)].flat().join(' & ')).join(form === 'anyOrder' ? ' & ' : ' → ')}`,
    matched: matchedSteps(failure),
    firstUnmatched: leaf?.words ?? null,
    stuckAt: leaf?.path ?? null,
    extras: extras.slice(0, listed).map((position) => stepWords(steps[position]!)),
    expected: form === 'anyOrder' ? [list.map((item) => [itemWords(item)].flat().join(' & '))] : list.map(itemWords),
    observed: observedSteps(steps, run.steps.order),
    ...(near === undefined ? {} : { nearest: near }),
  }
  return { reason, data, shown: positions.map((position) => steps[position]!) }
}

/** Of the items that could come next, the one that a misplaced step answers to; else one that must come. */
function stuckItem({ leaves, search, result }: Failure, misplaced: number | undefined): Stuck | undefined {
  const isMeant = ({ item }: Stuck): boolean => misplaced !== undefined && search.matches(misplaced, item) !== false
  const mustCome = ({ item }: Stuck): boolean => !leaves[item]!.path.includes('optional')
  return result.stuck.find(isMeant) ?? result.stuck.find(mustCome) ?? result.stuck[0]
}

function unmatched({ steps, result }: Failure): readonly Step[] {
  const taken = new Set(result.assignment.map(({ position }) => position))
  return steps.filter((_, position) => !taken.has(position))
}

/** Path of an item → ids of the steps that it took. */
function matchedSteps({ leaves, steps, result }: Failure): Readonly<Record<string, readonly string[]>> {
  const byPath = Map.groupBy(result.assignment, ({ item }) => leaves[item]!.path)
  return Object.fromEntries(
    [...byPath]
      .slice(0, listed)
      .map(([path, taken]) => [path, taken.slice(0, listed).map(({ position }) => steps[position]!.id)]),
  )
}

function explain(failure: Failure): { readonly reason: string; readonly positions: readonly number[] } {
  const { poset, search, result } = failure
  const taken = result.assignment.map(({ position }) => position)
  if (result.stuck.length === 0) {
    const isTornApart =
      search.contiguous === true && matchSequence({ ...search, contiguous: false }).outcome !== 'impossible'
    if (isTornApart) return { reason: 'not-contiguous', positions: between(failure, taken) }
    return { reason: 'extra-call', positions: result.extras.slice(0, 1) }
  }
  const used = new Set(taken)
  const misplaced = poset.order
    .toSorted((one, other) => one - other)
    .find(
      (position) => !used.has(position) && result.stuck.some(({ item }) => search.matches(position, item) !== false),
    )
  // What came last of the pattern is where the next was to follow.
  if (misplaced === undefined) return { reason: 'item-missing', positions: taken.slice(-1) }
  const after = taken.find((position) => isBefore(poset, misplaced, position))
  return { reason: 'out-of-order', positions: after === undefined ? [misplaced] : [misplaced, after] }
}

/** Two steps that were to follow each other, with the first that stands between them. */
function between({ poset }: Failure, taken: readonly number[]): readonly number[] {
  const used = new Set(taken)
  for (const [index, from] of taken.slice(0, -1).entries()) {
    const to = taken[index + 1]!
    const inside = poset.order.find(
      (position) => !used.has(position) && isBefore(poset, from, position) && isBefore(poset, position, to),
    )
    if (inside !== undefined) return [from, inside, to]
  }
  return taken
}

/** Words for the reasons of a sequence. */
export function describeSequence(data: FindingData, place: string): Description {
  const { reason, firstUnmatched, stuckAt, pattern } = data
  const extras = (data['extras'] ?? []) as readonly string[]
  switch (reason) {
    case 'turn-missing':
    case 'turn-extra':
      return {
        message: `${place} answers ${String(data['turns'])} messages of its user, expected ${String(data['expectedTurns'])}`,
        help: 'let the user say as many, or change the list under `turns`',
      }
    case 'item-missing':
      return {
        message: `${place} has no step for \`${String(firstUnmatched)}\` at \`${String(stuckAt)}\`, expected \`${String(pattern)}\``,
        help: 'find out why the agent leaves the step out, or mark the item `optional`',
      }
    case 'out-of-order':
      return {
        message: `${place} has \`${String(firstUnmatched)}\` in another place than \`${String(stuckAt)}\`, expected \`${String(pattern)}\``,
        help: 'keep the agent to the order, or list items whose order is free under `anyOrder`',
      }
    case 'not-contiguous':
      return {
        message: `${place} has ${some(extras)} inside of the sequence, expected \`${String(pattern)}\` without other steps between`,
        help: 'keep the agent from other calls in between, or write `inOrder`',
      }
    default:
      return {
        message: `${place} has ${some(extras)} beside the sequence, expected \`${String(pattern)}\` and no other step`,
        help: 'keep the agent from the call, or list it under `extras`',
      }
  }
}

function some([first = 'another step', ...more]: readonly string[]): string {
  return more.length === 0 ? `\`${first}\`` : `\`${first}\` and ${more.length} more`
}
