import type { Recordings, Sources, SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'chat-ui'

const root = agentRun('assistant', { service, label: 'answer', at: 0, lasts: 22_000 })

const first = modelCall([500, 800], {
  service,
  parent: 'answer',
  label: 'first',
  at: 50,
  lasts: 8000,
  attributes: {
    'app.request.id': 'req-1',
    'gen_ai.usage.reasoning.output_tokens': 0,
    'gen_ai.response.finish_reasons': ['stop'],
  },
})

const second = {
  service,
  parent: 'answer',
  label: 'second',
  at: 14_000,
  attributes: { 'app.request.id': 'req-2', 'gen_ai.usage.reasoning.output_tokens': 0 },
}

/** The connection dropped at the 412th token. */
const cut = modelCall([1500, 412], { ...second, lasts: 4120, error: 'connection_reset' })

/** The model wrote all 800, and the client stopped reading. */
const whole = modelCall([1500, 800], {
  ...second,
  lasts: 8000,
  attributes: { ...second.attributes, 'gen_ai.response.finish_reasons': ['stop'] },
})

const good: readonly SpanSketch[] = [root, first, cut]

export const recordings: Recordings = { good, bad: good, 'bad-tokens': [root, first, whole], blind: good }

function messages(state: string): Sources[string] {
  return [
    { messageId: 'msg-1', requestId: 'req-1', state: 'complete', tokens: 800 },
    { messageId: 'msg-2', requestId: 'req-2', state, tokens: 412 },
  ]
}

export const sources: Sources = {
  'good.messages': messages('partial'),
  'bad.messages': messages('complete'),
  'bad-tokens.messages': messages('complete'),
}
