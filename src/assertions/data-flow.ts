import { z } from 'zod'

import { canonicalText } from '../model/canonical.ts'
import type { Step } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import { filledIn } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { compileFlowEnd, flowEnd, holesAsked, nameOf, valuesFrom, valuesInto } from './flow/flow-end.ts'
import { indexTexts, type Budget } from './flow/text-index.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'

const transforms = ['none', 'lower', 'trim', 'number'] as const
type Transform = (typeof transforms)[number]

const end = flowEnd.refine(({ path }) => path !== undefined, filledIn('has no `path`, such as `$.order_id`'))

const full = fullForm(() => ({
  from: end.describe('Steps whose results hold the values, and where'),
  to: end.describe('Steps whose arguments take the values, and where'),
  match: z
    .enum(['equals', 'contains'])
    .optional()
    .describe('contains: a text at `to` may have more around it. Default: equals'),
  transform: z.enum(transforms).optional().describe('What is done to both sides before they are compared'),
})).refine(
  ({ match, transform }) => match !== 'contains' || transform !== 'number',
  filledIn('has `match: contains`, which compares texts, beside `transform: number`'),
)

export const dataFlow = defineAssertion({
  id: 'data-flow',
  summary: 'Requires that values in arguments come from results of steps before',
  scope: 'own',
  options: full,
  compile(options, { agent, hash }) {
    const { scope = 'own', match = 'equals', transform = 'none', stateCap = defaultStateCap } = options
    const from = compileFlowEnd(options.from, 'not-failed')
    const to = compileFlowEnd(options.to, 'any')
    return {
      content: { ...from.selector.content, ...to.selector.content, args: true, result: true },
      check(run): Outcome {
        const scoped = run.within(scope, agent)
        const { before } = run.steps.order
        const sources = selectSteps(scoped.steps, from.selector.selects)
        const targets = selectSteps(scoped.steps, to.selector.selects)
        const budget: Budget = { left: stateCap }
        const known = new Map<string, Step[]>()
        const texts: string[] = []
        /** Steps that may have had any value. */
        const unknown = [...sources.maybe]
        for (const step of sources.sure) {
          const values = valuesFrom(step, from)
          if (values === undefined) unknown.push(step)
          for (const value of values ?? []) {
            const one = transformed(value, transform)
            const holders = known.get(canonicalText(one))
            if (holders === undefined) known.set(canonicalText(one), [step])
            else if (holders.at(-1) !== step) holders.push(step)
            if (typeof one === 'string') texts.push(one)
          }
        }
        const index = match === 'contains' ? indexTexts(texts) : undefined
        function* holdersOf(value: Value): Generator<Step> {
          yield* known.get(canonicalText(value)) ?? []
          if (index === undefined || typeof value !== 'string') return
          for (const { text } of index.occurrences(value, budget)) {
            if (text !== value) yield* known.get(canonicalText(text))!
          }
        }
        const isFedBy = (step: Step, holder: Step): boolean => {
          budget.left -= 1
          return budget.left >= 0 && before(holder, step)
        }

        const holes = scoped.holes(holesAsked(from, to))
        const maySeeNone = scoped.extent(holesAsked(from, to)) === 'partial'
        const timesLost = scoped.gaps('times').length > 0
        let activations = 0
        let undecided: Outcome | undefined
        const isSure = new Set(targets.sure)
        for (const step of [...targets.sure, ...targets.maybe]) {
          const values = valuesInto(step, to)
          if (values === undefined) {
            activations += 1
            undecided ??= open(0, 'content-unknown', { counterexample: spansOf([step]) })
          }
          for (const value of values ?? []) {
            activations += 1
            let isElsewhere = false
            let isFed = false
            for (const holder of holdersOf(transformed(value, transform))) {
              if ((isFed = isFedBy(step, holder))) break
              isElsewhere ||= holder !== step
            }
            if (isFed) continue
            if (budget.left < 0) return open(activations, 'state-cap', { data: { states: stateCap } })
            const data = {
              from: from.selector.words,
              fromPath: from.path.text,
              to: nameOf(step),
              path: to.path.text,
              valueHash: hash(value),
              isElsewhere,
            }
            const details = { data, counterexample: spansOf([step]) }
            if (maySeeNone) undecided ??= openByGaps(0, holes, details)
            else if (!isSure.has(step) || (isElsewhere && timesLost) || unknown.some((source) => isFedBy(step, source)))
              undecided ??= open(0, 'content-unknown', details)
            else return fail(activations, 'no-source', details)
          }
        }
        if (undecided !== undefined) return { ...undecided, activations }
        return holes.length > 0 ? openByGaps(activations, holes) : pass(activations)
      },
    }
  },
  describe: ({ from, fromPath, to, path, isElsewhere }, place) => ({
    message: `${place} calls \`${String(to)}\` with a value at \`${String(path)}\` that is none at \`${String(fromPath)}\` of a step ${String(from)} before it${isElsewhere === true ? ', only of one beside or after it' : ''}`,
    help: 'find out where the agent has the value from, or name that step under `from`',
  }),
})

const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i

function transformed(value: Value, transform: Transform): Value {
  if (typeof value !== 'string' || transform === 'none') return value
  if (transform === 'lower') return value.toLowerCase()
  if (transform === 'trim') return value.trim()
  if (!decimal.test(value)) return value
  // Whole numbers beyond 2^53 keep their digits.
  const number = Number(value)
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^\s*[+-]?\d+\s*$/.test(value)
    ? BigInt(value.trim().replace(/^\+/, ''))
    : number
}
