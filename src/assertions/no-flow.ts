import { z } from 'zod'

import type { Step } from '../model/step.ts'
import { exactCount } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { compileFlowEnd, flowEnd, holesAsked, nameOf, valuesFrom, valuesInto } from './flow/flow-end.ts'
import { scalarsIn, type Scalar } from './flow/scalars.ts'
import { indexTexts, type Budget } from './flow/text-index.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { stepName } from './step-selector.ts'

const defaultMinLength = 6

const end = z.union([stepName.transform((tool): z.output<typeof flowEnd> => ({ tool })), flowEnd])

const full = fullForm(() => ({
  from: end.describe('Steps whose results must stay where they are; `path` narrows to a part'),
  to: end.describe('Steps into whose arguments nothing of them may go; `path` narrows to a part'),
  minLength: exactCount
    .min(1, 'is below 1')
    .optional()
    .describe('Shorter values occur by chance, and are left out. Default: 6'),
}))

export const noFlow = defineAssertion({
  id: 'no-flow',
  summary: 'Forbids that values of a result turn up in arguments of other steps',
  scope: 'deep',
  options: full,
  compile(options, { agent, hash }) {
    const { scope = 'deep', minLength = defaultMinLength, stateCap = defaultStateCap } = options
    const from = compileFlowEnd(options.from, 'any')
    const to = compileFlowEnd(options.to, 'any')
    return {
      content: { args: true, result: true },
      check(run): Outcome {
        const scoped = run.within(scope, agent)
        const { before, contains } = run.steps.order
        const sources = selectSteps(scoped.steps, from.selector.selects)
        const targets = selectSteps(scoped.steps, to.selector.selects)
        const budget: Budget = { left: stateCap }
        /** A step may have had the other's result when it was called. */
        const mayFollow = (target: Step, source: Step): boolean => {
          budget.left -= 1
          return budget.left >= 0 && target !== source && !before(target, source) && !contains(target, source)
        }
        const holders = new Map<string, Step[]>()
        const texts = new Set<string>()
        const unknown: Step[] = []
        /** Steps whose results have something that may flow. */
        const judged = new Set<Step>()
        let ignored = 0
        for (const step of [...sources.sure, ...sources.maybe]) {
          const values = valuesFrom(step, from)
          if (values === undefined) unknown.push(step)
          for (const value of values ?? []) {
            for (const scalar of scalarsIn(value, '$')) {
              const text = textOf(scalar.value)
              if (text === undefined || text.length < minLength) ignored += 1
              else {
                judged.add(step)
                if (typeof scalar.value === 'string') texts.add(text)
                const known = holders.get(text)
                if (known === undefined) holders.set(text, [step])
                else if (known.at(-1) !== step) known.push(step)
              }
            }
          }
        }
        const index = indexTexts(holders.keys())
        const isSure = new Set([...sources.sure, ...targets.sure])
        const activations = judged.size + unknown.length
        let undecided: Outcome | undefined
        for (const target of [...targets.sure, ...targets.maybe]) {
          const values = valuesInto(target, to)
          if (
            undecided === undefined &&
            values === undefined &&
            [...judged].some((source) => mayFollow(target, source))
          )
            undecided = open(activations, 'content-unknown', { counterexample: spansOf([target]) })
          for (const scalar of (values ?? []).flatMap((value) => [...scalarsIn(value, to.path.text)])) {
            for (const text of foundIn(scalar)) {
              const source = holders.get(text)!.find((holder) => mayFollow(target, holder))
              if (source === undefined) continue
              const data = {
                from: nameOf(source),
                to: nameOf(target),
                path: scalar.path,
                valueHash: hash(text),
                ignored,
              }
              const details = { data, counterexample: spansOf([source, target]) }
              if (isSure.has(source) && isSure.has(target)) return fail(activations, 'leaked', details)
              undecided ??= open(activations, 'content-unknown', details)
            }
          }
          if (undecided === undefined && unknown.some((source) => mayFollow(target, source)))
            undecided = open(activations, 'content-unknown', { data: { ignored }, counterexample: spansOf(unknown) })
          if (budget.left < 0) return open(activations, 'state-cap', { data: { states: stateCap } })
        }
        const holes = scoped.holes(holesAsked(from, to))
        return undecided ?? (holes.length > 0 ? openByGaps(activations, holes) : pass(activations))

        function* foundIn({ value }: Scalar): Generator<string> {
          const text = textOf(value)
          if (text === undefined) return
          if (typeof value !== 'string') {
            if (holders.has(text)) yield text
            return
          }
          for (const found of index.occurrences(value, budget)) {
            if (texts.has(found.text) || isWholeNumber(value, found.at, found.text)) yield found.text
          }
        }
      },
    }
  },
  describe: ({ from, to, path }, place) => ({
    message: `${place} passes a value of the result of \`${String(from)}\` to \`${String(to)}\` at \`${String(path)}\``,
    help: 'keep the value from the model, or take the second tool from an agent that has the first',
  }),
})

/** Booleans and null are everywhere. */
function textOf(value: Scalar['value']): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
}

/** A number is in a text where its digits are not part of a longer number. */
function isWholeNumber(text: string, at: number, number: string): boolean {
  return !/\d/.test(text[at - 1] ?? '') && !/\d/.test(text[at + number.length] ?? '')
}
