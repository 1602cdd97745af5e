import { z } from 'zod'

import { renderDuration } from '../model/duration.ts'
import type { RunRead, RunSpan } from '../runs/index.ts'
import { coverageOf, type Interval } from './coverage.ts'
import { percent } from './phrases.ts'
import { defineRule, type RunFact } from './rule.ts'

const entry = z.strictObject({
  of: z.string().min(1).describe('Id of a span clause'),
  min: z.number().min(0).max(1).describe('Least share of the span that its parts cover, 0 to 1'),
  by: z
    .enum(['children', 'events'])
    .default('children')
    .describe('Parts: the child spans, or phases that each begin with an event and last to the next one or the end'),
})

const schema = z
  .union([entry, z.array(entry).min(1)])
  .describe('How much of a span its children or its phase events account for')

type Gap = { readonly fromNano: number; readonly toNano: number; readonly durationNano: number }

type CoverageData = {
  readonly of: string
  readonly by: 'children' | 'events'
  readonly min: number
  readonly durationNano?: number
  readonly coveredNano?: number
  readonly coverage?: number
  /** The largest uncovered interval, from the start of the span. */
  readonly gap?: Gap
  readonly reason?: string
}

/** Times of a span's own events. */
const eventTimes: RunRead = {
  name: 'event times',
  take: ({ events }) => (events.length === 0 ? undefined : events.flatMap((event) => event.timeUnixNano ?? [])),
}

const droppedEvents: RunRead = {
  name: 'dropped events',
  take: (span) => (span.droppedEvents > 0 ? span.droppedEvents : undefined),
}

export const coverageLow = defineRule({
  id: 'coverage-low',
  summary: 'Requires that children or events account for the time of a span',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  clause: { key: 'coverage', schema },
  compile(clause) {
    const value = schema.parse(clause.value)
    const wanted = Array.isArray(value) ? value : [value]
    return {
      ...(wanted.some(({ by }) => by === 'events')
        ? { reads: [eventTimes, droppedEvents], restsOn: ['events'] as const }
        : {}),
      check(run) {
        const facts: RunFact[] = []
        for (const { of, min, by } of wanted) {
          for (const span of run.spansOf(of)) {
            const fact = judge(span, { of, by, min }, run.losses)
            if (fact !== undefined) facts.push(fact)
          }
        }
        return facts.length > 0 ? facts : undefined
      },
      subjects: (run) => wanted.reduce((sum, { of }) => sum + run.spansOf(of).length, 0),
    }
  },
  describe(data, place) {
    const { by, min, durationNano = 0, coveredNano = 0, coverage = 0, gap, reason } = data as CoverageData
    const help =
      by === 'children'
        ? 'add child spans for the work of the uncovered time'
        : 'add an event where each phase of the span begins'
    if (durationNano === 0) {
      return {
        message: `the coverage of ${place} is undecided: ${String(reason)}`,
        help: 'end the span, with times from one clock',
      }
    }
    const covered = `${by} cover ${percent(coverage)} of ${place} (${renderDuration(coveredNano)} of ${renderDuration(durationNano)})`
    if (reason !== undefined) {
      return {
        message: `whether ${percent(min)} of ${place} is covered is undecided: ${covered}, but ${reason}`,
        help: 'record the run until all its spans are exported, with all their events',
      }
    }
    const largest =
      gap === undefined
        ? ''
        : `; the largest gap is ${renderDuration(gap.durationNano)}, ${gap.fromNano === 0 ? 'from the start' : `from ${renderDuration(gap.fromNano)}`}`
    return { message: `${covered}; the contract requires ${percent(min)}${largest}`, help }
  },
})

function judge(
  span: RunSpan,
  base: { readonly of: string; readonly by: 'children' | 'events'; readonly min: number },
  losses: readonly string[],
): RunFact | undefined {
  const { startUnixNano, endUnixNano } = span
  const undecided = (reason: string, data: Partial<CoverageData> = {}): RunFact => {
    return { span, subject: base.of, data: { ...base, ...data, reason }, undecided: true }
  }
  if (startUnixNano === null) return undecided('the span has no start time')
  if (endUnixNano === null) return undecided('the span never ended')
  const durationNano = Number(endUnixNano - startUnixNano)
  if (durationNano < 0) return undecided('the span ends before it starts')
  // Nothing to account for.
  if (durationNano === 0) return undefined
  const parts = base.by === 'children' ? childIntervals(span, startUnixNano) : phases(span, startUnixNano, durationNano)
  const { coveredNano, gap } = coverageOf(durationNano, parts)
  const coverage = coveredNano / durationNano
  if (coverage >= base.min) return undefined
  const data = {
    durationNano,
    coveredNano,
    coverage,
    ...(gap === undefined ? {} : { gap: { fromNano: gap.from, toNano: gap.to, durationNano: gap.to - gap.from } }),
  }
  if (base.by === 'events' && span.values.has(droppedEvents.name)) return undecided('the span dropped events', data)
  if (base.by === 'children' && span.children.some(hasNoTimes)) return undecided('a child has no start or no end', data)
  if (losses.length > 0) return undecided(`spans may be lost (${losses.join('; ')})`, data)
  return { span, subject: base.of, data: { ...base, ...data } }
}

function hasNoTimes(span: RunSpan): boolean {
  return span.startUnixNano === null || span.endUnixNano === null
}

function childIntervals(span: RunSpan, origin: bigint): readonly Interval[] {
  return span.children.flatMap(({ startUnixNano, endUnixNano }) =>
    startUnixNano === null || endUnixNano === null
      ? []
      : [{ from: Number(startUnixNano - origin), to: Number(endUnixNano - origin) }],
  )
}

/** Phases follow each other without a gap from the first event on. */
function phases(span: RunSpan, origin: bigint, durationNano: number): readonly Interval[] {
  const times = span.values.get(eventTimes.name)
  if (!Array.isArray(times)) return []
  let first = Infinity
  for (const time of times) first = Math.min(first, Number((time as bigint) - origin))
  return first < durationNano ? [{ from: first, to: durationNano }] : []
}
