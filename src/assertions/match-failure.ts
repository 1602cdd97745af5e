import type { FindingData } from '../model/finding.ts'
import type { SpanRef, Step } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import type { AssertionContext } from './assertion.ts'
import type { Description } from './common-reasons.ts'
import { recordedDifferences } from './compare-recorded.ts'
import { spansOf } from './count-steps.ts'
import { align } from './matching/align.ts'
import { pairMost } from './matching/bipartite.ts'
import { observedSteps, stepWords } from './observed-steps.ts'
import type { ModeOf, Partners, Side } from './pair-trajectories.ts'
import { projectSteps } from './project-steps.ts'

interface Comparison {
  readonly path: string
  readonly golden: Side
  readonly side: Side
  readonly partners: Partners
  readonly mode: string
  readonly min: number
  readonly isOrdered: boolean
  readonly modeOf: ModeOf
  readonly show: AssertionContext['show']
}

type Pair = readonly [golden: number, run: number]

const listed = 20
/** A report need not have the best alignment of thousands of calls. */
const reportedStates = 20_000

/** Which calls of two trajectories pair, which do not, and what that breaks. */
export function matchFailure(comparison: Comparison): {
  readonly reason: string
  readonly score: number
  readonly data: FindingData
  readonly counterexample: readonly SpanRef[]
} {
  const { path, golden, side, mode, min } = comparison
  const pairs = pairsOf(comparison)
  const left = leftOver(golden.steps, side.steps, pairs)
  const swapped = comparison.isOrdered ? pairLeftOver(comparison, left) : []
  const { missing, extra } = leftOver(golden.steps, side.steps, [...pairs, ...swapped])
  const near = nearestOf(comparison, missing, extra)
  const isMissingAsked = mode !== 'subset'
  const isExtraAsked = mode !== 'superset'
  const turns = side.turns.count - golden.turns.count
  const count = golden.steps.length + side.steps.length
  const score = count === 0 ? 1 : (2 * pairs.length) / count
  const reason =
    mode === 'graded'
      ? 'score-low'
      : near !== undefined
        ? 'args-differ'
        : isMissingAsked && (missing.length > 0 || turns < 0)
          ? 'call-missing'
          : isExtraAsked && (extra.length > 0 || turns > 0)
            ? 'extra-call'
            : 'out-of-order'
  const at = (positions: readonly number[]): readonly Step[] => positions.map((position) => side.steps[position]!)
  const shown = {
    'args-differ': near === undefined ? [] : [near.run],
    'call-missing': [],
    'extra-call': extra.slice(0, 1),
    'out-of-order': swapped.slice(0, 1).map(([, run]) => run),
    'score-low': [...swapped.map(([, run]) => run), ...extra].slice(0, 1),
  }[reason]
  return {
    reason,
    score,
    counterexample: spansOf(at(shown)),
    data: {
      golden: path,
      mode,
      ...(mode === 'graded' ? { min } : {}),
      pairs: pairs
        .slice(0, listed)
        .map(([one, other]) => ({ golden: golden.steps[one]!.id, run: side.steps[other]!.id })),
      missing: [...names(missing.map((position) => golden.steps[position]!)), ...turnNames(-turns, side.turns.count)],
      extra: [...names(at(extra)), ...turnNames(turns, golden.turns.count)],
      swapped: names(at(swapped.map(([, run]) => run))),
      score: Number(score.toFixed(6)),
      expected: observedSteps(golden.steps, golden.order),
      observed: observedSteps(side.steps, side.order),
      ...(near === undefined ? {} : { nearest: near.shown }),
    },
  }
}

function pairsOf({ golden, side, partners, isOrdered }: Comparison): readonly Pair[] {
  if (isOrdered) {
    const [first, second] = [projectSteps(golden.steps, golden.order), projectSteps(side.steps, side.order)]
    if (first !== undefined && second !== undefined) {
      return align(first, second, partners.likely, { stateCap: reportedStates }).pairs
    }
  }
  return pairMost(golden.steps.length, side.steps.length, partners.likely)
}

interface LeftOver {
  readonly missing: readonly number[]
  readonly extra: readonly number[]
}

function leftOver(golden: readonly Step[], run: readonly Step[], pairs: readonly Pair[]): LeftOver {
  const [ofGolden, ofRun] = [new Set(pairs.map(([one]) => one)), new Set(pairs.map(([, other]) => other))]
  return {
    missing: [...golden.keys()].filter((position) => !ofGolden.has(position)),
    extra: [...run.keys()].filter((position) => !ofRun.has(position)),
  }
}

/** Pairs of what an order left over: the same calls, elsewhere. */
function pairLeftOver({ partners }: Comparison, { missing, extra }: LeftOver): readonly Pair[] {
  const indexes = new Map(extra.map((position, index) => [position, index]))
  const found = pairMost(missing.length, extra.length, (index) =>
    partners.likely(missing[index]!).flatMap((position) => indexes.get(position) ?? []),
  )
  return found.map(([one, other]) => [missing[one]!, extra[other]!])
}

/** Of calls of one tool that found no partner, on both sides, the two that differ least. */
function nearestOf(
  { golden, side, modeOf, show }: Comparison,
  missing: readonly number[],
  extra: readonly number[],
): { readonly run: number; readonly shown: FindingData } | undefined {
  let best: { readonly run: number; readonly size: number; readonly shown: FindingData } | undefined
  const shownOf = (value: Value | undefined): string => (value === undefined ? 'nothing' : show(value))
  for (const [one, other] of missing
    .slice(0, listed)
    .flatMap((from) => extra.slice(0, listed).map((to) => [from, to] as const))) {
    const [wanted, made] = [golden.steps[one]!, side.steps[other]!]
    if (wanted.name === null || wanted.name !== made.name) continue
    if (!('value' in wanted.args) || !('value' in made.args)) continue
    const differences = [...recordedDifferences(wanted.args.value, made.args.value, modeOf(wanted.name), 'args')]
    if (differences.length === 0 || (best !== undefined && best.size <= differences.length)) continue
    const diff = differences.slice(0, listed).map(({ path, golden: expected, actual }) => ({
      path,
      expected: shownOf(expected),
      actual: actual === undefined ? null : show(actual),
    }))
    best = { run: other, size: differences.length, shown: { step: stepWords(made), diff } }
  }
  return best
}

function names(steps: readonly Step[]): readonly string[] {
  return steps.slice(0, listed).map(stepWords)
}

/** Turns of the user that only one side has, by number from 1. */
function turnNames(count: number, from: number): readonly string[] {
  return Array.from({ length: Math.max(0, Math.min(count, listed)) }, (_, index) => `turn ${from + index + 1}`)
}

/** Words for the reasons of a comparison. */
export function describeMatch(data: FindingData, place: string): Description {
  const golden = `\`${String(data['golden'])}\``
  const [missing, extra, swapped] = ['missing', 'extra', 'swapped'].map((key) => (data[key] ?? []) as readonly string[])
  switch (data['reason']) {
    case 'golden-missing': {
      const declared = typeof data['case'] === 'string' ? ` \`${data['case']}\`` : ''
      return {
        message: `\`trajectory-match\` is undecided for ${place}: no golden recording is of its case${declared}`,
        help: 'add a recording of that case to `golden`, or declare `spanpact.case.id` on the run',
      }
    }
    case 'call-missing':
      return {
        message: `${place} lacks ${words(missing)} of golden ${golden}`,
        help: 'find out why the agent leaves the call out, or record the golden anew',
      }
    case 'extra-call':
      return {
        message: `${place} has ${words(extra)}, which golden ${golden} does not have`,
        help: 'keep the agent from the call, or write `mode: superset`',
      }
    case 'args-differ':
      return {
        message: `${place} has ${words(extra)} where golden ${golden} has ${words(missing)}, with other arguments`,
        help: 'correct the arguments, or loosen `args` or `argsFor`',
      }
    case 'score-low':
      return {
        message: `${place} scores ${String(data['score'])} against golden ${golden}, expected at least ${String(data['min'])}`,
        help: 'bring the calls closer to the golden ones, or lower `min`',
      }
    default:
      return {
        message: `${place} has ${words(swapped)} in another order than golden ${golden}`,
        help: 'keep the agent to the order, or write `mode: unordered`',
      }
  }
}

function words([first = 'a call', ...more]: readonly string[] = []): string {
  return more.length === 0 ? `\`${first}\`` : `\`${first}\` and ${more.length} more`
}
