import { z } from 'zod'

import { durationNano, durationPattern, renderDuration } from '../model/duration.ts'
import type { RunSpan } from '../runs/index.ts'
import { isOpenWithin } from './precision.ts'
import { defineRule, type RunFact } from './rule.ts'

const schema = z.string().regex(durationPattern).describe('How far clocks of parent and child may differ, `50ms`')

type SkewData = {
  readonly parent: string
  readonly edge: 'starts before' | 'ends after'
  readonly byNano: number
  readonly boundNano: number
  /** Of the recording's times, where it leaves the clause open. */
  readonly precisionNano?: number
}

interface Limits {
  readonly boundNano: number
  readonly precisionNano: number
}

export const clockSkewExceeded = defineRule({
  id: 'clock-skew-exceeded',
  summary: 'Bounds how far a child starts before its parent, or a server span outlives its client span',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  clause: { key: 'clockSkew', schema },
  compile(clause) {
    const boundNano = durationNano(schema.parse(clause.value)) ?? 0
    return {
      check(run) {
        const facts: RunFact[] = []
        for (const span of run.spans) {
          const { parent } = span
          if (parent === null) continue
          const early = between(span.startUnixNano, parent.startUnixNano)
          const late = answersClient(span, parent) ? between(parent.endUnixNano, span.endUnixNano) : 0
          const limits = { boundNano, precisionNano: run.timePrecisionNano }
          if (isDoubtful(early, limits)) facts.push(factOf(span, parent, 'starts before', early, limits))
          if (isDoubtful(late, limits)) facts.push(factOf(span, parent, 'ends after', late, limits))
        }
        return facts.length > 0 ? facts : undefined
      },
    }
  },
  describe(data, place) {
    const { parent, edge, byNano, boundNano, precisionNano } = data as SkewData
    if (precisionNano !== undefined) {
      return {
        message: `whether ${place} ${edge} its parent \`${parent}\` by more than ${renderDuration(boundNano)} is undecided: the times of the recording, ${renderDuration(byNano)} apart, are exact to ${renderDuration(precisionNano)}`,
        help: 'record the run as OTLP, which keeps nanoseconds',
      }
    }
    return {
      message: `${place} ${edge} its parent \`${parent}\` by ${renderDuration(byNano)}; the contract allows ${renderDuration(boundNano)}`,
      help: 'synchronise the clocks of both processes, or stamp both spans with one clock',
    }
  },
})

/** Beyond the bound, or so close to it that the recording does not tell. */
function isDoubtful(byNano: number, { boundNano, precisionNano }: Limits): boolean {
  return byNano > boundNano || (byNano > 0 && isOpenWithin(byNano, boundNano, precisionNano))
}

function factOf(
  span: RunSpan,
  parent: RunSpan,
  edge: SkewData['edge'],
  byNano: number,
  { boundNano, precisionNano }: Limits,
): RunFact {
  const data = { parent: parent.name, edge, byNano, boundNano }
  return isOpenWithin(byNano, boundNano, precisionNano)
    ? { span, subject: edge, data: { ...data, precisionNano }, undecided: true }
    : { span, subject: edge, data }
}

/** Nanoseconds from one time to the other; 0 where one is not known. */
function between(from: bigint | null, to: bigint | null): number {
  return from === null || to === null ? 0 : Number(to - from)
}

/** A client span waits for its server span; work that a process starts for later does not. */
function answersClient(span: RunSpan, parent: RunSpan): boolean {
  return parent.kind === 'client' && (span.kind === 'server' || span.hasRemoteParent)
}
