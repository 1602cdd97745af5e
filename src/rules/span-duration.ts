import { durationNano, renderDuration } from '../model/duration.ts'
import type { Span } from '../model/span.ts'
import { defineRule } from './rule.ts'

type DurationData =
  | { readonly durationNano: number; readonly bound: 'min' | 'max'; readonly boundNano: number }
  | { readonly reason: string }

export const spanDuration = defineRule({
  id: 'span-duration',
  summary: 'Bounds how long a span takes',
  severity: 'error',
  scope: 'span',
  compile(clause) {
    if (clause.duration === undefined) return undefined
    const min = boundNano(clause.duration.min) ?? 0
    const max = boundNano(clause.duration.max) ?? Infinity
    return {
      path: '.duration',
      check(span) {
        if (span.startUnixNano === null || span.endUnixNano === null) return undecided(missingTime(span))
        const taken = Number(span.endUnixNano - span.startUnixNano)
        if (taken < 0) return undecided('ends before it starts')
        if (taken < min) return { data: { durationNano: taken, bound: 'min', boundNano: min } }
        if (taken > max) return { data: { durationNano: taken, bound: 'max', boundNano: max } }
        return undefined
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
    return {
      message: `${place} takes ${renderDuration(facts.durationNano)}; the contract ${facts.bound === 'max' ? 'allows at most' : 'requires at least'} ${bound}`,
      help:
        facts.bound === 'max'
          ? `bring the span below ${bound}, or raise the clause's \`duration.max\``
          : `end the span when its work ends, or lower the clause's \`duration.min\``,
    }
  },
})

function boundNano(text: string | undefined): number | undefined {
  return text === undefined ? undefined : durationNano(text)
}

function missingTime(span: Span): string {
  return span.startUnixNano === null ? 'has no start time' : 'never ended'
}

function undecided(reason: string): { data: { reason: string }; undecided: true } {
  return { data: { reason }, undecided: true }
}
