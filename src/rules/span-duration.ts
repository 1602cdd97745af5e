import { durationNano, renderDuration } from '../model/duration.ts'
import type { Span } from '../model/span.ts'
import { isOpenWithin } from './precision.ts'
import { defineRule } from './rule.ts'

type DurationData =
  | {
      readonly durationNano: number
      readonly bound: 'min' | 'max'
      readonly boundNano: number
      /** Of the recording's times, where it leaves the clause open. */
      readonly precisionNano?: number
    }
  | { readonly reason: string }

export const spanDuration = defineRule({
  id: 'span-duration',
  summary: 'Bounds how long a span takes',
  severity: 'error',
  scope: 'span',
  compile(clause) {
    if (clause.duration === undefined) return undefined
    const min = boundNano(clause.duration.min) ?? -Infinity
    const max = boundNano(clause.duration.max) ?? Infinity
    return {
      path: '.duration',
      check(span) {
        if (span.startUnixNano === null || span.endUnixNano === null) return undecided(missingTime(span))
        const taken = Number(span.endUnixNano - span.startUnixNano)
        if (taken < 0) return undecided('ends before it starts')
        const bound = taken < min || isWithin(span, taken, min) ? 'min' : 'max'
        const nano = bound === 'min' ? min : max
        const data = { durationNano: taken, bound, boundNano: nano }
        if (isWithin(span, taken, nano)) {
          return { data: { ...data, precisionNano: span.source.timePrecisionNano }, undecided: true }
        }
        return taken < min || taken > max ? { data } : undefined
      },
    }
  },
  describe(data, place) {
    const facts = data as DurationData
    if ('reason' in facts) {
      return {
        message: `the duration of ${place} is undecided: the span ${facts.reason}`,
        help: 'end the span, with times from one clock',
      }
    }
    const bound = renderDuration(facts.boundNano)
    if (facts.precisionNano !== undefined) {
      return {
        message: `whether ${place} takes ${facts.bound === 'max' ? 'at most' : 'at least'} ${bound} is undecided: it takes ${renderDuration(facts.durationNano)}, and the times of the recording are exact to ${renderDuration(facts.precisionNano)}`,
        help: 'record the run as OTLP, which keeps nanoseconds',
      }
    }
    return {
      message: `${place} takes ${renderDuration(facts.durationNano)}; the contract ${facts.bound === 'max' ? 'allows at most' : 'requires at least'} ${bound}`,
      help:
        facts.bound === 'max'
          ? `bring the span below ${bound}, or raise the clause's \`duration.max\``
          : `end the span when its work ends, or lower the clause's \`duration.min\``,
    }
  },
})

/** Both ends of a span are off by less than the precision of its times. */
function isWithin({ source }: Span, taken: number, bound: number): boolean {
  return isOpenWithin(taken, bound, source.timePrecisionNano)
}

function boundNano(text: string | undefined): number | undefined {
  return text === undefined ? undefined : durationNano(text)
}

function missingTime(span: Span): string {
  return span.startUnixNano === null ? 'has no start time' : 'never ended'
}

function undecided(reason: string): { data: { reason: string }; undecided: true } {
  return { data: { reason }, undecided: true }
}
