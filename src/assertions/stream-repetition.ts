import { z } from 'zod'

import type { SpanRef } from '../model/step.ts'
import { defineAssertion } from './assertion.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { longestCycle, repeatedShare, sentencesOf, type Sentence } from './repetition.ts'
import { spanKey } from './span-key.ts'
import { streamNames } from './stream-gap.ts'
import { createStreamReader } from './stream-events.ts'

const full = fullForm(() => ({
  cycles: z
    .int('is no whole number')
    .min(2, 'is below 2: everything comes once')
    .optional()
    .describe('How often a cycle of sentences may not come back to back. Default: 3'),
  maxShare: z
    .number()
    .min(0, 'is below 0')
    .max(1, 'is above 1')
    .optional()
    .describe('Largest share of the tokens that repeats what came before. Default: 0.3'),
  chunk: streamNames.chunk,
}))

export const streamRepetition = defineAssertion({
  id: 'stream-repetition',
  summary: 'Forbids that a stream says the same again and again',
  scope: 'deep',
  options: z.union([full, z.literal(true).transform((): z.output<typeof full> => ({}))]),
  compile({ cycles = 3, maxShare = 0.3, chunk, scope = 'deep' }, { agent }) {
    const streams = createStreamReader({ chunk }, true)
    return {
      reads: streams.reads,
      check(run) {
        const scoped = run.within(scope, agent)
        const cut = new Set(scoped.gaps('drops').flatMap(({ spans }) => spans.map(spanKey)))
        const undecided: SpanRef[] = []
        let activations = 0
        for (const { kind, attempts } of scoped.steps) {
          for (const attempt of attempts) {
            const chunks = streams.eventsOf(run.run, attempt).filter((event) => event.kind === 'chunk')
            const isStreamed = streams.isStreamed(run.run, attempt) === true || attempt.timeToFirstTokenNano !== null
            if (chunks.length === 0 && (kind !== 'model' || !isStreamed)) continue
            activations += 1
            const span = attempt.spans[0]!
            const sentences = sentencesOf(chunks)
            if (sentences === undefined) {
              undecided.push(span)
              continue
            }
            const found = repetitionOf(sentences, cycles, maxShare)
            // Chunks that were dropped may have told apart what looks repeated, or be more of it.
            const isCut = attempt.spans.some((one) => cut.has(spanKey(one)))
            if (isCut) undecided.push(span)
            else if (found !== undefined) {
              return fail(activations, found.reason, { data: { ...found, cycles, maxShare }, counterexample: [span] })
            }
          }
        }
        if (undecided.length > 0) {
          const data = { calls: undecided.length }
          return open(activations, 'chunks-unknown', { data, counterexample: undecided.slice(0, 1) })
        }
        const holes = scoped.holes()
        return holes.length > 0 ? openByGaps(activations, holes) : pass(activations)
      },
    }
  },
  describe(data, place) {
    switch (data['reason']) {
      case 'cycle':
        return {
          message: `${place} has a stream that says the same ${String(data['length'])} sentences ${String(data['times'])} times over, expected fewer than ${String(data['cycles'])} times`,
          help: 'stop a stream that repeats itself, and look at the penalties and the length limit of the request',
        }
      case 'share':
        return {
          message: `${place} has a stream of which ${percent(data['share'])} repeats what it said before, expected at most ${percent(data['maxShare'])}`,
          help: 'stop a stream that repeats itself, and look at the penalties and the length limit of the request',
        }
      default:
        return {
          message: `\`stream-repetition\` is undecided for ${place}: ${String(data['calls'])} streamed calls record neither hashes nor content of all their chunks`,
          help: 'add an event for every finished sentence with a `hash` attribute; content is not needed',
        }
    }
  },
})

type Repetition =
  | { readonly reason: 'cycle'; readonly length: number; readonly times: number }
  | { readonly reason: 'share'; readonly share: number }

function repetitionOf(sentences: readonly Sentence[], cycles: number, maxShare: number): Repetition | undefined {
  const cycle = longestCycle(sentences.map(({ key }) => key))
  if (cycle.times >= cycles) return { reason: 'cycle', ...cycle }
  const share = repeatedShare(sentences)
  return share > maxShare ? { reason: 'share', share } : undefined
}

function percent(share: unknown): string {
  return `${(Number(share) * 100).toFixed(1)} %`
}
