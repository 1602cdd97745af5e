import { renderDuration } from '../model/duration.ts'
import { filledIn } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { rangeWords } from './count-steps.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import type { RunSpan } from '../runs/index.ts'
import { compileSpanQueries, durationWords } from './spans/compile-span-query.ts'
import { countBounds, refineQuery, spanQueryShape, type SpanQuery } from './spans/span-query-shape.ts'
import { no, unsure, yes } from './spans/ternary.ts'
import { listOf } from './step-selector.ts'

const full = refineQuery(
  fullForm(() => ({
    ...spanQueryShape(),
    duration: spanQueryShape().duration.describe('How long every match takes, such as `{ max: 5s }`'),
    status: spanQueryShape().status.describe('Status code of every match; of a list, any'),
    count: countBounds.optional().describe('Number of matches. Default: at least 1'),
  }))
    .refine(
      ({ scope }) => scope === undefined || scope === 'deep',
      filledIn('has a `scope`, and looks at all spans of a run: ask for `someAncestor` instead'),
    )
    .refine(
      ({ count, status, duration }) => boundsOf(count).max > 0 || (status === undefined && duration === undefined),
      filledIn('wants no match, and `status` or `duration` of every match: write these under `and`'),
    ),
)

/** Positions of the queries: what is matched, and what is asked of every match. */
const matched = 0
const statusOfMatch = 1
const durationOfMatch = 2

export const spanQuery = defineAssertion({
  id: 'span-query',
  summary: 'Requires raw spans, as many as given, by their attributes and by what is around them',
  scope: 'deep',
  options: full,
  compile({ id: _i, scope: _s, severity: _v, activation: _a, exercise: _e, guards: _g, stateCap: _c, ...asked }) {
    const { count, status, duration, ...query } = asked
    const limits = boundsOf(count)
    const hasChecks = status !== undefined || duration !== undefined
    const name = `span-query ${JSON.stringify(asked)}`
    const { reads, open: openRun } = compileSpanQueries([query, { status }, { duration }], name)
    const checks = [
      { query: statusOfMatch, reason: 'status', isGiven: status !== undefined },
      { query: durationOfMatch, reason: 'duration', isGiven: duration !== undefined },
    ].filter(({ isGiven }) => isGiven)
    return {
      reads,
      check(run): Outcome {
        const holes = run.within('deep', null).holes()
        const opened = openRun(run.run, holes.length > 0)
        if (opened === undefined) return open(1, 'no-spans')
        const { tree, ask } = opened
        const answers = ask(matched)
        const spansWith = (answer: number, of = answers): RunSpan[] =>
          tree.spans.filter((_span, at) => of[at] === answer)
        const sure = spansWith(yes)
        const maybe = spansWith(unsure)
        const most = sure.length + maybe.length
        const data = {
          count: sure.length,
          min: limits.min,
          max: Number.isFinite(limits.max) ? limits.max : null,
          matches: sure.slice(0, listedMatches).map(({ spanId }) => spanId),
        }
        if (sure.length > limits.max)
          return fail(most, 'too-many', { data, counterexample: sure.slice(0, limits.max + 1) })
        let isOpen = false
        for (const { query: check, reason } of checks) {
          const kept = ask(check)
          const broken = tree.spans.find((_span, at) => answers[at] === yes && kept[at] === no)
          if (broken !== undefined) {
            const expected = reason === 'status' ? listOf(status!).join(' or ') : durationWords(duration!)
            const actual = reason === 'status' ? broken.status : lengthOf(broken)
            return fail(sure.length, reason, {
              data: { ...data, span: broken.name, expected, actual },
              counterexample: [broken],
            })
          }
          isOpen ||= tree.spans.some((_span, at) => answers[at] !== no && kept[at] !== yes)
        }
        if (hasChecks && most === 0 && holes.length === 0) return pass(0)
        if (most < limits.min && holes.length === 0)
          return fail(Math.max(1, most), 'too-few', { data, counterexample: sure })
        const isBounded = hasChecks || Number.isFinite(limits.max)
        isOpen ||= sure.length < limits.min || most > limits.max
        if (holes.length > 0 && (isBounded || isOpen)) return openByGaps(Math.max(1, most), holes, { data })
        if (isOpen) return open(most, 'spans-unknown', { data, counterexample: maybe.length > 0 ? maybe : sure })
        // None where none is wanted is what was to be shown.
        return pass(limits.max === 0 ? 1 : sure.length)
      },
    }
  },
  describe(data, place) {
    const { reason, count, span, expected, actual } = data
    switch (reason) {
      case 'no-spans':
        return {
          message: `\`span-query\` is undecided for ${place}: its recording is a message log, which has no spans`,
          help: 'record OpenTelemetry spans',
        }
      case 'spans-unknown':
        return {
          message: `\`span-query\` is undecided for ${place}: attributes, times or parents of spans it asks for are not recorded`,
          help: 'record the spans whole, in a format that keeps what the query asks for',
        }
      case 'status':
        return {
          message: `${place} has a span \`${String(span)}\` of status ${String(actual)}, expected ${String(expected)}`,
          help: 'find out what the span ran into, or change `status`',
        }
      case 'duration':
        return {
          message: `${place} has a span \`${String(span)}\` that took ${String(actual)}, expected ${String(expected)}`,
          help: 'find out what the span waited for, or change `duration`',
        }
      default:
        return {
          message: `${place} has ${String(count)} spans that match, expected ${rangeWords(data)}`,
          help:
            reason === 'too-many'
              ? 'keep the agent from making them, or raise `count.max`'
              : 'compare the query with the spans that `spanpact show` prints, or lower `count.min`',
        }
    }
  },
})

const listedMatches = 20

function boundsOf(count: SpanQuery['children']): { readonly min: number; readonly max: number } {
  if (count === undefined) return { min: 1, max: Infinity }
  if (typeof count === 'number') return { min: count, max: count }
  return { min: count.min ?? 0, max: count.max ?? Infinity }
}

function lengthOf({ startUnixNano, endUnixNano }: RunSpan): string {
  return startUnixNano === null || endUnixNano === null
    ? 'unknown'
    : renderDuration(Number(endUnixNano - startUnixNano))
}
