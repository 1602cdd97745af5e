import { double, kinds, otlpAttributes, type Attribute, type OtlpEvent, type OtlpSpan } from './otlp-span.ts'
import type { Random } from './random.ts'

/** A span that one process exports, with the instrumentation that made it. */
export interface ExportedSpan {
  readonly scope: 'agent' | 'http'
  readonly span: OtlpSpan
}

export const smallestRun = 8
export const largestRun = 30

const models = ['gpt-5-2026-01-15', 'gpt-5-mini-2026-01-15'] as const
const tools = {
  lookup_order: 'Finds an order by its number',
  check_policy: 'Reads the refund policy that applies to an order',
  refund: 'Refunds an order to the original payment method',
  send_email: 'Sends a message to the customer',
} as const
type Tool = keyof typeof tools

interface Open {
  readonly spanId: string
  readonly start: number
}

interface Ending {
  readonly name: string
  readonly kind: keyof typeof kinds
  readonly attributes: Readonly<Record<string, Attribute>>
  readonly error?: { readonly type: string; readonly message: string }
  readonly scope?: 'http'
}

/**
 * How much of what is said the spans carry. `some`: two fifths of the model calls carry a short text. `all`: every model
 * call carries its whole prompt and answer, four characters a token, as a run does that is recorded for evaluation.
 */
export type Content = 'some' | 'all'

const charactersPerToken = 4

/**
 * One run of a support agent with exactly `size` spans (8 to 30), in the order in which they end, as exporters see them.
 * `startMicros` are microseconds since the epoch. A server span holds the agent, which calls models, tools, a retrieval
 * and at times a second agent; requests of models and of the order service fail now and then and are repeated.
 */
export function agentRun(
  size: number,
  startMicros: number,
  random: Random,
  prose: (length: number) => string,
  content: Content = 'some',
): ExportedSpan[] {
  const spans: ExportedSpan[] = []
  const traceId = random.hex(32)
  const conversation = `conv_${random.hex(16)}`
  const model = random.pick(models)
  const promptVersion = `2026-${random.int(10, 12)}-${random.int(10, 28)}`
  const usage = { input: 0, output: 0 }
  let clock = startMicros
  let refunded = false

  const pass = (min: number, max: number): number => (clock += random.int(min, max))
  const open = (): Open => ({ spanId: random.hex(16), start: pass(20, 900) })
  const nano = (micros: number): string => `${micros}${random.int(100, 999)}`

  function end(opened: Open, parent: Open | undefined, ending: Ending): void {
    const { error } = ending
    const endTimeUnixNano = nano(pass(5, 400))
    const attributes = otlpAttributes({ ...ending.attributes, 'error.type': error?.type })
    spans.push({
      scope: ending.scope ?? 'agent',
      span: {
        traceId,
        spanId: opened.spanId,
        ...(parent === undefined ? {} : { parentSpanId: parent.spanId }),
        flags: 257,
        name: ending.name,
        kind: kinds[ending.kind],
        startTimeUnixNano: nano(opened.start),
        endTimeUnixNano,
        attributes,
        ...(error === undefined || ending.scope === 'http' ? {} : { events: [exception(error, endTimeUnixNano)] }),
        status: error === undefined ? {} : { code: 2, message: error.message },
      },
    })
  }

  /** One span; `status` 429 and 503 are what providers and services answer when they are busy. */
  function http(parent: Open, method: string, host: string, path: string, status: number, resend: number): void {
    const opened = open()
    pass(4000, 900_000)
    end(opened, parent, {
      name: method,
      kind: 'client',
      scope: 'http',
      attributes: {
        'http.request.method': method,
        'url.full': `https://${host}${path}`,
        'url.path': path,
        'url.scheme': 'https',
        'server.address': host,
        'server.port': 443,
        'http.response.status_code': status,
        'http.request.resend_count': resend === 0 ? undefined : resend,
        'network.protocol.version': '1.1',
        'network.peer.address': `10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`,
        'network.peer.port': 443,
        'user_agent.original': 'openai-node/6.3.0 (linux; x64) node/24.9.0',
      },
      ...(status < 400 ? {} : { error: { type: String(status), message: `status code ${status}` } }),
    })
  }

  /** `requests` + 1 spans; every request but the last is refused. A call whose last request is refused too fails. */
  function chat(parent: Open, agent: string, requests: number, fails: boolean): void {
    const opened = open()
    for (let attempt = 0; attempt < requests; attempt++) {
      const refused = fails || attempt < requests - 1
      http(opened, 'POST', 'api.openai.com', '/v1/chat/completions', refused ? 429 : 200, attempt)
    }
    const input = random.int(300, 9000)
    const output = random.int(20, 900)
    const streamed = random.chance(0.5)
    const carries = random.chance(0.4) || content === 'all'
    const lengthOf = (tokens: number, most: number): number =>
      content === 'all' ? tokens * charactersPerToken : random.int(150, most)
    if (!fails) {
      usage.input += input
      usage.output += output
    }
    end(opened, parent, {
      name: `chat ${model}`,
      kind: 'client',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.agent.name': agent,
        'gen_ai.conversation.id': conversation,
        'gen_ai.request.model': model,
        'gen_ai.request.max_tokens': 2048,
        'gen_ai.request.temperature': double(0.2),
        'gen_ai.request.stream': streamed ? true : undefined,
        'openai.api.type': 'chat_completions',
        'server.address': 'api.openai.com',
        'server.port': 443,
        'app.prompt.version': promptVersion,
        ...(carries
          ? {
              'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: prose(200) }]),
              'gen_ai.input.messages': messages('user', prose(lengthOf(input, 3500))),
            }
          : {}),
        ...(fails
          ? {}
          : {
              'gen_ai.response.id': `chatcmpl-${random.hex(16)}`,
              'gen_ai.response.model': model,
              'gen_ai.response.finish_reasons': [random.chance(0.5) ? 'tool_calls' : 'stop'],
              'gen_ai.response.time_to_first_chunk': streamed ? double(random.int(80, 2400) / 1000) : undefined,
              'gen_ai.usage.input_tokens': input,
              'gen_ai.usage.output_tokens': output,
              'gen_ai.usage.cache_read.input_tokens': Math.floor(input / 3),
              'gen_ai.output.messages': carries ? messages('assistant', prose(lengthOf(output, 1500))) : undefined,
            }),
      },
      ...(fails ? { error: { type: 'RateLimitError', message: '429 too many requests' } } : {}),
    })
  }

  /** `requests` + 1 spans; only `lookup_order` makes requests. */
  function tool(parent: Open, name: Tool, requests: number): void {
    const opened = open()
    const order = `A-${random.int(10_000, 99_999)}`
    for (let attempt = 0; attempt < requests; attempt++) {
      http(opened, 'GET', 'orders.internal', `/v2/orders/${order}`, attempt < requests - 1 ? 503 : 200, attempt)
    }
    const fails = name === 'send_email' && random.chance(0.05)
    pass(300, 40_000)
    end(opened, parent, {
      name: `execute_tool ${name}`,
      kind: 'internal',
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': name,
        'gen_ai.tool.type': 'function',
        'gen_ai.tool.description': tools[name],
        'gen_ai.tool.call.id': `call_${random.hex(16)}`,
        'gen_ai.tool.call.arguments': JSON.stringify({ order_id: order, reason: prose(20) }),
        'gen_ai.tool.call.result': fails ? undefined : JSON.stringify({ ok: true, order_id: order, text: prose(60) }),
        'gen_ai.agent.name': 'support',
        'gen_ai.conversation.id': conversation,
        'app.tool.timeout_ms': 5000,
        'app.tool.cached': random.chance(0.1),
      },
      ...(fails ? { error: { type: 'SmtpTimeout', message: 'the mail server did not answer in 5000 ms' } } : {}),
    })
  }

  /** Two spans. */
  function retrieval(parent: Open): void {
    const opened = open()
    const embeddings = open()
    pass(3000, 60_000)
    end(embeddings, opened, {
      name: 'embeddings text-embedding-3-small',
      kind: 'client',
      attributes: {
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'text-embedding-3-small',
        'gen_ai.response.model': 'text-embedding-3-small',
        'gen_ai.request.encoding_formats': ['float'],
        'gen_ai.embeddings.dimension.count': 1536,
        'gen_ai.usage.input_tokens': random.int(5, 60),
        'gen_ai.conversation.id': conversation,
        'server.address': 'api.openai.com',
        'server.port': 443,
      },
    })
    pass(2000, 30_000)
    const documents = Array.from({ length: random.int(1, 5) }, () => ({
      id: random.hex(16),
      score: random.int(1, 999) / 1000,
    }))
    end(opened, parent, {
      name: 'retrieval policies',
      kind: 'client',
      attributes: {
        'gen_ai.operation.name': 'retrieval',
        'gen_ai.data_source.id': 'policies',
        'gen_ai.request.top_k': double(5),
        'gen_ai.retrieval.query.text': prose(30),
        'gen_ai.retrieval.documents': JSON.stringify(documents),
        'gen_ai.conversation.id': conversation,
        'server.address': 'vectors.internal',
        'server.port': 6333,
        'app.index.version': random.int(40, 60),
        'app.index.shards': ['0', '1', '2'],
      },
    })
  }

  function agentAttributes(name: string, description: string): Record<string, Attribute> {
    return {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'openai',
      'gen_ai.agent.id': `asst_${name}`,
      'gen_ai.agent.name': name,
      'gen_ai.agent.version': `2.${random.int(0, 9)}.${random.int(0, 20)}`,
      'gen_ai.agent.description': description,
      'gen_ai.conversation.id': conversation,
      'gen_ai.request.model': model,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': usage.input,
      'gen_ai.usage.output_tokens': usage.output,
      'app.prompt.version': promptVersion,
      'app.channel': random.pick(['web', 'mail', 'phone']),
    }
  }

  /** Five spans. */
  function research(parent: Open): void {
    const opened = open()
    retrieval(opened)
    chat(opened, 'researcher', 1, false)
    const attributes = agentAttributes('researcher', 'Finds what the policies say')
    end(opened, parent, { name: 'invoke_agent researcher', kind: 'internal', attributes })
  }

  /** One logical action of at most `left` spans. */
  function step(answer: Open, left: number): void {
    const draw = random.next()
    if (left >= 5 && draw < 0.12) return research(answer)
    if (left >= 3 && draw < 0.17) return chat(answer, 'support', 2, random.chance(0.2))
    if (left >= 3 && draw < 0.22) return tool(answer, 'lookup_order', 2)
    if (left >= 2 && draw < 0.42) return chat(answer, 'support', 1, false)
    if (left >= 2 && draw < 0.6) return tool(answer, 'lookup_order', 1)
    if (left >= 2 && draw < 0.72) return retrieval(answer)
    const [name] =
      draw < 0.8 && !refunded ? (['refund'] as const) : [random.pick(['check_policy', 'send_email'] as const)]
    refunded ||= name === 'refund'
    tool(answer, name, 0)
  }

  const request = open()
  const answer = open()
  const isLast = (): boolean => spans.length >= size - 4
  chat(answer, 'support', 1, false)
  while (!isLast()) step(answer, size - 4 - spans.length)
  chat(answer, 'support', 1, false)
  const attributes = agentAttributes('support', 'Answers questions about orders and refunds')
  end(answer, request, { name: 'invoke_agent support', kind: 'internal', attributes })
  end(request, undefined, {
    name: 'POST /v1/answers',
    kind: 'server',
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/v1/answers',
      'url.path': '/v1/answers',
      'url.scheme': 'https',
      'server.address': 'support.example',
      'server.port': 443,
      'http.response.status_code': 200,
      'client.address': `192.0.2.${random.int(1, 254)}`,
      'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'network.protocol.version': '2',
      'app.tenant': random.pick(['north', 'south', 'west']),
      'app.priority': random.int(1, 5),
    },
  })
  return spans
}

function messages(role: string, content: string): string {
  return JSON.stringify([
    { role, parts: [{ type: 'text', content }], ...(role === 'assistant' ? { finish_reason: 'stop' } : {}) },
  ])
}

function exception(error: { readonly type: string; readonly message: string }, timeUnixNano: string): OtlpEvent {
  const stack = Array.from(
    { length: 6 },
    (_, frame) => `    at call${frame} (file:///srv/app/dist/agent.js:${100 + frame}:17)`,
  )
  return {
    timeUnixNano,
    name: 'exception',
    attributes: otlpAttributes({
      'exception.type': error.type,
      'exception.message': error.message,
      'exception.stacktrace': `${error.type}: ${error.message}\n${stack.join('\n')}`,
    }),
  }
}
