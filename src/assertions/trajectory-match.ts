import { z } from 'zod'

import type { Gap } from '../model/step.ts'
import { SpanpactError } from '../model/spanpact-error.ts'
import { filledIn, oneOrMore, text } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { appliesTo } from './golden-choice.ts'
import { describeMatch, matchFailure } from './match-failure.ts'
import { align, type Alignment } from './matching/align.ts'
import { pairMost } from './matching/bipartite.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { findPartners, sideOf, type ModeOf, type Partners, type Side } from './pair-trajectories.ts'
import { largestTangle, projectSteps } from './project-steps.ts'
import type { TrajectoryRun } from './trajectory-run.ts'
import { comparisonModes } from './value-matcher.ts'
import { writtenCall, writtenSide } from './written-golden.ts'

const comparison = z.enum(comparisonModes)

const options = fullForm(() => ({
  golden: oneOrMore(text).optional().describe('Recordings to compare with, relative to the contract'),
  calls: z.array(writtenCall).optional().describe('Instead of recordings: the golden calls, one after another'),
  mode: z
    .enum(['strict', 'unordered', 'subset', 'superset', 'graded'])
    .describe('The calls of the run are: the same in order; the same; some of the golden ones; all and more; alike'),
  args: comparison.optional().describe('Read "the recorded arguments are a … of the golden ones". Default: exact'),
  argsFor: z.record(text, comparison).optional().describe('The same for single tools, by name'),
  min: z
    .number()
    .gt(0, 'is no score that says anything')
    .max(1, 'is above 1')
    .optional()
    .describe('Of `graded`: least score'),
  order: z.literal('ignore').optional().describe('Of `graded`: calls count in whatever order'),
  empty: z.literal(true).optional().describe('A golden without calls is meant: then nothing may be called'),
}))
  .refine(
    ({ golden, calls }) => (golden === undefined) !== (calls === undefined),
    filledIn('needs one of `golden` and `calls`'),
  )
  .refine(
    ({ calls = [], args, argsFor }) =>
      calls.every((call) => typeof call === 'object' || (argsFor?.[call] ?? args) === 'ignore'),
    filledIn('has `calls` without arguments: write `args: ignore`, or `{ tool, args }` for each'),
  )
  .refine(
    ({ calls, empty }) => calls === undefined || (calls.length === 0) === (empty === true),
    filledIn('has no `calls` without `empty: true`, or some with it'),
  )
  .refine(({ mode, min }) => mode !== 'graded' || min !== undefined, filledIn('`graded` needs `min`, the least score'))
  .refine(
    ({ mode, min, order }) => mode === 'graded' || (min === undefined && order === undefined),
    filledIn('has `min` or `order`, which only `graded` takes'),
  )

type Mode = z.output<typeof options>['mode']

/** What a comparison is asked for. */
interface Question {
  readonly mode: Mode
  readonly min: number
  readonly isOrdered: boolean
  readonly modeOf: ModeOf
  readonly stateCap: number
}

/** What a run is compared with; without a run of its own it is written in the contract, for all runs. */
interface Golden {
  readonly path: string
  readonly run: TrajectoryRun | null
  readonly side: Side
}

/** How many calls can be paired, at least and at most. */
interface Range {
  readonly low: number
  readonly high: number
  readonly isCapped: boolean
}

export const trajectoryMatch = defineAssertion({
  id: 'trajectory-match',
  summary: 'Compares the tool calls of a run with those of golden recordings',
  scope: 'own',
  options,
  goldens: ({ golden = [] }) => [golden].flat(),
  compile(given, { agent, golden: runsOf, show }) {
    const { mode, args = 'exact', argsFor = {}, min = 1, order, empty, scope = 'own', stateCap = 400_000 } = given
    const modes = new Map(Object.entries(argsFor))
    const modeOf: ModeOf = (tool) => modes.get(tool ?? '') ?? args
    const isOrdered = mode === 'strict' || (mode === 'graded' && order === undefined)
    const goldens = [given.golden ?? []].flat().flatMap((path) =>
      runsOf(path).map((run): Golden => {
        const side = sideOf(run, scope, agent)
        if (side.steps.length === 0 && side.holes.length === 0 && empty !== true) throw emptyGolden(path)
        return { path, run, side }
      }),
    )
    if (given.calls !== undefined) goldens.push({ path: 'calls', run: null, side: writtenSide(given.calls) })
    return {
      content: args === 'ignore' && modes.size === 0 ? {} : { args: true },
      check(run): Outcome {
        const candidates = goldens.filter((golden) => golden.run === null || appliesTo(golden.run, run))
        if (candidates.length === 0) {
          const cases = [...new Set(goldens.flatMap((golden) => golden.run?.caseId ?? []))]
          return open(1, 'golden-missing', {
            data: { case: run.caseId, cases: cases.slice(0, 20), golden: given.golden },
          })
        }
        const side = sideOf(run, scope, agent)
        const outcomes = candidates.map((golden): Outcome & { readonly score: number } => {
          const isNone = golden.side.steps.length === 0
          const question = {
            mode: isNone ? 'strict' : mode,
            min,
            isOrdered: isOrdered || isNone,
            modeOf,
            stateCap,
          } as const
          const partners = findPartners(golden.side, side, modeOf)
          const outcome = judge(golden.side, side, partners, question)
          if (outcome.verdict === 'pass') return { ...outcome, score: 1 }
          const failure = matchFailure({ ...golden, golden: golden.side, side, partners, ...question, show })
          if (outcome.verdict === 'inconclusive') {
            return { ...outcome, data: { ...outcome.data, golden: golden.path }, score: failure.score }
          }
          return { ...fail(Math.max(1, side.steps.length), failure.reason, failure), score: failure.score }
        })
        // Any may match; of those that do not, the closest is reported.
        const closest = outcomes.toSorted((one, other) => other.score - one.score)
        const { score: _, ...decisive } =
          closest.find(({ verdict }) => verdict === 'pass') ??
          closest.find(({ verdict }) => verdict === 'inconclusive') ??
          closest[0]!
        return decisive
      },
    }
  },
  describe: describeMatch,
})

function emptyGolden(path: string): SpanpactError {
  return new SpanpactError(
    'golden-empty',
    `\`${path}\` has a run without tool calls; where nothing may be called, add \`empty: true\` to \`trajectory-match\``,
  )
}

function judge(golden: Side, run: Side, partners: Partners, question: Question): Outcome {
  const { mode, min } = question
  const range = rangeOf(golden, run, partners, question)
  if (range === undefined) return open(1, 'state-cap', { data: { states: 0, tangled: largestTangle } })
  const { low, high } = range
  const [goldenCount, runCount] = [golden.steps.length, run.steps.length]
  const isAllThere = low === goldenCount && golden.turns.count <= run.turns.count
  const isSomeMissing =
    run.holes.length === 0 && (high < goldenCount - golden.mayVanish || golden.turns.count > run.turns.count)
  const isNoneExtra = low === runCount && run.turns.count <= golden.turns.count
  const isSomeExtra =
    golden.holes.length === 0 && (high < runCount - run.mayVanish || run.turns.count > golden.turns.count)
  const [isHeld, isBroken] = decide()
  if (isBroken) return fail(1, '')
  if (isHeld) return pass(mode === 'subset' ? runCount : Math.max(1, runCount))
  if (range.isCapped) return open(1, 'state-cap', { data: { states: question.stateCap } })
  const gaps: readonly Gap[] = [
    ...run.holes,
    ...golden.holes.map((gap) => ({ ...gap, spans: [], message: `in the golden, ${gap.message}` })),
  ]
  return gaps.length > 0 ? openByGaps(1, gaps) : open(1, 'content-unknown')

  function decide(): readonly [isHeld: boolean, isBroken: boolean] {
    const isWhole = run.holes.length === 0 && golden.holes.length === 0
    switch (mode) {
      case 'superset':
        return [isAllThere && golden.holes.length === 0, isSomeMissing]
      case 'subset':
        return [isNoneExtra && run.holes.length === 0, isSomeExtra]
      case 'graded': {
        // What was lost may pair with everything that has no partner.
        const [lostGolden, lostRun] = [
          golden.holes.length > 0 ? runCount - high : 0,
          run.holes.length > 0 ? goldenCount - high : 0,
        ]
        const fewest = goldenCount + runCount - golden.mayVanish - run.mayVanish
        const best = scoreOf(high + lostGolden + lostRun, fewest + lostGolden + lostRun)
        return [isWhole && scoreOf(low, goldenCount + runCount) >= min, best < min]
      }
      default:
        return [isAllThere && isNoneExtra && isWhole, isSomeMissing || isSomeExtra]
    }
  }
}

function scoreOf(pairs: number, count: number): number {
  return count === 0 ? 1 : (2 * pairs) / count
}

/** Undefined where steps hang together beyond what can be searched. */
function rangeOf(
  golden: Side,
  run: Side,
  { sure, likely, hasUnsure }: Partners,
  { isOrdered, mode, stateCap }: Question,
): Range | undefined {
  const [goldenCount, runCount] = [golden.steps.length, run.steps.length]
  const most = pairMost(goldenCount, runCount, likely).length
  const needed = mode === 'strict' ? Math.max(goldenCount, runCount) : 0
  if (!isOrdered || most < needed) {
    const low = hasUnsure ? pairMost(goldenCount, runCount, sure).length : most
    return { low: isOrdered ? 0 : low, high: most, isCapped: false }
  }
  const [first, second] = [projectSteps(golden.steps, golden.order), projectSteps(run.steps, run.order)]
  if (first === undefined || second === undefined) return undefined
  const certain = align(first, second, sure, { stateCap, needed })
  const possible = hasUnsure ? align(first, second, likely, { stateCap, needed }) : certain
  const isCapped = ({ pairs, upper }: Alignment): boolean => pairs.length < upper && upper >= needed
  return {
    low: certain.pairs.length,
    high: Math.min(most, possible.upper),
    isCapped: isCapped(certain) || isCapped(possible),
  }
}
