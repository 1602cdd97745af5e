import { changeAll, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'tutor'
const promptTokens = 16_000

/** One request of a conversation: a trace of its own, one minute after the one before. */
function request(
  conversation: string,
  turn: number,
  tokens: { readonly input: number; readonly cached: number },
  prefixTokens: number,
): readonly SpanSketch[] {
  const trace = `${conversation}/${turn}`
  const at = (turn - 1) * 60_000
  return [
    agentRun('tutor', { service, trace, label: `answer ${trace}`, at, lasts: 5000 }),
    modelCall([tokens.input, 300], {
      service,
      trace,
      parent: `answer ${trace}`,
      label: trace,
      at: at + 20,
      lasts: 4900,
      attributes: {
        'gen_ai.conversation.id': conversation,
        'gen_ai.usage.cache_read.input_tokens': tokens.cached,
        'gen_ai.response.time_to_first_chunk': 0.9,
        'app.turn.index': turn,
        'app.prefix.hash': prefixTokens === promptTokens ? 'sha256:5f0c' : 'sha256:71aa',
        'app.prefix.tokens': prefixTokens,
      },
    }),
  ]
}

/** 16 turns, each 400 tokens longer than the one before; the system prompt is their prefix. */
const long = Array.from({ length: 16 }, (_, index) =>
  request(
    'conv-long',
    index + 1,
    { input: promptTokens + 400 * index, cached: index === 0 ? 0 : 13_312 },
    promptTokens,
  ),
).flat()

/** Conversations of one question about one long handbook, which is nearly always cached: they keep the mean up. */
const short = Array.from({ length: 24 }, (_, index) =>
  request(`conv-${index + 1}`, 1, { input: 180_000, cached: 129_280 }, 170_000),
).flat()

const good = [...long, ...short]

/** The last three turns went to hosts that had never seen the prompt. */
const coldFirstChunk: Readonly<Record<string, number>> = { 'conv-long/14': 11, 'conv-long/15': 8, 'conv-long/16': 9 }

export const recordings: Recordings = {
  good,
  bad: good.map((span) => {
    const seconds = coldFirstChunk[span.label]
    if (seconds === undefined) return span
    const cold = { 'gen_ai.usage.cache_read.input_tokens': 0, 'gen_ai.response.time_to_first_chunk': seconds }
    return { ...span, lasts: 4000 + seconds * 1000, attributes: { ...span.attributes, ...cold } }
  }),
  'good-compacted': long.map((span) =>
    span.label in coldFirstChunk
      ? {
          ...span,
          attributes: {
            ...span.attributes,
            'app.prefix.hash': 'sha256:c03d',
            ...(span.label === 'conv-long/14' ? { 'gen_ai.usage.cache_read.input_tokens': 0 } : {}),
          },
        }
      : span,
  ),
  blind: changeAll(long, { attributes: { 'app.prefix.hash': undefined } }),
}
