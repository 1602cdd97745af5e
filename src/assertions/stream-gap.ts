import { z } from 'zod'

import { durationNano, renderDuration } from '../model/duration.ts'
import type { Attempt, SpanRef } from '../model/step.ts'
import { duration, oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { spanKey } from './span-key.ts'
import { stepName } from './step-selector.ts'
import { createStreamReader, type StreamEvent } from './stream-events.ts'

export const streamNames = {
  chunk: oneOrMore(stepName).optional().describe('Names of the events of chunks. Default: those that end in `chunk`'),
  heartbeat: oneOrMore(stepName)
    .optional()
    .describe('Names of the events of heartbeats. Default: heartbeat, keep_alive, ping'),
  terminal: oneOrMore(stepName)
    .optional()
    .describe(
      'Names of the event that ends a stream. Default: ai.stream.finish, message_stop, stream_end, terminal, completed, done',
    ),
}

const full = fullForm(() => ({
  max: duration.describe('Longest time without chunk or heartbeat'),
  ...streamNames,
}))

export const streamGap = defineAssertion({
  id: 'stream-gap',
  summary: 'Bounds how long a stream is silent, from its first chunk to its end',
  scope: 'deep',
  options: z.union([full, duration.transform((max): z.output<typeof full> => ({ max }))]),
  compile({ max, chunk, heartbeat, terminal, scope = 'deep' }, { agent }) {
    const streams = createStreamReader({ chunk, heartbeat, terminal })
    const limit = durationNano(max)!
    return {
      reads: streams.reads,
      check(run) {
        const scoped = run.within(scope, agent)
        const cut = new Set(scoped.gaps('drops').flatMap(({ spans }) => spans.map(spanKey)))
        const undecided: SpanRef[] = []
        let activations = 0
        let worst: { readonly gap: number; readonly after: StreamEvent; readonly span: SpanRef } | undefined
        for (const { kind, attempts } of scoped.steps) {
          for (const attempt of attempts) {
            const events = streams.eventsOf(run.run, attempt)
            const isStreamed = streams.isStreamed(run.run, attempt) === true || attempt.timeToFirstTokenNano !== null
            if (!hasChunks(events) && (kind !== 'model' || (!isStreamed && events.length === 0))) continue
            activations += 1
            const span = attempt.spans[0]!
            const longest = hasChunks(events) ? longestSilence(attempt, events) : undefined
            // A dropped chunk may lie in any silence.
            if (longest === undefined || attempt.spans.some((one) => cut.has(spanKey(one)))) undecided.push(span)
            else if (longest.gap > (worst?.gap ?? limit)) worst = { ...longest, span }
          }
        }
        if (worst !== undefined) {
          const data = { gapMs: worst.gap / 1e6, maxMs: limit / 1e6, after: worst.after.name }
          return fail(activations, 'silent', { data, counterexample: [worst.span] })
        }
        if (undecided.length > 0) {
          return open(activations, 'chunks-unknown', {
            data: { calls: undecided.length },
            counterexample: undecided.slice(0, 1),
          })
        }
        const holes = scoped.holes()
        return holes.length > 0 ? openByGaps(activations, holes) : pass(activations)
      },
    }
  },
  describe(data, place) {
    if (data['reason'] === 'silent') {
      const [gap, most] = [Number(data['gapMs']) * 1e6, Number(data['maxMs']) * 1e6]
      return {
        message: `${place} has a stream that is silent for ${renderDuration(gap)}, expected at most ${renderDuration(most)}`,
        help: 'send heartbeats while nothing comes, or find what it waited for',
      }
    }
    return {
      message: `\`stream-gap\` is undecided for ${place}: ${String(data['calls'])} streamed calls do not record when all of their chunks came`,
      help: 'add an event for every chunk, with its time, and raise the limit of events of a span',
    }
  },
})

function hasChunks(events: readonly StreamEvent[]): boolean {
  return events.some(({ kind }) => kind === 'chunk')
}

/** The longest time without event from the first chunk to the end of the stream; undefined where a time is missing. */
function longestSilence(
  { endUnixNano }: Attempt,
  events: readonly StreamEvent[],
): { readonly gap: number; readonly after: StreamEvent } | undefined {
  const terminal = events.findLast(({ kind }) => kind === 'terminal')
  const end = terminal === undefined ? endUnixNano : terminal.at
  if (end === null || events.some(({ at }) => at === null)) return undefined
  const first = events.findIndex(({ kind }) => kind !== 'heartbeat')
  let longest = { gap: 0, after: events[first]! }
  for (let index = first; index < events.length; index++) {
    const from = events[index]!
    if (from === terminal) break
    const gap = Number((events[index + 1]?.at ?? end) - from.at!)
    if (gap > longest.gap) longest = { gap, after: from }
  }
  return longest
}
