import { canonicalText } from '../model/canonical.ts'
import type { Decision } from '../model/selector.ts'
import type { Gap, Step } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import type { StepOrder } from '../runs/index.ts'
import { indexArguments } from './argument-index.ts'
import { compareContents } from './compare-recorded.ts'
import type { ScopeOption } from './options.ts'
import { isFailed } from './step-selector.ts'
import { findSuperseded } from './superseded.ts'
import type { TrajectoryRun } from './trajectory-run.ts'
import { userTurnsOf, type UserTurns } from './user-turns.ts'
import type { ComparisonMode } from './value-matcher.ts'

/** One side of a comparison: the tool calls of a run, without failed ones that were made good. */
export interface Side {
  readonly steps: readonly Step[]
  readonly order: Pick<StepOrder, 'before'>
  readonly turns: UserTurns
  readonly holes: readonly Gap[]
  /** How many of the steps may have been made good by one that is pending, or was lost. */
  readonly mayVanish: number
}

export function sideOf(run: TrajectoryRun, scope: ScopeOption, agent: string | null): Side {
  const scoped = run.within(scope, agent)
  const { order } = run.steps
  const tools = scoped.steps.filter(({ kind }) => kind === 'tool')
  const isSuperseded = findSuperseded(tools, order)
  const steps = tools.filter((step) => isSuperseded(step) !== true)
  const holes = scoped.holes('tools')
  const mayVanish = steps.filter((step) =>
    holes.length > 0 ? isFailed(step.status) : isSuperseded(step) === undefined,
  ).length
  return { steps, order, turns: userTurnsOf(run), holes, mayVanish }
}

/** Steps of the run that each step of the golden may be paired with, by position. */
export interface Partners {
  readonly sure: (golden: number) => readonly number[]
  /** The sure ones, and those of which the recordings do not say enough. */
  readonly likely: (golden: number) => readonly number[]
  readonly hasUnsure: boolean
}

interface Class {
  readonly step: Step
  readonly turn: number
  /** Arguments, and one text per value of them; where they were not recorded whole, there is no text. */
  readonly value: Value | null
  readonly text: string | undefined
  readonly positions: number[]
}

export type ModeOf = (tool: string | null) => ComparisonMode

/** Compares each kind of call of one side with each of the other that it could equal. */
export function findPartners(golden: Side, run: Side, modeOf: ModeOf): Partners {
  const goldenClasses = classesOf(golden, modeOf)
  const runClasses = [...new Set(classesOf(run, modeOf))]
  const indexes = new Map(
    [...Map.groupBy(runClasses, bucketOf)].map(([bucket, classes]) => [
      bucket,
      indexArguments(classes, modeOf(classes[0]!.step.name)),
    ]),
  )
  const byTurn = Map.groupBy(runClasses, ({ turn }) => turn)
  const unnamed = runClasses.filter(({ step }) => step.name === null)
  const found = new Map<Class, { readonly sure: readonly number[]; readonly likely: readonly number[] }>()
  let hasUnsure = false
  for (const one of new Set(goldenClasses)) {
    const { name } = one.step
    // A step without a name may be any.
    const others =
      name === null
        ? (byTurn.get(one.turn) ?? [])
        : [...(indexes.get(bucketOf(one))?.(one) ?? []), ...unnamed.filter(({ turn }) => turn === one.turn)]
    const [sure, likely]: [number[], number[]] = [[], []]
    for (const other of others) {
      const decision = compareClasses(one, other, modeOf(name))
      if (decision === false) continue
      for (const position of other.positions) {
        likely.push(position)
        if (decision === true) sure.push(position)
      }
      if (decision === undefined) hasUnsure = true
    }
    found.set(one, { sure: sure.sort((a, b) => a - b), likely: likely.sort((a, b) => a - b) })
  }
  return {
    sure: (position) => found.get(goldenClasses[position]!)!.sure,
    likely: (position) => found.get(goldenClasses[position]!)!.likely,
    hasUnsure,
  }
}

function bucketOf({ turn, step: { name } }: Class): string {
  return `${turn} ${JSON.stringify(name)}`
}

/** The class of each step: steps of one class compare alike. */
function classesOf({ steps, turns }: Side, modeOf: ModeOf): readonly Class[] {
  const classes = new Map<string, Class>()
  return steps.map((step, position) => {
    const turn = turns.turnOf(step)
    const isCompared = modeOf(step.name) !== 'ignore' && 'value' in step.args
    const value = isCompared && 'value' in step.args ? step.args.value : null
    const text = isCompared ? canonicalText(value) : undefined
    const kept = 'lacks' in step.args ? step.args.lacks : ''
    const key = `${turn} ${step.status} ${kept} ${JSON.stringify(step.name)} ${text ?? ''}`
    let known = classes.get(key)
    if (known === undefined) classes.set(key, (known = { step, turn, value, text, positions: [] }))
    known.positions.push(position)
    return known
  })
}

function compareClasses(golden: Class, run: Class, mode: ComparisonMode): Decision {
  const statuses = compareStatus(golden.step, run.step)
  if (statuses === false) return false
  const args =
    mode === 'exact' && golden.text !== undefined && run.text !== undefined
      ? golden.text === run.text
      : compareContents(golden.step.args, run.step.args, mode)
  if (args === false) return false
  const isNamed = golden.step.name !== null && run.step.name !== null
  return isNamed && statuses === true ? args : undefined
}

/** A failed call is none that was to succeed. */
function compareStatus(golden: Step, run: Step): Decision {
  if (golden.status === 'pending' || run.status === 'pending') return golden.status === run.status ? true : undefined
  return isFailed(golden.status) === isFailed(run.status)
}
