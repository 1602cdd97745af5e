import { agentRun, clientRequest, modelCall, serverRequest } from '../steps.ts'
import type { Recordings, SpanSketch } from '../sketch.ts'

/** How often each layer tries before it gives up. */
interface Layers {
  readonly agent: number
  readonly sdk: number
  readonly gateway: number
}

const service = 'order-desk'
const path = '/v1/chat/completions'

/** The provider is down for as long as this goes on, and asks for a second each time. */
const down = {
  error: '503',
  attributes: { 'http.response.status_code': 503, 'http.response.header.retry-after': ['1'] },
} as const

/** Pauses of the agent loop in ms: each is longer than the one before, give or take some jitter. */
const pauses = [1150, 2290, 4710]

const onWireMs = 40

/** Tries of one model call. Layers below the agent pause for 10 ms, which keeps the recordings as long. */
function run(layers: Layers, pausesMs: readonly number[] = pauses): readonly SpanSketch[] {
  const spans: SpanSketch[] = []
  const ofGateway = layers.gateway * (onWireMs + 10)
  const ofSdk = layers.sdk * (ofGateway + 10)
  let at = 100
  for (let one = 1; one <= layers.agent; one++) {
    const label = `try ${one}`
    const tokens = { 'gen_ai.usage.input_tokens': undefined, 'gen_ai.usage.output_tokens': undefined }
    const unanswered = { ...tokens, 'gen_ai.response.id': undefined, 'gen_ai.response.model': undefined }
    const place = { service, parent: 'answer', label, at, lasts: ofSdk, error: '503', attributes: unanswered }
    spans.push(modelCall([0, 0], place), ...requests(label, at, layers))
    at += ofSdk + (pausesMs[one - 1] ?? 0)
  }
  return [agentRun('order-desk', { service, label: 'answer', at: 0, lasts: at }), ...spans]
}

/** What the SDK sends to the gateway for one try of the agent, and the gateway to the provider. */
function requests(parent: string, begin: number, { sdk, gateway }: Layers): readonly SpanSketch[] {
  const lasts = gateway * (onWireMs + 10)
  return Array.from({ length: sdk }, (_, one) => {
    const at = begin + one * (lasts + 10)
    const sent = `${parent}.${one + 1}`
    const got = `${sent} at gateway`
    return [
      request('gateway.internal', { service, parent, label: sent, at, lasts }),
      serverRequest('POST', path, { ...down, service: 'gateway', parent: sent, label: got, at, lasts }),
      ...Array.from({ length: gateway }, (__, two) => {
        const place = { service: 'gateway', parent: got, label: `${sent}.${two + 1}` }
        return request('api.openai.com', { ...place, at: at + two * (onWireMs + 10), lasts: onWireMs })
      }),
    ]
  }).flat()
}

function request(host: string, place: Omit<SpanSketch, 'name'>): SpanSketch {
  const attributes = { 'url.full': `https://${host}${path}`, ...down.attributes }
  return clientRequest('POST', host, { ...place, ...down, attributes })
}

const good = run({ agent: 3, sdk: 1, gateway: 1 })

/** Spans that only the agent's own instrumentation makes. */
const outer = new Set(['invoke_agent', 'chat'])

export const recordings: Recordings = {
  good,
  bad: run({ agent: 3, sdk: 3, gateway: 3 }),
  'bad-four': run({ agent: 4, sdk: 4, gateway: 4 }),
  'bad-at-once': run({ agent: 3, sdk: 1, gateway: 1 }, [50, 50]),
  blind: good.filter(({ attributes = {} }) => outer.has(String(attributes['gen_ai.operation.name']))),
}
