import { z } from 'zod'

import type { Decision } from '../model/selector.ts'
import type { StepKind } from '../model/span-facts.ts'
import type { Step } from '../model/step.ts'
import { filledIn } from '../schema/index.ts'
import { defineAssertion, type AssertionContext, type ContentNeeds } from './assertion.ts'
import { spansOf } from './count-steps.ts'
import { couldMatchWithMore, matchSequence, type SequenceSearch } from './matching/search.ts'
import { fullForm } from './options.ts'
import { mergeOutcomes } from './merge-outcomes.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { largestTangle, projectSteps } from './project-steps.ts'
import { describeSequence, sequenceFailure } from './sequence-failure.ts'
import { compileSequence, sequenceItem, sequenceProblem, type SequenceItem } from './sequence-pattern.ts'
import { compileStepSelector, isFailed, stepSelector } from './step-selector.ts'
import { findSuperseded } from './superseded.ts'
import type { ScopedRun, TrajectoryRun } from './trajectory-run.ts'
import { userTurnsOf } from './user-turns.ts'

const forms = ['inOrder', 'anyOrder', 'exact', 'contiguous'] as const

const items = z.array(sequenceItem)

const shape = {
  inOrder: items.optional().describe('One after another; other calls may stand between'),
  anyOrder: items.optional().describe('All of them, freely interleaved'),
  exact: items.optional().describe('One after another, and no other call'),
  contiguous: items.optional().describe('One after another, nothing in between'),
  extras: z
    .union([z.enum(['allow', 'forbid']), z.array(stepSelector).min(1, 'the list is empty')])
    .optional()
    .describe('Other calls: allow, forbid, or those that may occur. Default: allow'),
  empty: z.literal(true).optional().describe('The list is empty on purpose: nothing may be called'),
}

const oneTurn = z.strictObject(shape)
type Written = z.output<typeof oneTurn>

/** Adds what no key says alone, where a sequence is asked for. */
function refineSequence<Schema extends z.ZodType<Written>>(
  schema: Schema,
  isAsked: (value: Written) => boolean,
): Schema {
  return schema
    .refine(
      (value) => !isAsked(value) || forms.filter((form) => value[form] !== undefined).length === 1,
      filledIn(oneForm()),
    )
    .refine(
      ({ exact, extras }) => exact === undefined || extras === undefined || extras === 'forbid',
      filledIn('has `extras` beside `exact`, which allows none: write `inOrder` with `extras`'),
    )
    .superRefine((value, context) => {
      if (context.issues.length > 0 || !isAsked(value)) return
      const { form, list, extras } = sequenceOf(value)
      const message = listProblem(form, list, extras, value.empty === true)
      if (message !== undefined) context.addIssue({ code: 'custom', path: [form], message })
    })
}

const full = refineSequence(
  fullForm(() => ({
    ...shape,
    turns: z
      .array(z.union([refineSequence(oneTurn, () => true), z.null()]))
      .min(1, 'the list is empty')
      .optional()
      .describe('One sequence for each message of the user; null where nothing is asked of the calls'),
  }))
    .refine(
      ({ turns, ...rest }) => turns === undefined || Object.keys(shape).every((key) => !(key in rest)),
      filledIn('has `turns` beside a sequence for the whole run'),
    )
    .refine(
      ({ turns }) => turns === undefined || turns.some((one) => one !== null),
      filledIn('asks nothing of any turn'),
    ),
  (value) => !('turns' in value),
)

type Options = z.output<typeof full>

export const toolSequence = defineAssertion({
  id: 'tool-sequence',
  summary: 'Requires steps in an order, as a pattern that the run must match',
  scope: 'own',
  options: z.union([
    full,
    items
      .min(1, 'the list is empty')
      .refine((list) => sequenceProblem('inOrder', list, true) === undefined, {
        error: ({ input }) => sequenceProblem('inOrder', input as readonly SequenceItem[], true) ?? '',
      })
      .transform((inOrder): Options => ({ inOrder })),
  ]),
  compile({ scope = 'own', stateCap = defaultSequenceCap, turns, ...whole }, { agent, show }) {
    if (turns === undefined) {
      const { content, names, check } = compileOne(whole, { stateCap, show })
      return { content, names, check: (run) => check(run, run.within(scope, agent), () => true) }
    }
    const perTurn = turns.map((one) => (one === null ? null : compileOne(one, { stateCap, show })))
    const asked = perTurn.filter((one) => one !== null)
    return {
      content: Object.assign({}, ...asked.map(({ content }) => content)) as ContentNeeds,
      names: asked.flatMap(({ names }) => names),
      check(run): Outcome {
        const scoped = run.within(scope, agent)
        const { count, turnOf } = userTurnsOf(run)
        const holes = scoped.holes('tools')
        const data = { turns: count, expectedTurns: turns.length }
        if (count > turns.length) return fail(count, 'turn-extra', { data })
        if (count < turns.length)
          return holes.length > 0 ? openByGaps(1, holes, { data }) : fail(1, 'turn-missing', { data })
        return mergeOutcomes(
          perTurn.flatMap((one, turn) => {
            if (one === null) return []
            const outcome = one.check(run, scoped, (step) => turnOf(step) === turn)
            return [{ ...outcome, data: { ...outcome.data, turn: turn + 1 } }]
          }),
        )
      },
    }
  },
  describe: (data, place) =>
    describeSequence(
      data,
      typeof data['turn'] === 'number' ? `${place} at message ${data['turn']} of its user` : place,
    ),
})

/** A sequence, ready for the steps of a run that it speaks of. */
interface CompiledSequence {
  readonly content: ContentNeeds
  readonly names: readonly string[]
  readonly check: (run: TrajectoryRun, scoped: ScopedRun, isOf: (step: Step) => boolean) => Outcome
}

function compileOne(
  options: Pick<Written, (typeof forms)[number] | 'extras'>,
  { stateCap, show }: { readonly stateCap: number; readonly show: AssertionContext['show'] },
): CompiledSequence {
  const { form, list, extras } = sequenceOf(options)
  const { pattern, leaves } = compileSequence(form, list)
  const listed = typeof extras === 'string' ? [] : extras.map((one) => compileStepSelector(one, 'any'))
  const selectors = [...leaves.map(({ compiled }) => compiled), ...listed]
  const alphabet = new Set<StepKind>(['tool', ...leaves.flatMap(({ compiled }) => [...compiled.kinds])])
  const required = leaves.filter(({ isRequired }) => isRequired)
  const contiguous = form === 'contiguous'
  const isWhole = contiguous || extras !== 'allow'

  const freeOf = (steps: readonly Step[], isSuperseded: (step: Step) => Decision): readonly Decision[] =>
    steps.map((step) => {
      if (extras === 'allow') return true
      const decisions = [isSuperseded(step), ...listed.map(({ selects }) => selects(step))]
      return decisions.includes(true) ? true : decisions.includes(undefined) ? undefined : false
    })

  return {
    content: Object.assign({}, ...selectors.map(({ content }) => content)) as ContentNeeds,
    names: required.flatMap(({ compiled }) => compiled.literals),
    check(run, scoped, isOf): Outcome {
      const { order } = run.steps
      const steps = scoped.steps.filter((step) => alphabet.has(step.kind) && isOf(step))
      const holes = scoped.holes('tools')
      const absentNames = required
        .filter(({ compiled }) => !steps.some((step) => compiled.names(step) !== false))
        .flatMap(({ compiled }) => compiled.literals)
      const capped = (data: Outcome['data'] = { states: stateCap }): Outcome =>
        open(1, 'state-cap', { data, absentNames })
      const poset = projectSteps(steps, order)
      if (poset === undefined) return capped({ states: 0, tangled: largestTangle })

      const decisions = leaves.map(({ compiled }) => steps.map(compiled.selects))
      const matches = (position: number, item: number): Decision => decisions[item]![position]
      const free = freeOf(steps, findSuperseded(steps, order))
      const searchWith = (isFree: (position: number) => boolean): SequenceSearch => ({
        poset,
        pattern,
        matches,
        extras: extras === 'allow' ? 'allow' : new Set([...steps.keys()].filter(isFree)),
        contiguous,
        stateCap,
      })
      const likely = searchWith((position) => free[position] !== false)
      const result = matchSequence(likely)
      if (result.outcome === 'capped') return capped()
      if (result.outcome === 'impossible') {
        if (holes.length > 0) {
          // Whatever failed may have been made good by a step that was lost.
          const isFree = (position: number): boolean => free[position] !== false || isFailed(steps[position]!.status)
          const couldMatch = couldMatchWithMore(searchWith(isFree))
          if (couldMatch === undefined) return capped()
          if (couldMatch) return openByGaps(1, holes, { absentNames })
        }
        const { reason, data, shown } = sequenceFailure({
          run,
          steps,
          poset,
          leaves,
          form,
          list,
          search: likely,
          result,
          show,
        })
        return fail(Math.max(1, result.assignment.length), reason, {
          data,
          absentNames,
          counterexample: spansOf(shown),
        })
      }
      const isSure =
        result.outcome === 'matched' &&
        (!free.includes(undefined) || matchSequence(searchWith((at) => free[at] === true)).outcome === 'matched')
      if (isSure && !(isWhole && holes.length > 0)) return pass(Math.max(1, result.assignment.length))
      if (holes.length > 0) return openByGaps(1, holes, { absentNames })
      const unsure = steps.filter((_, at) => free[at] === undefined || decisions.some((row) => row[at] === undefined))
      return open(1, 'content-unknown', { absentNames, counterexample: spansOf(unsure) })
    },
  }
}

/** A million takes seconds; a tenth of one, no realistic sequence. */
const defaultSequenceCap = 400_000

interface Sequence {
  readonly form: (typeof forms)[number]
  readonly list: readonly SequenceItem[]
  readonly extras: 'allow' | 'forbid' | NonNullable<Exclude<Written['extras'], string>>
}

function sequenceOf(options: Pick<Written, (typeof forms)[number] | 'extras'>): Sequence {
  const form = forms.find((one) => options[one] !== undefined)!
  return { form, list: options[form]!, extras: form === 'exact' ? 'forbid' : (options.extras ?? 'allow') }
}

function listProblem(
  form: string,
  list: readonly SequenceItem[],
  extras: Sequence['extras'],
  isEmpty: boolean,
): string | undefined {
  if (list.length > 0)
    return isEmpty ? 'is not empty, and `empty: true` says it is' : sequenceProblem(form, list, extras === 'allow')
  if (!isEmpty) return 'the list is empty; where nothing may be called, add `empty: true`'
  return extras === 'allow'
    ? 'is empty and allows all calls, so that every run would pass: write `exact: []`'
    : undefined
}

function oneForm(): string {
  return `needs one of ${forms.map((form) => `\`${form}\``).join(', ')}`
}
