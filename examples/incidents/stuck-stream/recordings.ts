import { seededHex } from '../otlp.ts'
import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'assistant'
const begin = 50
const lasts = 8400
const firstSentenceMs = 200
const sentenceMs = 205

type Events = NonNullable<SpanSketch['events']>

/** One event per finished sentence, by a hash of its text, from 0.2 s to 8.2 s. */
function chunks(sentences: readonly number[]): Events {
  return sentences.map((sentence, index) => ({
    name: 'app.stream.chunk',
    at: begin + firstSentenceMs + index * sentenceMs,
    attributes: {
      'app.stream.index': index,
      'app.stream.tokens': 9,
      'app.sentence.hash': seededHex('sentence', String(sentence), 16),
    },
  }))
}

function withEvents(events: Events): readonly SpanSketch[] {
  return [
    agentRun('assistant', { service, label: 'answer', at: 0, lasts: lasts + 100 }),
    modelCall([1200, 360], {
      service,
      parent: 'answer',
      label: 'think',
      at: begin,
      lasts,
      attributes: { 'gen_ai.request.stream': true, 'gen_ai.response.finish_reasons': ['stop'] },
      events: [...events, { name: 'app.stream.done', at: begin + lasts }],
    }),
  ]
}

const distinct = Array.from({ length: 40 }, (_, index) => index)

/** The first half is good; then the last three sentences of it again and again. */
const stuck = distinct.map((index) => (index < 20 ? index : 17 + ((index - 20) % 3)))

/** Nothing comes for six seconds, and then the rest at once. */
const stalled = chunks(distinct).map((chunk, index) =>
  index < 10 ? chunk : { ...chunk, at: begin + 8045 + (index - 10) * 10 },
)

const good = withEvents(chunks(distinct))

export const recordings: Recordings = {
  good,
  bad: withEvents(chunks(stuck)),
  'bad-stalled': withEvents(stalled),
  'bad-no-chunks': change(good, 'think', { events: [] }),
  blind: withEvents(
    chunks(distinct).map((chunk) => ({
      ...chunk,
      attributes: { ...chunk.attributes, 'app.sentence.hash': undefined },
    })),
  ),
}
