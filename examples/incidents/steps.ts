import type { Attributes, SpanSketch } from './sketch.ts'
import { seededHex } from './otlp.ts'

/** What is said of every step; name, kind and the usual attributes come from the function. */
type Place = Omit<SpanSketch, 'name' | 'label'> & { readonly name?: string; readonly label?: string }

/** Name, usual attributes and kind of one operation of OpenTelemetry's GenAI conventions 1.41. */
function step(operation: string, target: string, usual: Attributes, place: Place): SpanSketch {
  const name = place.name ?? `${operation} ${target}`
  return {
    ...place,
    name,
    label: place.label ?? name,
    attributes: { 'gen_ai.operation.name': operation, ...usual, ...place.attributes },
  }
}

export function agentRun(agent: string, place: Place): SpanSketch {
  const usual = { 'gen_ai.agent.name': agent, 'gen_ai.provider.name': 'openai' }
  return step('invoke_agent', agent, usual, place)
}

/** A model call; `tokens` are those of input and output. */
export function modelCall(tokens: readonly [number, number], place: Place, model = 'gpt-5'): SpanSketch {
  const [input, output] = tokens
  const id = seededHex('response', `${place.trace ?? 'main'}/${place.label ?? ''}/${place.at}`, 24)
  const usual = {
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': model,
    'gen_ai.response.model': `${model}-2026-01-15`,
    'gen_ai.response.id': `chatcmpl-${id}`,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
  }
  return step('chat', model, usual, { kind: 'client', ...place })
}

export function toolCall(tool: string, place: Place): SpanSketch {
  const id = seededHex('tool', `${place.trace ?? 'main'}/${place.label ?? tool}/${place.at}`, 16)
  const usual = { 'gen_ai.tool.name': tool, 'gen_ai.tool.type': 'function', 'gen_ai.tool.call.id': `call_${id}` }
  return step('execute_tool', tool, usual, place)
}

export function retrieval(source: string, place: Place): SpanSketch {
  return step('retrieval', source, { 'gen_ai.data_source.id': source }, { kind: 'client', ...place })
}

/** A request that a service answers. */
export function serverRequest(method: string, route: string, place: Place): SpanSketch {
  const usual = { 'http.request.method': method, 'http.route': route, 'http.response.status_code': 200 }
  const name = `${method} ${route}`
  return {
    kind: 'server',
    ...place,
    name,
    label: place.label ?? name,
    attributes: { ...usual, ...place.attributes },
  }
}

/** A request that a service makes. */
export function clientRequest(method: string, host: string, place: Place): SpanSketch {
  const usual = { 'http.request.method': method, 'server.address': host, 'server.port': 443 }
  return {
    kind: 'client',
    ...place,
    name: method,
    label: place.label ?? `${method} ${host}`,
    attributes: { ...usual, 'http.response.status_code': 200, ...place.attributes },
  }
}
